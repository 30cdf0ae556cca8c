using System.Diagnostics;
using SparkReco.Adapters;
using SparkReco.Adapters.DuckDb;
using SparkReco.Benchmarks.Pages;
using SparkReco.Benchmarks.Runs;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Sinks;
using SparkReco.Storage;

namespace SparkReco.Benchmarks.Sinks;

/// <summary>Ten million places in lists into databases, beside the database's own client with the same rows as a file, and what a reader notices.</summary>
internal static class SinkFigures
{
    private const int Users = 400_000;
    private const int ListSize = 25;
    private const long Rows = (long)Users * ListSize;

    private static readonly string Lists = $"""
        select
          'baseline' as system, 'user-' || lpad(cast(n // {ListSize} as varchar), 7, '0') as user_id, cast(n % {ListSize} + 1 as int) as rank,
          'item-' || lpad(cast(hash(n) % 20000 as varchar), 6, '0') as item_id, cast(hash(n) % 1000000007 as double) / 1000000007 as score,
          ['similar', 'popularity', 'category', 'preference'][cast(1 + hash(n) % 4 as bigint)] as reason
        from range({Rows}) as r (n)
        """;

    public static async Task<string> MeasureAsync(string folder, int repetitions, TimeProvider clock)
    {
        var stores = new Stores(new LocalFileStore(clock), new Dictionary<string, Func<IFileStore>>());
        var place = Location.OfThisMachine(folder) / "lists";
        Directory.CreateDirectory($"{place}");
        await using var engine = DuckDbEngine.Open(
            new EngineSettings { MemoryMegabytes = 1400 },
            Path.Combine(folder, "scratch"),
            place.Folder,
            stores
        );
        await engine.WriteAsync(Lists, place, "part-0", CancellationToken.None);
        await engine.RegisterAsync(
            "recommendations",
            SinkTables.ColumnsOf("recommendations"),
            [new TableFolder(place, await stores.Local.ParquetFilesAsync(place, CancellationToken.None))],
            CancellationToken.None
        );
        var file = Path.Combine(folder, "lists.tsv");
        await WriteFileAsync(engine, file);
        var table = new MarkdownTable(
            2,
            "database",
            "what",
            "s, best",
            "rate, rows/s",
            "times the client's rate",
            "peak MB",
            "reader, ms, median",
            "99 %",
            "most"
        );
        foreach (var kind in new[] { DatabaseKind.PostgreSql, DatabaseKind.MySql })
        {
            using var server = await SinkServerProcess.StartAsync(kind);
            if (server is not null)
                await MeasureAsync(server, engine, file, repetitions, clock, table);
        }

        return $"\n## Databases\n\n{Rows:N0} places in lists from Parquet by DuckDB into a table with its key, beside the server's own client with the same rows as text, and out of it again. The reader asks for one user's list by the view, all the time.\n\n{table}";
    }

    private static async Task MeasureAsync(
        SinkServerProcess server,
        DuckDbEngine engine,
        string file,
        int repetitions,
        TimeProvider clock,
        MarkdownTable table
    )
    {
        var sink = new Databases(
            Location.WorkingFolder,
            new Stores(new LocalFileStore(clock), new Dictionary<string, Func<IFileStore>>()),
            clock,
            Console.Error.WriteLine
        ).SinkOf(server.Connection, new SinkSettings { KeepDays = 0 }, clock, Console.Error.WriteLine);
        var day = new DateOnly(2026, 1, 1);
        await sink.PublishAsync(RunOf(engine, day, "select * from recommendations where rank > 24", Users), CancellationToken.None);
        var quiet = await ReaderLatency.MeasureAsync(server, () => Task.Delay(TimeSpan.FromSeconds(3), clock));
        var (ours, rival) = (new List<double>(), new List<double>());
        var busy = quiet;
        long peak = 0;
        for (var repetition = 1; repetition <= repetitions; repetition++)
        {
            await server.MakeRivalTableAsync();
            var started = Stopwatch.GetTimestamp();
            await server.LoadByClientAsync(file);
            rival.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);

            var probe = new ProcessProbe(Environment.ProcessId);
            probe.Cut();
            var run = RunOf(engine, day.AddDays(repetition), "select * from recommendations", Rows);
            busy = await ReaderLatency.MeasureAsync(
                server,
                async () =>
                {
                    started = Stopwatch.GetTimestamp();
                    await sink.PublishAsync(run, CancellationToken.None);
                    ours.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
            );
            peak = Math.Max(peak, probe.Cut().PeakBytes);
            Console.Error.WriteLine($"{server.Connection.Kind}: {server.Rival} {rival[^1]:0.0} s, the sink {ours[^1]:0.0} s");
        }

        var kind = server.Connection.Kind == DatabaseKind.PostgreSql ? "PostgreSQL" : "MariaDB";
        table.Add(kind, server.Rival, $"{rival.Min():0.0}", $"{Rows / rival.Min():N0}", "1.00", "", "", "", "");
        table.Add(
            kind,
            "the sink, with the deletion of the run before",
            $"{ours.Min():0.0}",
            $"{Rows / ours.Min():N0}",
            $"{rival.Min() / ours.Min():0.00}",
            $"{peak / 1e6:0}",
            $"{busy.Median:0.00}",
            $"{busy.High:0.00}",
            $"{busy.Most:0.0}"
        );
        await FetchAsync(server, file + ".gz", kind, table);
        table.Add(kind, "nothing", "", "", "", "", $"{quiet.Median:0.00}", $"{quiet.High:0.00}", $"{quiet.Most:0.0}");
    }

