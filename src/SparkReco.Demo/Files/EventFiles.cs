using System.IO.Compression;
using System.Text;
using SparkReco.Demo.World;

namespace SparkReco.Demo.Files;

/// <summary>
/// Writes <c>raw/events/events-YYYY-MM-DD.jsonl.gz</c>, one file per week from the first day; the name is the first day of the week.
/// The run date may fall within a week. The file in the middle ends with a cut line.
/// </summary>
internal static class EventFiles
{
    private const long WeekMs = 7L * 86_400_000;

    public static void Write(string folder, DemoWorld world, List<DemoFile> files, List<PlantedFlaw> flaws)
    {
        var first = new DateTimeOffset(world.Options.FirstDate, default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var weeks = Enumerable
            .Range(0, world.Events.Length)
            .GroupBy(i => (world.Events[i].AtMs - first) / WeekMs)
            .Select(group => new Week(FilePath(world.Options, (int)group.Key), group.First(), group.Count()))
            .ToList();
        var plan = new EventFlaws(world);
        var bot = Bot.UserOf(world.Members);
        var cut = weeks.Count / 2;
        var cutLine = plan.CutLine(weeks[cut].First);
        Parallel.For(0, weeks.Count, i => weeks[i].Write(folder, world, plan, bot, i == cut ? cutLine : null));
        foreach (var week in weeks)
        {
            files.Add(new DemoFile(week.Path, week.Rows));
            flaws.AddRange(week.Flaws.OrderBy(pair => pair.Key).Select(pair => new PlantedFlaw(week.Path, pair.Key, pair.Value)));
        }
    }

    private static string FilePath(DemoOptions options, int week) => $"raw/events/events-{options.FirstDate.AddDays(7 * week):yyyy-MM-dd}.jsonl.gz";

    /// <summary>A run of events in one file, and what was written to it.</summary>
    private sealed class Week(string path, int first, int count)
    {
        public string Path => path;

        public int First => first;

        public int Rows { get; private set; }

        public Dictionary<FlawKind, int> Flaws { get; } = [];

        public void Write(string folder, DemoWorld world, EventFlaws plan, int bot, string? cutLine)
        {
            using var zip = new GZipStream(DemoFolder.Create(folder, path), CompressionLevel.Fastest);
            using var writer = new StreamWriter(zip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
            for (var index = first; index < first + count; index++)
            {
                var (line, kind) = plan.LineOf(index);
                writer.WriteLine(line);
                Rows++;
                if (kind is { } odd)
                    Count(odd);
                if (world.Events[index].User == bot)
                    Count(FlawKind.BotClick);
                foreach (var extra in plan.After(index))
                {
                    writer.WriteLine(extra.Line);
                    Rows++;
                    Count(extra.Kind);
                }
            }

            if (cutLine is null)
                return;
            writer.Write(cutLine);
            Rows++;
            Count(FlawKind.CutLastLine);
        }

        private void Count(FlawKind kind) => Flaws[kind] = Flaws.GetValueOrDefault(kind) + 1;
    }
}
