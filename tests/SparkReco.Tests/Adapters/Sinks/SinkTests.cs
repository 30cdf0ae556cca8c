using System.Data.Common;
using SparkReco.Adapters;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Sinks;

/// <summary>What every sink with SQL does.</summary>
public abstract partial class SinkTests
{
    private static readonly DateOnly Day = Some.RunDate;

    /// <summary>A new database.</summary>
    private protected abstract Task<ConnectionSettings> NewDatabaseAsync();

    /// <summary>The database as a sink.</summary>
    private protected abstract SinkServer ServerOf(ConnectionSettings database, SinkPatience patience);

    /// <summary>A connection of somebody else, who sees the sink's names without what stands before them.</summary>
    private protected abstract Task<DbConnection> OpenAsync(ConnectionSettings database);

    private protected static readonly SinkPatience Little = new(Attempts: 3, TimeSpan.FromMilliseconds(1), LockSeconds: 1, TurnSeconds: 1);

    private readonly List<string> _told = [];

    private protected IReadOnlyList<string> Told => _told;

    private protected SqlSink SinkOf(
        ConnectionSettings database,
        int keepDays = 30,
        SinkPatience? patience = null,
        IReadOnlyList<SinkMigration>? migrations = null
    ) =>
        new(
            ServerOf(database, patience ?? Little),
            new SinkSettings { KeepDays = keepDays },
            migrations ?? SinkMigration.All,
            patience ?? Little,
            TimeProvider.System,
            _told.Add
        );

    /// <summary>The rows of a query, each as text with | between the values.</summary>
    private protected async Task<string[]> RowsAsync(ConnectionSettings database, string sql)
    {
        await using var connection = await OpenAsync(database);
        return [.. await ReadAsync(connection, sql)];
    }

    private protected string Render(string sql) => ServerOf(new ConnectionSettings(), Little).Render(sql);

    private async Task<IReadOnlyList<string>> ReadAsync(DbConnection connection, string sql) =>
        await connection.ReadAsync(
            Render(sql),
            row => string.Join("|", Enumerable.Range(0, row.FieldCount).Select(column => Text(row, column))),
            CancellationToken.None
        );

    private static string Text(DbDataReader row, int column) =>
        row.IsDBNull(column)
            ? "null"
            : row.GetValue(column) switch
            {
                DateTime day => $"{day:yyyy-MM-dd}",
                DateOnly day => $"{day:yyyy-MM-dd}",
                double number => number.ToString("R"),
                bool flag => flag ? "1" : "0",
                var value => $"{value}",
            };

    private static Task<SinkOutcome> PublishAsync(ISink sink, SinkRun run) => sink.PublishAsync(run, CancellationToken.None);

