using System.Data.Common;
using SparkReco.Adapters;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Sinks;

public abstract partial class SinkTests
{
    /// <summary>A run's id, the rows of its lists that are seen, and the rows that it says it has.</summary>
    private const string WholeRun = """
        select r.run_id, count(*), max(t.row_count)
        from {s}recommendations as r
        inner join {s}runs as n on n.run_id = r.run_id
        inner join {s}run_tables as t on t.publication = n.publication and t.table_name = 'recommendations'
        group by r.run_id
        """;

    [Fact]
    public async Task A_reader_that_asks_all_the_time_sees_whole_runs_one_after_the_other()
    {
        var database = await NewDatabaseAsync();
        var sink = SinkOf(database, keepDays: 2);
        await PublishAsync(sink, SinkRows.Run("r0", Day));
        await using var reader = PollingReader.Start(await OpenAsync(database), Render(WholeRun));

        for (var run = 1; run <= 8; run++)
            await PublishAsync(sink, SinkRows.Run($"r{run}", Day.AddDays(run), users: 500 * run));

        await reader.StopAsync();
        Assert.Equal("r8", reader.Runs[^1]);
        Assert.Equal(reader.Runs.Order(), reader.Runs);
        Assert.Equal(reader.Runs.Count, reader.Runs.Distinct().Count());
    }

    [Fact]
    public async Task A_connection_that_is_cut_anywhere_ends_in_one_whole_run()
    {
        var database = await NewDatabaseAsync();
        var run = 0;
        var sink = SinkOf(database);
        await PublishAsync(sink, SinkRows.Run("r0", Day));
        var bytes = await BytesOfAsync(database, SinkRows.Run($"r{++run}", Day, users: 600));
        await using var reader = PollingReader.Start(await OpenAsync(database), Render(WholeRun));

        // From the greeting to the last answer; primes, so that no two cuts are at the same place of a message.
        for (var part = 1; part <= 17; part++)
        {
            await using var proxy = new CuttingProxy(database.Port, new CuttingProxy.Cut.AfterBytes((bytes * part / 17) - (part * 7 % 13)));
            var outcome = await PublishAsync(SinkOf(database with { Port = proxy.Port }), SinkRows.Run($"r{++run}", Day, users: 600));

            Assert.True(proxy.HasCut);
            Assert.Equal((part, SinkOutcome.Published), (part, outcome));
            Assert.Equal([$"r{run}|1200|1200"], await RowsAsync(database, WholeRun));
        }

        await reader.StopAsync();
        // What the last cut left is deleted with the next publication.
        await PublishAsync(sink, SinkRows.Run($"r{++run}", Day, users: 600));
        Assert.Equal(["1200"], await RowsAsync(database, "select count(*) from {s}recommendations_rows"));
    }

    private async Task<long> BytesOfAsync(ConnectionSettings database, SinkRun run)
    {
        await using var proxy = new CuttingProxy(database.Port, cut: null);
        await PublishAsync(SinkOf(database with { Port = proxy.Port }), run);
        return proxy.Bytes;
    }

    /// <summary>A commit as it goes to the server, with what stands around the word there.</summary>
    private protected abstract string CommitMessage { get; }

    public static TheoryData<bool> Once { get; } = [true, false];

    [Theory]
    [MemberData(nameof(Once))]
    public async Task A_commit_whose_answer_was_lost_is_found_by_the_runs_row(bool isHeard)
    {
        var database = await NewDatabaseAsync();
        var sink = SinkOf(database);
        await PublishAsync(sink, SinkRows.Run("r1", Day));
        await using var proxy = new CuttingProxy(
            database.Port,
            isHeard ? new CuttingProxy.Cut.AfterAnswer(CommitMessage) : new CuttingProxy.Cut.Before(CommitMessage)
        );
        var readings = 0;

        var outcome = await PublishAsync(SinkOf(database with { Port = proxy.Port }), SinkRows.Run("r2", Day, reading: _ => readings++));

        Assert.True(proxy.HasCut);
        Assert.Equal(SinkOutcome.Published, outcome);
        Assert.Equal(["r2|6|6"], await RowsAsync(database, WholeRun));
        // Where the server had heard it, nothing is loaded again.
        Assert.Equal(isHeard ? 1 : 2, readings);
    }

