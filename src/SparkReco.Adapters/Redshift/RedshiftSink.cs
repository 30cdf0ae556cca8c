using System.Globalization;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Sinks;
using SparkReco.Storage;

namespace SparkReco.Adapters.Redshift;

/// <summary>
/// Amazon Redshift as a sink, by its Data API. The rows are written to S3 under a publication's number, and one transaction copies them, takes what they
/// replace out, and enters the run: readers see what was there until it is committed, and views and grants stay as they are.
/// </summary>
/// <param name="settings">Where the database is, and the folder of S3 between.</param>
/// <param name="sink">The schema, and how long runs stay.</param>
/// <param name="migrations">The versions of the tables, in order.</param>
/// <param name="patience">How often it is tried.</param>
/// <param name="stores">Where the folder is.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="log">Is told of each call that failed.</param>
/// <param name="tell">Is told of retries.</param>
internal sealed class RedshiftSink(
    ConnectionSettings settings,
    SinkSettings sink,
    IReadOnlyList<SinkMigration> migrations,
    SinkPatience patience,
    Stores stores,
    TimeProvider clock,
    Action<string> log,
    Action<string> tell
) : ISink
{
    // The Data API takes no more at once.
    private const int StatementsAtOnce = 40;

    // Lengths of texts are bytes there.
    private const int MaxTextBytes = 65535;

    private readonly SinkWords _words = new(
        $"{sink.Schema}.",
        characters => $"varchar({Math.Min(4 * characters, MaxTextBytes)})",
        "bigint not null primary key"
    );

    public string Description =>
        $"Redshift {(settings.Cluster == ConnectionSettings.None ? settings.Workgroup : settings.Cluster)}/{settings.Database}";

    public async Task<SinkOutcome> PublishAsync(SinkRun run, CancellationToken cancellation)
    {
        using var database = new RedshiftDataApi(settings, clock, log);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await PublishAsync(run, database, cancellation);
                // An earlier attempt may have committed without an answer.
                return outcome == SinkOutcome.Unchanged && attempt > 1 ? SinkOutcome.Published : outcome;
            }
            catch (DatabaseException error) when (error.IsTransient && attempt < patience.Attempts)
            {
                tell($"{Description}: {error.Message}; attempt {attempt} of {patience.Attempts}");
                await Task.Delay(patience.Pause * Math.Pow(2, attempt - 1), clock, cancellation);
            }
        }
    }

    public async Task<SinkLook> LookAsync(CancellationToken cancellation)
    {
        using var database = new RedshiftDataApi(settings, clock, log);
        if (!await HasTablesAsync(database, cancellation))
            return new("no tables yet: the first publication makes them", []);
        return SinkLook.At("the tables", await AskAsync(database, "select cast(max(run_date) as varchar) from {s}runs", cancellation));
    }

    private async Task<SinkOutcome> PublishAsync(SinkRun run, RedshiftDataApi database, CancellationToken cancellation)
    {
        await MigrateAsync(database, cancellation);
        if (await HasAsync(run, database, cancellation))
            return SinkOutcome.Unchanged;
        var latest = await AskAsync(database, "select cast(max(run_date) as varchar) from {s}runs", cancellation) is { } day
            ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : run.RunDate;
        if (run.RunDate < latest.AddDays(-sink.KeepDays))
            return SinkOutcome.TooOld;
        var oldest = (run.RunDate > latest ? run.RunDate : latest).AddDays(-sink.KeepDays);
        var greatest = await AskAsync(database, "select cast(coalesce(max(publication), 0) as varchar) from {s}runs", cancellation);
        var publication = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), long.Parse(greatest!, CultureInfo.InvariantCulture) + 1);
        var folder = Location.Of(settings.Folder, default) / $"publish-{Guid.NewGuid():N}";
        var transaction = database.TransactionOf([.. Statements(run, publication, oldest, folder).Select(_words.Render)]);
        try
        {
            foreach (var table in run.Tables)
                await WriteAsync(table, publication, folder / table.Name, cancellation);
            await EndAsync(transaction, run, database, cancellation);
        }
        catch (DatabaseException error) when (error.Message.Contains("division by zero", StringComparison.OrdinalIgnoreCase))
        {
            throw new DatabaseException(
                $"{Description} took other numbers of rows than the lake has, or another run of the day: nothing was published",
                error
            );
        }
        finally
        {
            // Also of a run that was stopped. A transaction that may run reads them.
            if (!transaction.MayRun)
                await stores.Of(folder).DeleteAsync(folder, CancellationToken.None);
        }

        return SinkOutcome.Published;
    }

    /// <summary>Runs the transaction until it is known how it ended: none is begun in its place while it may run.</summary>
    private async Task EndAsync(RedshiftTransaction transaction, SinkRun run, RedshiftDataApi database, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.RunAsync(transaction, cancellation);
                return;
            }
            catch (DatabaseException error) when (transaction.MayRun)
            {
                if (!error.IsTransient || attempt == patience.Attempts)
                    throw new DatabaseException(
                        $"{error.Message}; whether run {run.RunId} is published is not known: the same command finds out, and does the rest",
                        error
                    )
                    {
                        IsOutcomeUnknown = true,
                    };
                tell($"{Description}: {error.Message}; attempt {attempt} of {patience.Attempts} to learn what became of the transaction");
                await Task.Delay(patience.Pause * Math.Pow(2, attempt - 1), clock, cancellation);
            }
        }
    }

    /// <summary>The transaction. One that copied other numbers of rows, or finds another run of its day, fails in it, by a division by zero: the Data API has no other way to ask and go back.</summary>
    private IEnumerable<string> Statements(SinkRun run, long publication, DateOnly oldest, Location folder)
    {
        // One publication after the other: keys are not enforced there. Readers of a locked table wait, and this one nobody reads.
        yield return "lock table {s}retired_runs";
        var role = settings.Role == ConnectionSettings.None ? "default" : Sql.Text(settings.Role);
        foreach (var table in run.Tables.Where(table => table.RowCount > 0))
        {
            var columns = string.Join(", ", table.Columns.Select(column => Sql.Name(column.Name)));
            yield return $"copy {{s}}{table.Name}_rows (publication, {columns}) from {Sql.Text($"{folder / table.Name}/")} iam_role {role} format as csv gzip null as '{CopyText.Null}'";
        }

        var replaced = $"select publication from {{s}}runs where run_date = '{run.RunDate:yyyy-MM-dd}' or run_date < '{oldest:yyyy-MM-dd}'";
        foreach (var table in SinkTables.Names)
            yield return $"delete from {{s}}{table}_rows where publication in ({replaced})";
        yield return $"delete from {{s}}run_tables where publication in ({replaced})";
        yield return $"delete from {{s}}runs where run_date = '{run.RunDate:yyyy-MM-dd}' or run_date < '{oldest:yyyy-MM-dd}'";
        yield return $"insert into {{s}}runs (publication, run_id, run_date, published_at_ms, content, engine, settings_hash) values ({publication}, {Sql.Text(run.RunId)}, '{run.RunDate:yyyy-MM-dd}', {run.PublishedAt.ToUnixTimeMilliseconds()}, {Sql.Text(run.Content)}, {Sql.Text(run.Engine)}, {Sql.Text(run.SettingsHash)})";
        yield return $"insert into {{s}}run_tables (publication, table_name, row_count) values {string.Join(", ", run.Tables.Select(table => $"({publication}, '{table.Name}', {table.RowCount})"))}";
        var counts = run
            .Tables.Select(table => $"(select count(*) from {{s}}{table.Name}_rows where publication = {publication}) = {table.RowCount}")
            .Append($"(select count(*) from {{s}}runs where run_date = '{run.RunDate:yyyy-MM-dd}') = 1");
        yield return $"select 1 / (case when {string.Join(" and ", counts)} then 1 else 0 end)";
    }

    private async Task WriteAsync(SinkTable table, long publication, Location folder, CancellationToken cancellation)
    {
        await using var parts = new RawParts(stores.Of(folder), folder, Path.GetTempPath(), (_, _) => { });
        parts.Begin([], ".csv");
        var text = new CopyText(table, publication);
        await foreach (var batch in table.Read(cancellation))
        {
            using (batch)
                await parts.WriteAsync(text.Of(batch), batch.Length, cancellation);
        }

        await parts.EndAsync(needsOne: false, cancellation);
    }

    /// <summary>Whether a run is there with the rows that it has now, of the tables that are asked for.</summary>
    private async Task<bool> HasAsync(SinkRun run, RedshiftDataApi database, CancellationToken cancellation)
    {
        var names = string.Join(", ", run.Tables.Select(table => $"'{table.Name}'"));
        var found = await AskAsync(
            database,
            $$"""
            select cast(count(*) as varchar) || ' ' || cast(coalesce(sum(case when t.table_name in ({{names}}) then 1 else 0 end), 0) as varchar)
            from {s}run_tables as t
            inner join {s}runs as r on r.publication = t.publication
            where r.run_id = {{Sql.Text(run.RunId)}} and r.run_date = '{{run.RunDate:yyyy-MM-dd}}' and r.content = {{Sql.Text(run.Content)}}
            """,
            cancellation
        );
        return found == $"{run.Tables.Count} {run.Tables.Count}";
    }

    /// <summary>Makes the tables, or brings those of an older program to this one's version.</summary>
    private async Task MigrateAsync(RedshiftDataApi database, CancellationToken cancellation)
    {
        if (!await HasTablesAsync(database, cancellation))
            await database.RunAsync(
                [
                    $"create schema if not exists {sink.Schema}",
                    _words.Render("create table if not exists {s}schema_versions (version int not null primary key, applied_at_ms bigint not null)"),
                ],
                cancellation
            );
        var version = int.Parse(
            (await AskAsync(database, "select cast(coalesce(max(version), 0) as varchar) from {s}schema_versions", cancellation))!,
            CultureInfo.InvariantCulture
        );
        if (version > migrations[^1].Version)
            throw new DatabaseException(
                $"{Description}: the tables of '{sink.Schema}' have version {version}, and this program knows {migrations[^1].Version}: publish with the newer program that made them"
            );
        foreach (var migration in migrations.Where(migration => migration.Version > version))
        {
            // Statements say "if not exists" and "or replace": what was cut off begins anew.
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var done = _words.Render($"insert into {{s}}schema_versions (version, applied_at_ms) values ({migration.Version}, {now})");
            foreach (var statements in migration.StatementsFor(_words.Render).Append(done).Chunk(StatementsAtOnce))
                await database.RunAsync(statements, cancellation);
        }
    }

    private async Task<bool> HasTablesAsync(RedshiftDataApi database, CancellationToken cancellation) =>
        await AskAsync(
            database,
            $"select cast(count(*) as varchar) from information_schema.tables where table_schema = '{sink.Schema}' and table_name = 'schema_versions'",
            cancellation
        ) != "0";

    private Task<string?> AskAsync(RedshiftDataApi database, string sql, CancellationToken cancellation) =>
        database.AskAsync(_words.Render(sql), cancellation);
}
