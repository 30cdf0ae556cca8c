using SparkReco.Adapters.DuckDb;
using SparkReco.Benchmarks.Pages;
using SparkReco.Benchmarks.Runs;
using SparkReco.Configuration;
using SparkReco.Storage;

namespace SparkReco.Benchmarks.Lists;

/// <summary>Two systems' lists of a million users, compared from their files by one command.</summary>
internal static class ListFigures
{
    private const int Users = 1_000_000;
    private const int ListSize = 25;

    /// <summary>Each user's list goes through the items in steps of its own; the other system's begins some steps later, so that they share the rest.</summary>
    private static string Lists(string shift) =>
        $"""
            select
              'user-' || lpad(cast(u as varchar), 7, '0') as user_id,
              cast(r + 1 as int) as rank,
              'item-' || lpad(cast((hash(u) % 20011 + (r + {shift}) * (1 + hash(u + 7) % 500)) % 20011 as varchar), 6, '0') as item_id
            from range({Users}) as a (u), range({ListSize}) as b (r)
            order by u, r
            """;

    private static readonly string Truth = $"""
        select
          'user-' || lpad(cast(u as varchar), 7, '0') as user_id,
          'item-' || lpad(cast((hash(u) % 20011 + (hash(u + 1) % 60) * (1 + hash(u + 7) % 500)) % 20011 as varchar), 6, '0') as item_id,
          cast(hash(u + 2) % 3600 as int) as watch_seconds
        from range({Users}) as a (u)
        where hash(u + 3) % 2 = 0
        """;

    public static async Task<string> MeasureAsync(string folder, int repetitions, TimeProvider clock)
    {
        var place = Location.OfThisMachine(folder) / "compared";
        Directory.CreateDirectory($"{place}");
        var stores = new Stores(new LocalFileStore(clock), new Dictionary<string, Func<IFileStore>>());
        await using (
            var engine = DuckDbEngine.Open(new EngineSettings { MemoryMegabytes = 4000 }, Path.Combine(folder, "scratch"), place.Folder, stores)
        )
        {
            await engine.WriteAsync(Lists("0"), place, "ours", CancellationToken.None);
            await engine.WriteAsync(Lists("hash(u + 5) % 25"), place, "theirs", CancellationToken.None);
            await engine.WriteAsync(Truth, place, "truth", CancellationToken.None);
        }

        string[] lists = ["dotnet", Subjects.Program, "compare", "--lists", "ours.parquet", "--lists", "theirs.parquet"];
        var table = new MarkdownTable(1, "what", "s, best", "s, median", "CPU s, best", "peak MB");
        foreach (
            var (name, command) in new[] { ("agreement", lists), ("with what half of the users did later", [.. lists, "--truth", "truth.parquet"]) }
        )
        {
            List<Cost> costs = [];
            for (var repetition = 1; repetition <= repetitions; repetition++)
            {
                costs.Add((await MeteredProcess.RunAsync($"{place}", "all", command))[0].Cost);
                Console.Error.WriteLine(
                    $"{name}: {costs[^1].Seconds:0.0} s, {costs[^1].CpuSeconds:0.0} s of processors, {costs[^1].PeakBytes / 1e6:0} MB"
                );
            }

            var seconds = costs.Select(cost => cost.Seconds).Order().ToArray();
            table.Add(
                name,
                $"{seconds[0]:0.0}",
                $"{seconds[seconds.Length / 2]:0.0}",
                $"{costs.Min(cost => cost.CpuSeconds):0.0}",
                $"{costs.Max(cost => cost.PeakBytes) / 1e6:0}"
            );
        }

        return $"\n## Lists of two systems\n\n`sparkreco compare --lists`: {Users:N0} users, two lists of {ListSize} items each, from Parquet.\n\n{table}";
    }
}