    [Fact]
    public async Task A_run_is_there_with_its_rows_and_says_which_it_is()
    {
        var database = await NewDatabaseAsync();

        var outcome = await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day, users: 2));

        Assert.Equal(SinkOutcome.Published, outcome);
        Assert.Equal(
            ["r1|2026-09-01|baseline|u1|1|i1|1|of r1|item_item", "r1|2026-09-01|baseline|u1|2|i2|0.5|of r1|item_item"],
            await RowsAsync(database, "select * from {s}recommendations where user_id = 'u1' order by \"rank\"")
        );
        Assert.Equal(["r1|2026-09-01|i1|course|One of r1|null|Café|null|60|2020-02-29|1"], await RowsAsync(database, "select * from {s}items"));
        Assert.Equal(
            ["r1|2026-09-01|1234|a|an engine|a hash"],
            await RowsAsync(database, "select run_id, run_date, published_at_ms, content, engine, settings_hash from {s}runs")
        );
        Assert.Equal(
            ["items|1", "recommendations|4"],
            await RowsAsync(database, "select table_name, row_count from {s}run_tables order by table_name")
        );
    }

    [Fact]
    public async Task A_look_tells_what_is_there_and_writes_nothing()
    {
        var database = await NewDatabaseAsync();

        var before = await SinkOf(database).LookAsync(CancellationToken.None);
        Assert.Equal("no tables yet: the first publication makes them", before.Saw);
        Assert.Empty(before.Lacks);
        var catalog = ServerOf(database, Little).Catalog;
        Assert.Equal(["0"], await RowsAsync(database, $"select count(*) from information_schema.tables where table_schema = '{catalog}'"));

        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        Assert.Equal("the tables, the latest run of 2026-09-01", (await SinkOf(database).LookAsync(CancellationToken.None)).Saw);

        await RowsAsync(database, "insert into {s}schema_versions (version, applied_at_ms) values (99, 0)");
        var newer = await Assert.ThrowsAsync<DatabaseException>(() => SinkOf(database).LookAsync(CancellationToken.None));
        Assert.Contains("have version 99", newer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_run_once_more_changes_nothing()
    {
        var database = await NewDatabaseAsync();
        var run = SinkRows.Run("r1", Day);
        await PublishAsync(SinkOf(database), run);
        var publication = await RowsAsync(database, "select publication from {s}runs");

        Assert.Equal(SinkOutcome.Unchanged, await PublishAsync(SinkOf(database), run));

        Assert.Equal(publication, await RowsAsync(database, "select publication from {s}runs"));
    }

    [Theory]
    [InlineData("r2", "a")]
    [InlineData("r1", "b")]
    public async Task A_run_replaces_that_of_its_day_whatever_its_id(string id, string content)
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day, users: 5));

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkOf(database), SinkRows.Run(id, Day, users: 2, content)));

        Assert.Equal([$"{id}|{content}"], await RowsAsync(database, "select run_id, content from {s}runs"));
        Assert.Equal(["4"], await RowsAsync(database, "select count(*) from {s}recommendations"));
        Assert.Equal(["4"], await RowsAsync(database, "select count(*) from {s}recommendations_rows"));
    }

    [Fact]
    public async Task The_latest_run_date_is_seen_whatever_is_published_after_it()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("late", Day));
        await PublishAsync(SinkOf(database), SinkRows.Run("early", Day.AddDays(-1)));

        Assert.Equal(["late"], await RowsAsync(database, "select distinct run_id from {s}recommendations"));
        Assert.Equal(["early", "late"], await RowsAsync(database, "select distinct run_id from {s}recommendations_by_run order by run_id"));
    }

    [Fact]
    public async Task Runs_stay_for_the_days_that_are_set_before_the_latest_run_date()
    {
        var database = await NewDatabaseAsync();
        var sink = SinkOf(database, keepDays: 7);
        foreach (var daysAgo in new[] { 9, 8, 7, 0 })
            await PublishAsync(sink, SinkRows.Run($"{daysAgo} days ago", Day.AddDays(-daysAgo)));

        Assert.Equal(["7 days ago", "0 days ago"], await RowsAsync(database, "select run_id from {s}runs order by run_date"));
        Assert.Equal(["2"], await RowsAsync(database, "select count(distinct publication) from {s}recommendations_rows"));
        Assert.Equal(SinkOutcome.TooOld, await PublishAsync(sink, SinkRows.Run("too old", Day.AddDays(-8))));
        Assert.Equal(["2"], await RowsAsync(database, "select count(*) from {s}runs"));
    }

    [Fact]
    public async Task A_users_lists_have_titles_and_stand_side_by_side()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(
            SinkOf(database),
            SinkRows.Run(
                "r1",
                SinkRows.Table(
                    "items",
                    [
                        ["i1", "course", "One", null, null, null, null, null, true],
                        ["i2", "video", "Two", null, null, null, null, null, true],
                    ]
                ),
                SinkRows.Table(
                    "recommendations",
                    [
                        ["baseline", "u1", 1, "i1", 2.0, "popularity", null],
                        ["baseline", "u1", 2, "i2", 1.0, "popularity", null],
                        ["personalize", "u1", 1, "i2", null, "personalize", null],
                        ["personalize", "u2", 1, "gone", null, "personalize", null],
                    ]
                )
            )
        );

        Assert.Equal(
            ["i1|One|course", "i2|Two|video"],
            await RowsAsync(
                database,
                "select item_id, title, content_type from {s}user_lists where user_id = 'u1' and \"system\" = 'baseline' order by \"rank\""
            )
        );
        Assert.Equal(
            ["u1|1|i1|One|i2|Two", "u1|2|i2|Two|null|null", "u2|1|null|null|gone|null"],
            await RowsAsync(
                database,
                """
                select user_id, "rank", baseline_item_id, baseline_title, personalize_item_id, personalize_title
                from {s}user_lists_side_by_side
                order by user_id, "rank"
                """
            )
        );
    }

    [Fact]
    public async Task Hard_values_come_back_as_they_were() => await CheckHardValuesAsync(await NewDatabaseAsync());

    private protected async Task CheckHardValuesAsync(ConnectionSettings database)
    {
        string[] ids = ["u", "u ", "U", " u", "ü", "u\u0308", "🦄👩‍👩‍👧", "a\tb\\n\nc'\"\r", "\\N", "NULL", "\u200b", "x".PadRight(256, 'é')];
        object?[][] lists =
        [
            .. ids.Select(
                (id, index) => new object?[] { "baseline", id, 1, $"i{index}", index == 0 ? null : -1e-300 * index, "r", index == 0 ? null : "a,b" }
            ),
            ["baseline", "numbers", 1, "i", double.MaxValue, "r", null],
            ["baseline", "numbers", int.MaxValue, "i", 5e-324, "r", null],
            ["baseline", "numbers", int.MinValue, "i", 0.1 + 0.2, "r", null],
        ];
        object?[][] places =
        [
            ["all", 1, "i", long.MaxValue, long.MinValue],
        ];
        object?[][] items =
        [
            ["first", "course", "", null, null, null, 0L, new DateOnly(1000, 1, 1), false],
            ["last", "course", string.Concat(Enumerable.Repeat("🦄", 1000)), null, null, null, null, new DateOnly(9999, 12, 31), true],
        ];

        await PublishAsync(
            SinkOf(database),
            SinkRows.Run("r1", SinkRows.Table("recommendations", lists), SinkRows.Table("item_popularity", places), SinkRows.Table("items", items))
        );

        Assert.Equal(
            lists.Select(row => $"{row[1]}|{row[2]}|{(row[4] is double number ? number.ToString("R") : "null")}").Order(StringComparer.Ordinal),
            (await RowsAsync(database, "select user_id, \"rank\", score from {s}recommendations")).Order(StringComparer.Ordinal)
        );
        Assert.Equal([$"{long.MaxValue}|{long.MinValue}"], await RowsAsync(database, "select score, user_count from {s}item_popularity"));
        Assert.Equal(
            ["first||1000-01-01|0", $"last|{items[1][2]}|9999-12-31|1"],
            await RowsAsync(database, "select item_id, title, published_on, is_available from {s}items order by item_id")
        );
        Assert.Equal(["i1"], await RowsAsync(database, "select item_id from {s}recommendations where user_id = 'u '"));
    }

    [Fact]
    public async Task A_table_without_rows_is_there_too()
    {
        var database = await NewDatabaseAsync();

        await PublishAsync(SinkOf(database), SinkRows.Run("r1", SinkRows.Table("comparison_summary", [])));

        Assert.Equal(["comparison_summary|0"], await RowsAsync(database, "select table_name, row_count from {s}run_tables"));
    }

    [Fact]
    public async Task Every_table_that_sinks_take_fits_the_contracts()
    {
        var database = await NewDatabaseAsync();
        var tables = SparkReco.Sinks.SinkTables.Names.Select(name => SinkRows.Table(name, [])).ToArray();

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkOf(database), SinkRows.Run("r1", tables)));
    }

    [Fact]
    public async Task Rows_that_end_in_an_exception_leave_the_run_before_as_it_was()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        var broken = SinkRows.Run(
            "r2",
            Day,
            users: 2000,
            content: "b",
            reading: batch =>
            {
                if (batch == 2)
                    throw new EngineException("the third batch");
            }
        );

        var error = await Assert.ThrowsAsync<EngineException>(() => PublishAsync(SinkOf(database), broken));

        Assert.Equal("the third batch", error.Message);
        Assert.Equal(["r1|6"], await RowsAsync(database, "select run_id, count(*) from {s}recommendations group by run_id"));
        Assert.Equal(["6"], await RowsAsync(database, "select count(*) from {s}recommendations_rows"));
    }

    [Fact]
    public async Task Fewer_rows_than_the_lake_has_are_refused()
    {
        var database = await NewDatabaseAsync();
        var table = SinkRows.Table(
            "items",
            [
                ["i1", "course", "One", null, null, null, null, null, true],
            ]
        ) with
        {
            RowCount = 2,
        };

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkOf(database), SinkRows.Run("r1", table)));

        Assert.Contains("took 1 rows of items, where the lake has 2", error.Message);
        Assert.Equal(["0"], await RowsAsync(database, "select count(*) from {s}runs"));
    }

    [Fact]
    public async Task A_key_that_stands_twice_is_refused()
    {
        var database = await NewDatabaseAsync();
        object?[] row = ["i1", "course", "One", null, null, null, null, null, true];

        await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkOf(database), SinkRows.Run("r1", SinkRows.Table("items", [row, row]))));

        Assert.Equal(["0"], await RowsAsync(database, "select count(*) from {s}items_rows"));
    }
}
