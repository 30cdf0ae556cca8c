using System.Globalization;
using Npgsql;
using SparkReco.Adapters;
using SparkReco.Adapters.Redshift;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Adapters.Sinks;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Redshift;

/// <summary>Runs in Redshift, on the stand-in for its Data API.</summary>
public sealed class RedshiftSinkTests : IAsyncLifetime
{
    private static readonly DateOnly Day = Some.RunDate;

    private readonly Location _bucket = S3Server.NewFolder();
    private RedshiftDataServer _server = null!;

    // Whether there are tables, their version, whether the run is there, the latest day, and the greatest publication.
    private const int QueriesBefore = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RedshiftDataServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_run_is_there_with_its_rows_and_says_which_it_is()
    {
        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run("r1", Day, users: 2)));

        Assert.Equal(
            ["r1|2026-09-01|baseline|u1|1|i1|1|of r1|item_item", "r1|2026-09-01|baseline|u1|2|i2|0.5|of r1|item_item"],
            await RowsAsync("select * from sparkreco.recommendations where user_id = 'u1' order by \"rank\"")
        );
        Assert.Equal(
            ["r1|2026-09-01|1234|a|an engine|a hash"],
            await RowsAsync("select run_id, run_date, published_at_ms, content, engine, settings_hash from sparkreco.runs")
        );
        Assert.Equal(["items|1", "recommendations|4"], await RowsAsync("select table_name, row_count from sparkreco.run_tables order by table_name"));
        using var store = S3Server.Open();
        Assert.Empty(await store.ListAsync(_bucket, Cancellation));
    }

    [Fact]
    public async Task A_look_tells_what_is_there()
    {
        Assert.Equal("no tables yet: the first publication makes them", (await SinkOf(30).LookAsync(Cancellation)).Saw);

        await PublishAsync(SinkRows.Run("r1", Day));

        Assert.Equal("the tables, the latest run of 2026-09-01", (await SinkOf(30).LookAsync(Cancellation)).Saw);
    }

    [Fact]
    public async Task The_same_run_once_more_changes_nothing()
    {
        await PublishAsync(SinkRows.Run("r1", Day));
        var publication = await RowsAsync("select publication from sparkreco.runs");

        Assert.Equal(SinkOutcome.Unchanged, await PublishAsync(SinkRows.Run("r1", Day)));

        Assert.Equal(publication, await RowsAsync("select publication from sparkreco.runs"));
    }

    [Theory]
    [InlineData("r2", "a")]
    [InlineData("r1", "b")]
    public async Task A_run_replaces_that_of_its_day_whatever_its_id(string id, string content)
    {
        await PublishAsync(SinkRows.Run("r1", Day, users: 5));

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run(id, Day, users: 2, content)));

        Assert.Equal([$"{id}|{content}"], await RowsAsync("select run_id, content from sparkreco.runs"));
        Assert.Equal(["4"], await RowsAsync("select count(*) from sparkreco.recommendations_rows"));
    }

    [Fact]
    public async Task The_latest_run_date_is_seen_and_runs_stay_for_the_days_that_are_set()
    {
        foreach (var daysAgo in new[] { 9, 8, 7, 0 })
            await PublishAsync(SinkRows.Run($"{daysAgo} days ago", Day.AddDays(-daysAgo)), keepDays: 7);

        Assert.Equal(["7 days ago", "0 days ago"], await RowsAsync("select run_id from sparkreco.runs order by run_date"));
        Assert.Equal(["0 days ago"], await RowsAsync("select distinct run_id from sparkreco.recommendations"));
        Assert.Equal(SinkOutcome.TooOld, await PublishAsync(SinkRows.Run("too old", Day.AddDays(-8)), keepDays: 7));
    }

    [Fact]
    public async Task Hard_values_come_back_as_they_were()
    {
        string[] ids = ["", "u", "u ", " u", "ü", "u\u0308", "🦄👩‍👩‍👧", "a\tb\\n\nc'\"\r", "\\N", "NULL", "null", "x".PadRight(256, 'é')];
        object?[][] lists =
        [
            .. ids.Select(
                (id, index) => new object?[] { "baseline", id, 1, $"i{index}", index == 1 ? null : -1e-300 * index, "r", index == 1 ? null : "a,b" }
            ),
            ["baseline", "numbers", 1, "i", double.MaxValue, "r", null],
            ["baseline", "numbers", int.MaxValue, "i", 5e-324, "r", null],
        ];
        object?[][] items =
        [
            ["first", "course", "", null, null, null, 0L, new DateOnly(1, 1, 1), false],
            ["last", "course", "t", null, "", null, long.MinValue, new DateOnly(9999, 12, 31), true],
        ];

        await PublishAsync(SinkRows.Run("r1", SinkRows.Table("recommendations", lists), SinkRows.Table("items", items)));

        Assert.Equal(
            lists.Select(row => $"{row[1]}|{row[2]}|{(row[4] is double number ? number.ToString("R") : "null")}").Order(StringComparer.Ordinal),
            (await RowsAsync("select user_id, \"rank\", score from sparkreco.recommendations")).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["first||null|0|0001-01-01|False", $"last|t||{long.MinValue}|9999-12-31|True"],
            await RowsAsync("select item_id, title, category, duration_seconds, published_on, is_available from sparkreco.items order by item_id")
        );
    }

    [Theory]
    [InlineData("a\0b", "recommendations.user_id has a text with the character U+0000")]
    [InlineData("@no-value@", "recommendations.user_id has the text @no-value@")]
    public async Task What_Redshift_can_not_hold_is_refused(string id, string problem)
    {
        var table = SinkRows.Table(
            "recommendations",
            [
                ["baseline", id, 1, "i", null, "r", null],
            ]
        );

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkRows.Run("r1", table)));

        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_rows_than_the_lake_has_are_refused_and_what_was_there_stays()
    {
        await PublishAsync(SinkRows.Run("r1", Day));
        var table = SinkRows.Table(
            "items",
            [
                ["i1", "course", "One", null, null, null, null, null, true],
            ]
        ) with
        {
            RowCount = 2,
        };

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkRows.Run("r2", table)));

        Assert.Contains(
            "took other numbers of rows than the lake has, or another run of the day: nothing was published",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(["r1"], await RowsAsync("select run_id from sparkreco.runs"));
        Assert.Equal(["1"], await RowsAsync("select count(*) from sparkreco.items_rows"));
    }

    [Fact]
    public async Task A_transaction_whose_start_was_not_answered_is_done_once()
    {
        await PublishAsync(SinkRows.Run("r1", Day));
        var calls = _server.Calls.Count(call => call == "BatchExecuteStatement");
        _server.FaultOf = (name, number) =>
            name == "BatchExecuteStatement" && number > calls && number % 2 == 0 ? RedshiftDataServer.Fault.LoseReply : default;

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run("r2", Day, content: "b")));

        Assert.Equal(["r2"], await RowsAsync("select run_id from sparkreco.runs"));
        Assert.Equal(["6"], await RowsAsync("select count(*) from sparkreco.recommendations_rows"));
    }

    [Fact]
    public async Task Two_publications_of_a_day_at_once_leave_one_run()
    {
        await PublishAsync(SinkRows.Run("r0", Day.AddDays(-1)));
        var commits = 0;
        var isFirstThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var firstMayGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.BeforeCommit = async statements =>
        {
            if (
                !statements.Any(sql => sql.StartsWith("insert into sparkreco.runs", StringComparison.Ordinal))
                || Interlocked.Increment(ref commits) > 1
            )
                return;
            isFirstThere.SetResult();
            await firstMayGo.Task;
        };
        var first = PublishAsync(SinkRows.Run("r1", Day));
        await isFirstThere.Task;

        var second = PublishAsync(SinkRows.Run("r2", Day, content: "b"));
        while (!second.IsCompleted && !await WaitsAsync())
            await Task.Yield();
        firstMayGo.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["r2"], await RowsAsync($"select run_id from sparkreco.runs where run_date = '{Day:yyyy-MM-dd}'"));
        Assert.Equal(["6"], await RowsAsync("select count(*) from sparkreco.recommendations where run_id = 'r2'"));

        async Task<bool> WaitsAsync() =>
            await RowsAsync("select 1 from pg_locks where not granted and relation = 'sparkreco.retired_runs'::regclass") is not [];
    }

    [Fact]
    public async Task A_transaction_that_nobody_answers_for_is_not_begun_again_and_its_files_stay()
    {
        await PublishAsync(SinkRows.Run("r1", Day));
        var batches = _server.Calls.Count(call => call == "BatchExecuteStatement");
        var isBegun = false;
        _server.FaultOf = (name, _) =>
        {
            isBegun |= name == "BatchExecuteStatement" && _server.Calls.Count(call => call == name) == batches + QueriesBefore + 1;
            return isBegun && name == "DescribeStatement" ? RedshiftDataServer.Fault.Refuse : default;
        };

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkRows.Run("r2", Day, content: "b")));

        Assert.EndsWith(
            "whether run r2 is published is not known: the same command finds out, and does the rest",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(batches + QueriesBefore + 1, _server.Calls.Count(call => call == "BatchExecuteStatement"));
        using var store = S3Server.Open();
        Assert.NotEmpty(await store.ListAsync(_bucket, Cancellation));
    }

    [Fact]
    public async Task Views_and_what_was_granted_on_them_stay()
    {
        await PublishAsync(SinkRows.Run("r1", Day));
        var role = $"app_{Guid.NewGuid():N}";
        await _server.RunAsync($"create role {role}; grant select on sparkreco.user_lists to {role}");

        await PublishAsync(SinkRows.Run("r2", Day.AddDays(1)));

        Assert.Equal(["True"], await RowsAsync($"select has_table_privilege('{role}', 'sparkreco.user_lists', 'select')"));
    }

    [Fact]
    public async Task Every_table_that_sinks_take_is_loaded_in_one_call()
    {
        var tables = SparkReco.Sinks.SinkTables.Names.Select(name => SinkRows.Table(name, [])).ToArray();

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run("r1", tables)));
    }

    private Task<SinkOutcome> PublishAsync(SinkRun run, int keepDays = 30) => SinkOf(keepDays).PublishAsync(run, Cancellation);

    private RedshiftSink SinkOf(int keepDays)
    {
        var stores = new Stores(Some.Stores.Local, new Dictionary<string, Func<IFileStore>> { ["s3"] = () => S3Server.Open() });
        return new RedshiftSink(
            _server.Connection with
            {
                Folder = $"{_bucket}",
            },
            new SinkSettings { KeepDays = keepDays },
            SinkMigration.All,
            new SinkPatience(3, TimeSpan.FromMilliseconds(1), LockSeconds: 1),
            stores,
            TimeProvider.System,
            _ => { },
            _ => { }
        );
    }

    private async Task<string[]> RowsAsync(string sql)
    {
        await using var connection = await _server.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        List<string> rows = [];
        while (await reader.ReadAsync(Cancellation))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader, column))));
        return [.. rows];
    }

    private static string Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? "null"
        : row.GetDataTypeName(column) == "date" ? row.GetFieldValue<DateOnly>(column).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : row.GetValue(column) is double number ? number.ToString("R", CultureInfo.InvariantCulture)
        : $"{row.GetValue(column)}";
}
