using System.Data.Common;
using SparkReco.Ports;
using SparkReco.Sinks;

namespace SparkReco.Adapters.Sinks;

/// <summary>The runs that a sink has: what stands in <c>runs</c> is seen.</summary>
internal sealed class SinkRuns(SinkServer server, DbConnection connection)
{
    /// <summary>Whether a run is there with the rows that it has now, of the tables that are asked for.</summary>
    public async Task<bool> HasAsync(SinkRun run, CancellationToken cancellation)
    {
        var tables = await ReadAsync(
            """
            select t.table_name
            from {s}run_tables as t
            inner join {s}runs as r on r.publication = t.publication
            where r.run_id = @run_id and r.run_date = @run_date and r.content = @content
            """,
            row => row.GetString(0),
            cancellation,
            ("run_id", run.RunId),
            ("run_date", run.RunDate),
            ("content", run.Content)
        );
        return tables.Order().SequenceEqual(run.Tables.Select(table => table.Name).Order());
    }

    /// <summary>The latest run date; null where there are no runs.</summary>
    public async Task<DateOnly?> LatestAsync(CancellationToken cancellation) =>
        (
            await ReadAsync(
                "select max(run_date) from {s}runs",
                row => row.IsDBNull(0) ? default(DateOnly?) : row.GetFieldValue<DateOnly>(0),
                cancellation
            )
        )[0];

    /// <summary>Takes the run of a day and those before another day out of sight.</summary>
    public async Task RetireAsync(DateOnly day, DateOnly oldest, CancellationToken cancellation)
    {
        await ExecuteAsync(
            "insert into {s}retired_runs (publication) select publication from {s}runs where run_date = @day or run_date < @oldest",
            cancellation,
            ("day", day),
            ("oldest", oldest)
        );
        foreach (var table in new[] { "run_tables", "runs" })
            await ExecuteAsync($"delete from {{s}}{table} where publication in (select publication from {{s}}retired_runs)", cancellation);
    }

    /// <summary>Adds a run, and gives the number of its publication.</summary>
    public async Task<long> AddAsync(SinkRun run, CancellationToken cancellation)
    {
        await ExecuteAsync(
            """
            insert into {s}runs (run_id, run_date, published_at_ms, content, engine, settings_hash)
            values (@run_id, @run_date, @published_at_ms, @content, @engine, @settings_hash)
            """,
            cancellation,
            ("run_id", run.RunId),
            ("run_date", run.RunDate),
            ("published_at_ms", run.PublishedAt.ToUnixTimeMilliseconds()),
            ("content", run.Content),
            ("engine", run.Engine),
            ("settings_hash", run.SettingsHash)
        );
        var publication = (
            await ReadAsync(
                "select publication from {s}runs where run_date = @run_date",
                row => row.GetInt64(0),
                cancellation,
                ("run_date", run.RunDate)
            )
        )[0];
        foreach (var table in run.Tables)
            await ExecuteAsync(
                "insert into {s}run_tables (publication, table_name, row_count) values (@publication, @table_name, @row_count)",
                cancellation,
                ("publication", publication),
                ("table_name", table.Name),
                ("row_count", table.RowCount)
            );
        return publication;
    }

    /// <summary>Deletes the rows of retired runs.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var publication in await ReadAsync("select publication from {s}retired_runs", row => row.GetInt64(0), cancellation))
        {
            foreach (var table in SinkTables.Names)
            {
                while (await ExecuteAsync(server.DeleteRows(table), cancellation, ("publication", publication)) > 0)
                    cancellation.ThrowIfCancellationRequested();
            }

            await ExecuteAsync("delete from {s}retired_runs where publication = @publication", cancellation, ("publication", publication));
        }
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.CommandOf(server.Render(sql), parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql,
        Func<DbDataReader, T> map,
        CancellationToken cancellation,
        params (string Name, object Value)[] parameters
    ) => connection.ReadAsync(server.Render(sql), map, cancellation, parameters);
}