    /// <summary>The same rows out of the table that the client has loaded, into compressed files.</summary>
    private static async Task FetchAsync(SinkServerProcess server, string file, string kind, MarkdownTable table)
    {
        var started = Stopwatch.GetTimestamp();
        await server.ReadByClientAsync(file);
        var rival = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var probe = new ProcessProbe(Environment.ProcessId);
        probe.Cut();
        started = Stopwatch.GetTimestamp();
        var stores = new Stores(new LocalFileStore(TimeProvider.System), new Dictionary<string, Func<IFileStore>>());
        await using var source = await new Databases(Location.WorkingFolder, stores, TimeProvider.System, Console.Error.WriteLine).OpenSourceAsync(
            server.Connection,
            CancellationToken.None
        );
        await using var parts = new RawParts(stores.Local, Location.OfThisMachine($"{file}.parts"), Path.GetTempPath(), (_, _) => { });
        await source.FetchAsync(new FetchRequest("rival", "rival", IsTable: true, Watermark: null, After: null), parts, CancellationToken.None);
        var rows = (await parts.EndAsync(needsOne: true, CancellationToken.None)).Sum(part => part.Rows);
        var ours = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = probe.Cut().PeakBytes;
        table.Add(kind, "the client's rows, out and through gzip -1", $"{rival:0.0}", $"{Rows / rival:N0}", "1.00", "", "", "", "");
        table.Add(kind, "a fetch", $"{ours:0.0}", $"{rows / ours:N0}", $"{rival / ours:0.00}", $"{peak / 1e6:0}", "", "", "");
    }

    private static SinkRun RunOf(DuckDbEngine engine, DateOnly day, string sql, long rows)
    {
        var columns = SinkTables.ColumnsOf("recommendations");
        var text = sql.Replace("*", string.Join(", ", columns.Select(column => column.Name)), StringComparison.Ordinal);
        return new SinkRun(
            $"{day:yyyy-MM-dd}",
            day,
            DateTimeOffset.UnixEpoch,
            "content",
            "DuckDB",
            "settings",
            [
                new SinkTable(
                    "recommendations",
                    columns,
                    SinkTables.KeyOf("recommendations"),
                    rows,
                    cancellation => engine.StreamAsync(text, cancellation)
                ),
            ]
        );
    }

    private static async Task WriteFileAsync(DuckDbEngine engine, string file)
    {
        await using var writer = new StreamWriter(file);
        await foreach (var batch in engine.StreamAsync("select user_id, rank, item_id, score, reason from recommendations", CancellationToken.None))
        {
            using (batch)
            {
                var (users, ranks, items) = (
                    (Apache.Arrow.StringArray)batch.Column(0),
                    (Apache.Arrow.Int32Array)batch.Column(1),
                    (Apache.Arrow.StringArray)batch.Column(2)
                );
                var (scores, reasons) = ((Apache.Arrow.DoubleArray)batch.Column(3), (Apache.Arrow.StringArray)batch.Column(4));
                for (var row = 0; row < batch.Length; row++)
                    await writer.WriteAsync(
                        $"0\tbaseline\t{users.GetString(row)}\t{ranks.Values[row]}\t{items.GetString(row)}\t{scores.Values[row]:R}\t{reasons.GetString(row)}\n"
                    );
            }
        }
    }
}