    [Fact]
    public async Task Where_nobody_answers_after_a_lost_commit_it_is_said_that_the_outcome_is_not_known()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        CuttingProxy? proxy = null;
        await using var _ = proxy = new CuttingProxy(database.Port, new CuttingProxy.Cut.AfterAnswer(CommitMessage, () => proxy!.StopListening()));

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            PublishAsync(SinkOf(database with { Port = proxy.Port }), SinkRows.Run("r2", Day))
        );

        Assert.Contains("whether it is published is not known", error.Message);
        Assert.Equal(SinkOutcome.Unchanged, await PublishAsync(SinkOf(database), SinkRows.Run("r2", Day)));
    }

    [Fact]
    public async Task A_commit_that_is_never_answered_is_given_up_and_found_by_the_runs_row()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        await using var proxy = new CuttingProxy(database.Port, new CuttingProxy.Cut.SilentAfter(CommitMessage));
        var sink = SinkOf(database with { Port = proxy.Port }, patience: Little with { TurnSeconds = 60, CommitSeconds = 1 });
        var readings = 0;

        var outcome = await PublishAsync(sink, SinkRows.Run("r2", Day, reading: _ => readings++));

        await proxy.Silent;
        Assert.Equal((SinkOutcome.Published, 1), (outcome, readings));
        Assert.Single(_told, text => text.Contains("attempt 1 of 3"));
        Assert.Equal(["r2|6|6"], await RowsAsync(database, WholeRun));
    }

    [Fact]
    public async Task Where_the_question_after_a_lost_commit_is_lost_too_it_is_said_that_the_outcome_is_not_known()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        CuttingProxy? proxy = null;
        await using var _ = proxy = new CuttingProxy(
            database.Port,
            new CuttingProxy.Cut.AfterAnswer(
                CommitMessage,
                () => proxy!.CutNext(new CuttingProxy.Cut.Before("run_tables as t", () => proxy.StopListening()))
            )
        );

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            PublishAsync(SinkOf(database with { Port = proxy.Port }), SinkRows.Run("r2", Day))
        );

        Assert.True(proxy.HasCut);
        Assert.Contains("whether it is published is not known", error.Message);
        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal(SinkOutcome.Unchanged, await PublishAsync(SinkOf(database), SinkRows.Run("r2", Day)));
    }

    /// <summary>A server of a test's own, with a database, and what kills it and starts it again.</summary>
    private protected abstract Task<(ConnectionSettings Database, Action KillAndStart, IDisposable Server)> NewServerAsync();

    private static SinkPatience UntilItIsBack => Little with { Attempts = 12, Pause = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task A_server_that_is_killed_while_rows_come_in_or_a_run_is_committed_has_whole_runs()
    {
        var (database, killAndStart, server) = await NewServerAsync();
        using var _ = server;
        await PublishAsync(SinkOf(database, patience: UntilItIsBack), SinkRows.Run("r1", Day));

        // In the middle of the second table.
        var wasKilled = false;
        var outcome = await PublishAsync(SinkOf(database, patience: UntilItIsBack), SinkRows.Run("r2", Day, users: 2000, reading: Kill));
        Assert.Equal((SinkOutcome.Published, true), (outcome, wasKilled));
        Assert.Equal(["r2|4000|4000"], await RowsAsync(database, WholeRun));

        // When it had committed, and nobody heard of it.
        await using var answered = new CuttingProxy(database.Port, new CuttingProxy.Cut.AfterAnswer(CommitMessage, killAndStart));
        outcome = await PublishAsync(SinkOf(database with { Port = answered.Port }, patience: UntilItIsBack), SinkRows.Run("r3", Day));
        Assert.Equal((SinkOutcome.Published, true), (outcome, answered.HasCut));
        Assert.Equal(["r3|6|6"], await RowsAsync(database, WholeRun));

        // Before it heard the commit.
        await using var unheard = new CuttingProxy(database.Port, new CuttingProxy.Cut.Before(CommitMessage, killAndStart));
        outcome = await PublishAsync(SinkOf(database with { Port = unheard.Port }, patience: UntilItIsBack), SinkRows.Run("r4", Day, users: 5));
        Assert.Equal((SinkOutcome.Published, true), (outcome, unheard.HasCut));
        Assert.Equal(["r4|10|10"], await RowsAsync(database, WholeRun));

        // What is said to be published is there after the next power cut.
        killAndStart();
        Assert.Equal(["r4|10|10"], await RowsAsync(database, WholeRun));
        await CheckHardValuesAsync(database);

        void Kill(int batch)
        {
            if (batch != 2 || wasKilled)
                return;
            wasKilled = true;
            killAndStart();
        }
    }

    [Fact]
    public async Task Two_publishers_at_once_follow_each_other()
    {
        var database = await NewDatabaseAsync();
        var patient = Little with { TurnSeconds = 60 };

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(number => PublishAsync(SinkOf(database, patience: patient), SinkRows.Run($"r{number}", Day.AddDays(number), users: 200)))
        );

        Assert.All(outcomes, outcome => Assert.Equal(SinkOutcome.Published, outcome));
        Assert.Equal(
            ["r0|400", "r1|400", "r2|400", "r3|400"],
            await RowsAsync(database, "select run_id, count(*) from {s}recommendations_by_run group by run_id order by run_id")
        );
        Assert.Equal(["r3|400|400"], await RowsAsync(database, WholeRun));
    }

    [Fact]
    public async Task A_publisher_that_does_not_get_its_turn_says_who_is_in_the_way()
    {
        var database = await NewDatabaseAsync();
        var server = ServerOf(database, Little);
        await using var other = await server.OpenAsync(CancellationToken.None);
        await server.LockAsync(other, CancellationToken.None);

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            PublishAsync(SinkOf(database, patience: Little with { Attempts = 1 }), SinkRows.Run("r1", Day))
        );

        Assert.Contains("another program publishes there", error.Message);
    }

    /// <summary>The statements by which somebody locks the lists against all others.</summary>
    private protected abstract string[] LockStatements { get; }

    [Fact]
    public async Task A_table_that_somebody_locks_is_waited_for_a_little_and_it_is_told_who_it_is()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        await using (var other = await OpenAsync(database))
        {
            foreach (var statement in LockStatements)
                await other.ExecuteAsync(Render(statement), CancellationToken.None);

            var error = await Assert.ThrowsAsync<DatabaseException>(() =>
                PublishAsync(SinkOf(database, patience: Little with { Attempts = 2 }), SinkRows.Run("r2", Day))
            );

            Assert.Contains("in the way may be", error.Message);
            Assert.Single(_told, text => text.Contains("attempt 1 of 2"));
        }

        Assert.Equal(["r1|6|6"], await RowsAsync(database, WholeRun));
        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkOf(database), SinkRows.Run("r2", Day)));
    }

    [Theory]
    [InlineData("alter table {s}items_rows add column extra int not null", "items_rows has a column extra that needs a value")]
    [InlineData("alter table {s}recommendation_overlap_rows drop column footrule", "recommendation_overlap_rows has no column footrule")]
    public async Task Tables_that_somebody_changed_are_refused_before_anything_is_loaded(string change, string expected)
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", SinkRows.Table("items", [])));
        await using (var other = await OpenAsync(database))
        {
            if (change.Contains("footrule"))
            {
                foreach (var view in new[] { "recommendation_overlap", "recommendation_overlap_by_run" })
                    await other.ExecuteAsync(Render($"drop view {{s}}{view}"), CancellationToken.None);
            }

            await other.ExecuteAsync(Render(change), CancellationToken.None);
        }

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            PublishAsync(SinkOf(database), SinkRows.Run("r2", SinkRows.Table("items", []), SinkRows.Table("recommendation_overlap", [])))
        );

        Assert.Contains(expected, error.Message);
        Assert.Contains("nothing was published", error.Message);
        Assert.Equal(["r1"], await RowsAsync(database, "select run_id from {s}runs"));
    }

    [Fact]
    public async Task Views_that_somebody_changed_or_dropped_are_put_back_and_grants_stay()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        await using var reader = await GrantAsync(database, "recommendations");
        await using (var other = await OpenAsync(database))
        {
            foreach (
                var change in new[]
                {
                    "drop view {s}user_lists_side_by_side",
                    "drop view {s}user_lists",
                    "create or replace view {s}items_by_run as select r.run_id, r.run_date, t.item_id, t.content_type, t.title, t.format, t.category, t.language, t.duration_seconds, t.published_on, t.is_available from {s}runs as r inner join {s}items_rows as t on t.publication = r.publication where 1 = 0",
                }
            )
                await other.ExecuteAsync(Render(change), CancellationToken.None);
        }

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkOf(database), SinkRows.Run("r2", Day)));

        Assert.Equal(["6"], await RowsAsync(database, "select count(*) from {s}user_lists"));
        Assert.Equal(["6"], await RowsAsync(database, "select count(*) from {s}user_lists_side_by_side"));
        Assert.Equal(["r2|i1"], await RowsAsync(database, "select run_id, item_id from {s}items_by_run"));
        Assert.Equal(["6"], await ReadAsync(reader, "select count(*) from {s}recommendations"));
    }

    [Fact]
    public async Task Views_that_are_right_are_left_alone_with_their_readers()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        await using var other = await OpenAsync(database);
        await other.ExecuteAsync("start transaction", CancellationToken.None);
        await ReadAsync(other, "select * from {s}user_lists");

        // With the reader's transaction open, a view could not be replaced.
        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkOf(database), SinkRows.Run("r2", Day)));
        Assert.Empty(_told);
    }

    private static readonly SinkMigration Second = new(
        2,
        """
        -- a comment
        alter table {s}items_rows add column note {text 10};

        create or replace view {s}user_lists as
        select
          r.run_id,
          r.run_date,
          t.user_id,
          t."system",
          t."rank",
          t.item_id,
          i.title,
          i.content_type,
          t.score,
          t.reason,
          i.note
        from {s}runs as r
        inner join {s}recommendations_rows as t on t.publication = r.publication
        left join {s}items_rows as i on i.publication = t.publication and i.item_id = t.item_id
        where r.run_date = (select max(n.run_date) from {s}runs as n);
        """
    );

    /// <summary>Lets a reader see a view and nothing else, and gives a connection of that reader.</summary>
    private protected abstract Task<DbConnection> GrantAsync(ConnectionSettings database, string view);

    [Fact]
    public async Task A_newer_version_keeps_rows_and_grants_and_an_older_program_is_refused_then()
    {
        var database = await NewDatabaseAsync();
        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));
        await using var reader = await GrantAsync(database, "user_lists");

        await PublishAsync(SinkOf(database, migrations: [.. SinkMigration.All, Second]), SinkRows.Run("r2", Day.AddDays(1)));

        Assert.Equal(
            ["r1|6", "r2|6"],
            await RowsAsync(database, "select run_id, count(*) from {s}recommendations_by_run group by run_id order by run_id")
        );
        Assert.Equal(["1", "2"], await RowsAsync(database, "select version from {s}schema_versions order by version"));
        Assert.Equal(["r2|null"], (await ReadAsync(reader, "select distinct run_id, note from {s}user_lists")).Distinct());
        await Assert.ThrowsAnyAsync<DbException>(() => ReadAsync(reader, "select * from {s}recommendations_rows"));
        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkOf(database), SinkRows.Run("r3", Day.AddDays(2))));
        Assert.Contains("have version 2, and this program knows 1: publish with the newer program", error.Message);
    }

    [Fact]
    public async Task A_migration_that_was_cut_off_is_done_by_the_next_publication()
    {
        var database = await NewDatabaseAsync();
        var half = new SinkMigration(1, SinkMigration.All[0].Text.Replace("create or replace view {s}user_lists as", "create nonsense;\n"));
        await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkOf(database, migrations: [half]), SinkRows.Run("r1", Day)));

        await PublishAsync(SinkOf(database), SinkRows.Run("r1", Day));

        Assert.Equal(["6"], await RowsAsync(database, "select count(*) from {s}user_lists"));
    }

    [Fact]
    public async Task A_date_that_no_database_holds_is_refused()
    {
        var database = await NewDatabaseAsync();
        var builder = new SparkReco.Models.BatchBuilder(SparkReco.Sinks.SinkTables.ColumnsOf("items"));
        builder
            .Add("i1")
            .Add("course")
            .Add("One")
            .Add((string?)null)
            .Add((string?)null)
            .Add((string?)null)
            .Add(1L)
            .AddDay(int.MaxValue)
            .Add((bool?)true);
        var batch = builder.Build();
        var table = SinkRows.Table("items", []) with { RowCount = 1, Read = _ => new[] { batch }.ToAsyncEnumerable() };

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkOf(database), SinkRows.Run("r1", table)));

        Assert.Contains("items.published_on has a date 2147483647 days from 1970-01-01, which the database can't hold", error.Message);
    }
}
