using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ingest;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Fetch;

/// <summary>The stages fetch and collect, with a database in memory and the lake in a folder.</summary>
public sealed class FetchStageTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeDatabase _database = new();
    private readonly List<string> _told = [];

    public FetchStageTests()
    {
        _database.Tables["u"] = ["user_id,tier,n", "u1,paid,1", "u2,free,2"];
        _database.Tables["i"] = ["item_id,content_type,n", "i1,video,1"];
        _database.Tables["e"] = ["event_id,user_id,item_id,event_type,occurred_at_ms,n", Event(1, 100), Event(2, 200)];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Location Lake => Location.OfThisMachine(_folder.Root) / "lake";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_of_a_database_are_laid_down_and_read_from_there()
    {
        await RunAsync("a");

        Assert.Equal(["u1", "u2"], await ReadAsync("a", "raw_users", "user_id"));
        Assert.Equal(["e1", "e2"], await ReadAsync("a", "raw_events", "event_id"));
        var manifest = await ManifestAsync("users");
        Assert.Equal(("a", "Fake 1", "1", "u", 2L), (manifest.RunId, manifest.Database, manifest.Snapshot, manifest.Query, manifest.Rows));
        Assert.Equal(manifest.Bytes, Files("users").Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public async Task Sources_of_one_database_are_read_of_one_state()
    {
        await RunAsync("a");

        Assert.Equal(1, _database.Opened);
        Assert.Equal((await ManifestAsync("users")).FetchId, (await ManifestAsync("events")).FetchId);
    }

    [Fact]
    public async Task Another_run_of_the_day_uses_what_was_fetched()
    {
        await RunAsync("a");
        _database.Tables["u"].Add("u3,paid,3");
        await RunAsync("b");

        Assert.Equal(1, _database.Opened);
        Assert.Equal(["u1", "u2"], await ReadAsync("b", "raw_users", "user_id"));
    }

    [Fact]
    public async Task A_run_asked_to_fetch_in_full_fetches_anew()
    {
        await RunAsync("a");
        _database.Tables["u"].Add("u3,paid,3");
        await RunAsync("b", "fetch=full");

        Assert.Equal(["u1", "u2", "u3"], await ReadAsync("b", "raw_users", "user_id"));
        // What the first fetch brought no manifest names.
        Assert.Single(Files("users"));
    }

    [Fact]
    public async Task A_full_fetch_of_the_same_rows_has_nothing_else_run_again_with_it_or_without_it()
    {
        var first = await RunAsync("a");
        var full = await RunAsync("a", "fetch=full");
        var later = await RunAsync("a");

        Assert.Equal(2, _database.Opened);
        Assert.Equal(first["collect"], full["collect"]);
        Assert.Equal(full, later);
    }

    [Fact]
    public async Task A_full_fetch_of_other_rows_has_what_follows_run_once()
    {
        var first = await RunAsync("a");
        _database.Tables["u"].Add("u3,paid,3");
        var full = await RunAsync("a", "fetch=full");
        var later = await RunAsync("a");

        Assert.NotEqual(first["collect"], full["collect"]);
        Assert.Equal(full, later);
        Assert.Equal(["u1", "u2", "u3"], await ReadAsync("a", "raw_users", "user_id"));
    }

    [Fact]
    public async Task How_much_later_days_overlap_changes_nothing_of_what_was_fetched()
    {
        var first = await RunAsync("a");

        Assert.Equal(first, await RunAsync("a", "inputs.events.overlap=50"));
    }

    [Fact]
    public async Task Another_query_is_fetched_anew()
    {
        _database.Tables["v"] = ["user_id,tier,n", "v1,paid,1"];
        await RunAsync("a");
        await RunAsync("b", "inputs.users.table=v");

        Assert.Equal(["v1"], await ReadAsync("b", "raw_users", "user_id"));
    }

    [Fact]
    public async Task The_next_day_fetches_what_is_new_and_an_overlap()
    {
        await RunAsync("a", "inputs.events.overlap=50");
        _database.Tables["e"].AddRange([Event(3, 180), Event(4, 300), Event(5, 120)]);
        await RunAsync("b", "inputs.events.overlap=50", "run_date=2026-09-02");

        // After 200 - 50: what came late as 180 is there, what came late as 120 is not. The copy of 200 is one event to the next stage.
        Assert.Equal("150", _database.Requests[^1].After);
        Assert.Equal(["e1", "e2", "e2", "e3", "e4"], await ReadAsync("b", "raw_events", "event_id"));
        Assert.Equal((3L, "300"), ((await ManifestAsync("events", "2026-09-02")).Rows, (await ManifestAsync("events", "2026-09-02")).UpTo));
        Assert.Equal(2, _database.Requests.Count(request => request is { Query: "u", After: null }));
    }

    [Fact]
    public async Task A_day_without_new_events_keeps_the_last_watermark()
    {
        await RunAsync("a", "inputs.events.overlap=0");
        await RunAsync("b", "inputs.events.overlap=0", "run_date=2026-09-02");
        await RunAsync("c", "inputs.events.overlap=0", "run_date=2026-09-03");

        Assert.Equal("200", (await ManifestAsync("events", "2026-09-03")).UpTo);
        Assert.Equal(["e1", "e2"], await ReadAsync("c", "raw_events", "event_id"));
    }

    [Fact]
    public async Task An_earlier_day_is_no_continuation_of_a_later_one()
    {
        await RunAsync("a");
        await RunAsync("b", "run_date=2026-08-31");

        Assert.Null(_database.Requests[^1].After);
    }

    [Fact]
    public async Task A_full_fetch_leaves_the_files_that_a_later_day_continues()
    {
        await RunAsync("a", "inputs.events.overlap=0");
        _database.Tables["e"].Add(Event(3, 300));
        await RunAsync("b", "inputs.events.overlap=0", "run_date=2026-09-02");
        await RunAsync("c", "inputs.events.overlap=0", "fetch=full");

        await RunAsync("d", "inputs.events.overlap=0", "run_date=2026-09-02");
        Assert.Equal(["e1", "e2", "e3"], await ReadAsync("d", "raw_events", "event_id"));
    }

    [Fact]
    public async Task A_lost_connection_is_followed_by_a_fetch_from_the_beginning()
    {
        _database.BeforeRow = (table, opened) =>
        {
            if (table == "e" && opened < 3)
                throw new DatabaseException("it is gone") { IsTransient = true };
        };

        await RunAsync("a");

        Assert.Equal(3, _database.Opened);
        Assert.Equal(2, _told.Count(text => text.Contains("it is gone", StringComparison.Ordinal)));
        Assert.Equal(["u1", "u2"], await ReadAsync("a", "raw_users", "user_id"));
        Assert.Equal(["e1", "e2"], await ReadAsync("a", "raw_events", "event_id"));
        Assert.Single(Files("users"));
    }

    [Fact]
    public async Task A_database_that_stays_away_ends_the_run_and_nothing_of_it_is_used()
    {
        _database.BeforeRow = (table, _) => throw new DatabaseException("it is gone") { IsTransient = true };

        await Assert.ThrowsAsync<DatabaseException>(() => RunAsync("a"));

        Assert.Equal(4, _database.Opened);
        _database.BeforeRow = (_, _) => { };
        await RunAsync("a");
        Assert.Equal(["u1", "u2"], await ReadAsync("a", "raw_users", "user_id"));
        Assert.Single(Files("users"));
    }

    [Fact]
    public async Task A_refusal_ends_the_run_at_once()
    {
        _database.BeforeRow = (_, _) => throw new DatabaseException("no");

        await Assert.ThrowsAsync<DatabaseException>(() => RunAsync("a"));

        Assert.Equal(1, _database.Opened);
    }

    [Fact]
    public async Task A_run_that_was_killed_while_it_fetched_fetches_from_the_beginning()
    {
        _database.BeforeRow = (table, _) =>
        {
            if (table == "e")
                throw new NotSupportedException();
        };
        await Assert.ThrowsAsync<NotSupportedException>(() => RunAsync("a"));
        _database.BeforeRow = (_, _) => { };

        await RunAsync("a");

        Assert.Equal(["e1", "e2"], await ReadAsync("a", "raw_events", "event_id"));
        Assert.Single(Files("events"));
    }

    [Fact]
    public async Task An_empty_table_is_an_input_without_rows()
    {
        _database.Tables["e"] = _database.Tables["e"][..1];

        await RunAsync("a");

        Assert.Empty(await ReadAsync("a", "raw_events", "event_id"));
    }

    [Fact]
    public async Task Fetched_files_that_are_gone_or_changed_are_told_with_the_remedy()
    {
        await RunAsync("a", "--fetch");
        var file = Assert.Single(Files("users"));
        var bytes = File.ReadAllBytes(file);
        bytes[4] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("fetch=full", (await Assert.ThrowsAsync<IOException>(() => RunAsync("a"))).Message, StringComparison.Ordinal);
        File.Delete(file);
        _folder.Write("lake/raw/users/other.csv", "");
        Assert.Contains(
            "fetch=full",
            (await Assert.ThrowsAsync<SourceConfigurationException>(() => RunAsync("a"))).Message,
            StringComparison.Ordinal
        );
        await RunAsync("a", "fetch=full");

        Assert.Equal(["u1", "u2"], await ReadAsync("a", "raw_users", "user_id"));
    }

    [Fact]
    public async Task An_input_may_have_files_beside_a_database_each_with_a_mapping()
    {
        _folder.Write("more.csv", "id,kind\nu9,gold\n");
        await RunAsync(
            "a",
            """
            "users": { "sources": { "shop": { "connection": "shop", "table": "u" },
              "more": { "paths": ["more.csv"], "fields": { "user_id": "id", "tier": { "column": "kind", "values": { "gold": "paid" } } } } } }
            """
        );

        Assert.Equal(["u1", "u2", "u9"], await ReadAsync("a", "raw_users", "user_id"));
        Assert.Single(Directory.GetFiles($"{Lake / "raw/users/shop"}", "*.gz", SearchOption.AllDirectories));
    }

    private static string Event(int number, long time) => $"e{number},u1,i1,click,1700000000000,{time}";

    /// <summary>When each stage was done.</summary>
    private async Task<IReadOnlyDictionary<string, DateTimeOffset>> RunAsync(string id, params string[] options)
    {
        var users = options.SingleOrDefault(option => option.StartsWith('"')) ?? """ "users": { "connection": "shop", "table": "u" } """;
        var path = _folder.Write(
            "sparkreco.json",
            $$"""
            {
              "run_date": "2026-09-01",
              "connections": { "shop": { "host": "db", "user": "reader", "database": "shop" } },
              "inputs": {
                {{users}},
                "items": { "connection": "shop", "table": "i" },
                "events": { "connection": "shop", "table": "e", "watermark": "n", "overlap": 24 }
              }
            }
            """
        );
        var settings = Some.Load(
            path,
            options
                .Where(option => option.Contains('=', StringComparison.Ordinal))
                .Select(option => option.Split('='))
                .ToDictionary(pair => pair[0], pair => pair[1])
        );
        var run = new RunFolder(Some.Stores.Local, Lake, id, settings.RunDate);
        string[] names = options.Contains("--fetch") ? ["fetch"] : ["fetch", "collect"];
        var stages = Pipeline.Stages.Where(stage => names.Contains(stage.Name)).ToArray();
        var plan = await new RunPlanner(stages, settings, run, Some.Stores).MakeAsync(names, Cancellation);
        await using var engine = DuckDbEngine.Open(settings.Engine, $"{run.Scratch}", run.Lake, Some.Stores);
        var ports = new RunPorts(engine, Some.Stores, new HurriedClock(), new Told(_told), _ => { }, _database);
        var result = await new PipelineRunner(stages, settings, run, ports).RunAsync(plan, isWhole: false, Cancellation);
        return result.Manifest.Stages.ToDictionary(stage => stage.Stage, stage => stage.FinishedAt);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string id, string table, string column)
    {
        await using var engine = DuckDbEngine.Open(Some.Settings().Engine, $"{Lake / "scratch"}", Lake, Some.Stores);
        var model = SparkReco.Models.RawModels.All.Single(raw => raw.Name == table);
        var folders = Directory.GetDirectories($"{Lake / $"runs/{id}/staging/{table}"}").Select(path => Location.OfThisMachine(path)).ToArray();
        await engine.RegisterAsync(
            table,
            model.Columns,
            [.. folders.Select(folder => new TableFolder(folder, Some.Stores.Local.ParquetFilesAsync(folder, Cancellation).Result))],
            Cancellation
        );
        return await engine.ReadAsync($"select {column} from {table} order by {column}", row => row.GetString(0), Cancellation);
    }

    private string[] Files(string input) => Directory.GetFiles($"{Lake / $"raw/{input}"}", "*.gz", SearchOption.AllDirectories);

    private async Task<FetchManifest> ManifestAsync(string input, string day = "2026-09-01") =>
        (await new RawFolder(Some.Stores.Local, Lake / $"raw/{input}").ReadAsync(DateOnly.Parse(day), Cancellation))!;

    private sealed class Told(List<string> texts) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Told told)
                texts.Add(told.Text);
        }
    }

    /// <summary>A clock on which every pause is over at once.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
