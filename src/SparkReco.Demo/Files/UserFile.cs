using System.Text.Json;
using SparkReco.Demo.World;

namespace SparkReco.Demo.Files;

/// <summary>Writes <c>raw/users.jsonl</c>: the users as known on the eve of the run date, and one of an unknown tier.</summary>
internal static class UserFile
{
    private const string FilePath = "raw/users.jsonl";

    public static void Write(string folder, DemoWorld world, List<DemoFile> files, List<PlantedFlaw> flaws)
    {
        var lastActive = LastActiveDays(world);
        using var writer = DemoFolder.CreateText(folder, FilePath);
        foreach (var member in world.Members)
            writer.WriteLine(Row(world.Options, member, lastActive[member.Index]));

        writer.WriteLine(
            """{"user_id":"u99999","tier":"platinum","plan":"annual","country":"US","registered_on":"2026-01-15","last_active_on":null}"""
        );
        files.Add(new DemoFile(FilePath, world.Members.Count + 1));
        flaws.Add(new PlantedFlaw(FilePath, FlawKind.UnknownTier, 1));
    }

    /// <summary>The day of the last event before the run date; the day of registration for those who came in the last ten days; else null.</summary>
    private static int?[] LastActiveDays(DemoWorld world)
    {
        var first = new DateTimeOffset(world.Options.FirstDate, default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var days = world
            .Members.Select(member => member.RegisteredDay >= world.Options.HistoryDays - 10 ? member.RegisteredDay : (int?)null)
            .ToArray();
        foreach (var e in world.Events.Where(e => e.AtMs < world.RunTimeMs))
            days[e.User] = (int)((e.AtMs - first) / 86_400_000);

        return days;
    }

    private static string Row(DemoOptions options, Member member, int? lastActiveDay) =>
        JsonSerializer.Serialize(
            new
            {
                user_id = member.Id,
                tier = member.IsPaid ? "paid" : "free",
                plan = member.Plan,
                country = member.Country,
                registered_on = options.FirstDate.AddDays(member.RegisteredDay),
                last_active_on = lastActiveDay is { } day ? options.FirstDate.AddDays(day) : (DateOnly?)null,
            }
        );
}
