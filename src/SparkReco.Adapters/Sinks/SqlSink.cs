using System.Data.Common;
using System.Globalization;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.Sinks;

/// <summary>
/// A sink with SQL. A run is loaded and its row written in one transaction, beside the rows that are seen until then, so that readers wait for nothing
/// and see it whole; what it replaces is out of sight with the same commit, and deleted afterwards. An attempt that lost its connection, perhaps
/// while it committed, is followed by another, which begins by looking whether the run's row is there.
/// </summary>
/// <param name="server">The database.</param>
/// <param name="settings">What is kept there.</param>
/// <param name="migrations">The versions of the tables, in order.</param>
/// <param name="patience">How often it is tried.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told of retries and leftovers.</param>
internal sealed class SqlSink(
    SinkServer server,
    SinkSettings settings,
    IReadOnlyList<SinkMigration> migrations,
    SinkPatience patience,
    TimeProvider clock,
    Action<string> tell
) : ISink
{
    /// <inheritdoc/>
    public string Description => server.Description;

    /// <inheritdoc/>
    public async Task<SinkOutcome> PublishAsync(SinkRun run, CancellationToken cancellation)
    {
        var attempt = new Attempt();
        for (var number = 1; ; number++)
        {
            try
            {
                return await PublishAsync(run, attempt, cancellation);
            }
            catch (Exception error) when (FailureOf(error) is { } failure)
            {
                if (number == patience.Attempts || !failure.IsTransient)
                    throw attempt.MayHaveCommitted
                        ? new DatabaseException(
                            $"{failure.Message}; the connection was lost while run {run.RunId} was committed, and whether it is published is not known: the same command finds out, and does the rest",
                            error
                        )
                        {
                            IsOutcomeUnknown = true,
                        }
                        : new DatabaseException(failure.Message + await BlockersAsync(failure, cancellation), error)
                        {
                            IsTransient = failure.IsTransient,
                            IsOfConfiguration = failure.IsOfConfiguration,
                        };
                tell($"{Description}: {failure.Message}; attempt {number} of {patience.Attempts}");
                await Task.Delay(patience.Pause * Math.Pow(2, number - 1), clock, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<SinkLook> LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await server.OpenAsync(cancellation);
            var lacks = await connection.ReadAsync(server.MissingRights, row => row.GetString(0), cancellation, ("catalog", server.Catalog));
            var schema = new SinkSchema(server, migrations);
            if (await schema.FindAsync(connection, cancellation) is not { } version)
                return new("no tables yet: the first publication makes them", lacks);
            if (version < migrations[^1].Version)
                return new($"tables of version {version}: the next publication brings them to {migrations[^1].Version}", lacks);
            // Servers don't show tables to who may not read them.
            if (lacks.Count > 0)
                return new($"tables of version {version}", lacks);
            await schema.CheckAsync(connection, cancellation);
            var latest = await new SinkRuns(server, connection).LatestAsync(cancellation);
            return SinkLook.At("the tables", latest?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (server.IsFailure(error))
        {
            throw server.Failure(error);
        }
    }

    /// <summary>What is known of the attempts at a publication.</summary>
    private sealed class Attempt
    {
        public bool MayHaveCommitted { get; set; }
    }

    private DatabaseException? FailureOf(Exception error) => error as DatabaseException ?? (server.IsFailure(error) ? server.Failure(error) : null);

    private async Task<string> BlockersAsync(DatabaseException failure, CancellationToken cancellation)
    {
        try
        {
            return failure.IsTransient && await server.BlockersAsync(cancellation) is { Length: > 0 } blockers
                ? $"; in the way may be {blockers}"
                : "";
        }
        catch (Exception error) when (FailureOf(error) is not null)
        {
            return "";
        }
    }

    private async Task<SinkOutcome> PublishAsync(SinkRun run, Attempt attempt, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(cancellation);
        await server.LockAsync(connection, cancellation);
        var schema = new SinkSchema(server, migrations);
        await schema.MigrateAsync(connection, clock.GetUtcNow(), cancellation);
        await schema.CheckAsync(connection, cancellation);
        await new SinkViews(server, migrations).RestoreAsync(connection, cancellation);
        var runs = new SinkRuns(server, connection);
        var isThere = await runs.HasAsync(run, cancellation);
        var hadCommitted = attempt.MayHaveCommitted;
        attempt.MayHaveCommitted = false;
        var outcome =
            isThere ? (hadCommitted ? SinkOutcome.Published : SinkOutcome.Unchanged)
            : await runs.LatestAsync(cancellation) is { } latest && run.RunDate < Oldest(latest) ? SinkOutcome.TooOld
            : await LoadAsync(run, connection, runs, attempt, cancellation);
        await SweepAsync(runs, cancellation);
        return outcome;
    }

    private DateOnly Oldest(DateOnly latest) => latest.AddDays(-settings.KeepDays);

    private async Task<SinkOutcome> LoadAsync(SinkRun run, DbConnection connection, SinkRuns runs, Attempt attempt, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("start transaction", cancellation);
        var latest = await runs.LatestAsync(cancellation) is { } other && other > run.RunDate ? other : run.RunDate;
        await runs.RetireAsync(run.RunDate, Oldest(latest), cancellation);
        var publication = await runs.AddAsync(run, cancellation);
        foreach (var table in run.Tables)
        {
            var loaded = await server.LoadAsync(connection, table, publication, cancellation);
            if (loaded != table.RowCount)
                throw new DatabaseException(
                    $"{Description} took {loaded:N0} rows of {table.Name}, where the lake has {table.RowCount:N0}: nothing was published"
                );
        }

        cancellation.ThrowIfCancellationRequested();
        attempt.MayHaveCommitted = true;
        await CommitAsync(connection);
        // PostgreSQL answers the commit of a transaction that has failed as if all were well.
        var isThere = await runs.HasAsync(run, cancellation);
        attempt.MayHaveCommitted = false;
        return isThere
            ? SinkOutcome.Published
            : throw new DatabaseException($"{Description}: the commit was answered, and run {run.RunId} is not there");
    }

    /// <summary>Once it is sent it can't be taken back, so it is not cancelled; an answer that does not come is given up, and looked for in the database.</summary>
    private async Task CommitAsync(DbConnection connection)
    {
        await using var commit = connection.CommandOf("commit");
        commit.CommandTimeout = patience.CommitSeconds;
        await commit.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Deletes the rows of runs that nobody sees any more. What can't be deleted now is deleted with the next publication.</summary>
    private async Task SweepAsync(SinkRuns runs, CancellationToken cancellation)
    {
        try
        {
            await runs.SweepAsync(cancellation);
        }
        catch (Exception error) when (FailureOf(error) is { } failure)
        {
            tell($"{Description}: rows of earlier runs, which nobody sees, stay until the next publication: {failure.Message}");
        }
    }
}
