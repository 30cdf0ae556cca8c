using System.Data;
using System.Diagnostics;
using DuckDB.NET.Data;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The embedded engine: DuckDB in this process, in memory, spilling to a folder of the run.</summary>
public sealed class DuckDbEngine : IEngine
{
    private readonly DuckDBConnection _connection;
    private readonly int _threads;

    private DuckDbEngine(DuckDBConnection connection, int threads)
    {
        _connection = connection;
        _threads = threads;
        Description = $"DuckDB {connection.ServerVersion}";
    }

    public string Description { get; }

    /// <summary>Opens an engine that spills to a folder and uses no more than the settings allow.</summary>
    public static DuckDbEngine Open(EngineSettings settings, string scratch)
    {
        Directory.CreateDirectory(scratch);
        var threads = settings.Threads > 0 ? settings.Threads : Environment.ProcessorCount;
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var engine = new DuckDbEngine(connection, threads);
        engine.Execute($"set threads = {threads}; set memory_limit = '{settings.MemoryMegabytes}MB'; set temp_directory = {SqlText.Literal(scratch)}; set preserve_insertion_order = false");
        DuckDbSession.Prepare(connection);
        return engine;
    }

    public async Task<IngestResult> IngestAsync(
        RawTable table, SourceSettings source, string baseFolder, Func<string, string> folderOf, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        var result = await DuckDbIngest.LoadAsync(_connection, table, source, baseFolder, _threads, progress, cancellation);
        var typed = table.Name switch
        {
            "raw_users" => "user_id, lower(tier) as tier, plan, country, try_cast(registered_on as date) as registered_on, try_cast(last_active_on as date) as last_active_on, try_cast(is_monthly_active as boolean) as is_monthly_active",
            "raw_items" => "item_id, content_type, title, category, language, try_cast(duration_seconds as bigint) as duration_seconds, try_cast(published_on as date) as published_on, coalesce(try_cast(is_available as boolean), true) as is_available",
            _ => "event_id, user_id, item_id, event_type, case when regexp_matches(occurred_at, '^[0-9]+$') then case when length(occurred_at) < 12 then 1000 * occurred_at::bigint else occurred_at::bigint end else epoch_ms(try_cast(occurred_at as timestamp)) end as occurred_at_ms, coalesce(try_cast(event_count as bigint), 1) as event_count, try_cast(watch_seconds as bigint) as watch_seconds, source, try_cast(position as int) as position",
        };
        var bad = table.Name switch
        {
            "raw_users" => "problem is not null or tier not in ('paid', 'free')",
            "raw_items" => "problem is not null",
            _ => "problem is not null or event_type not in ('impression','click','watch','like','complete') or occurred_at is null or (not regexp_matches(occurred_at, '^[0-9]+$') and try_cast(occurred_at as timestamp) is null) or coalesce(try_cast(watch_seconds as bigint), 0) < 0",
        };
        var files = string.Join(", ", result.Files.Select((file, index) => $"({SqlText.Literal(file.Path)}, {index})"));
        Execute($"create or replace temp table raw_names as select * from (values {files}) v(file, file_number)");
        await WriteAsync($"select {typed}, file_number, line, cast(shiftright(hash(coalesce({table.Fields[0].Name}, user_id || item_id || event_type || occurred_at || event_count)), 1) as bigint) as row_hash from {table.Name} join raw_names using (file) where not coalesce(({bad}), false)".Replace(table.Name == "raw_events" ? "@@" : ", user_id || item_id || event_type || occurred_at || event_count", ""), folderOf(table.Name), 0, cancellation);
        var number = table.Name == "raw_users" ? 0 : table.Name == "raw_items" ? 1 : 2;
        await WriteAsync($"select '{table.Name}' as raw_table, file_number, line, coalesce(problem, 'bad value') as reason, coalesce(raw, '') as raw from {table.Name} join raw_names using (file) where coalesce(({bad}), false)", folderOf("raw_problems"), number, cancellation);
        var counts = await ReadAsync($"select file, cast(count(*) as bigint) from {table.Name} where coalesce(({bad}), false) group by file", row => (row.GetString(0), row.GetInt64(1)), cancellation);
        Execute($"drop table {table.Name}");
        return result with { Files = [.. result.Files.Select(file => file with { ProblemRows = counts.FirstOrDefault(count => count.Item1 == file.Path).Item2 })] };
    }

    public Task CreateAsync(string name, string sql, bool isView, CancellationToken cancellation) =>
        RunAsync($"create or replace {(isView ? "temp view" : "temp table")} {SqlText.Identifier(name)} as\n{Rewrite(name, sql)}", cancellation);

    public async Task LoadAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        await RunAsync($"create or replace table {SqlText.Identifier(name)} ({string.Join(", ", columns.Select(column => $"{SqlText.Identifier(column.Name)} {column.SqlType}"))})", cancellation);
        using var appender = _connection.CreateAppender(name);
        foreach (var row in rows)
        {
            var target = appender.CreateRow();
            for (var index = 0; index < columns.Count; index++)
                Append(target, columns[index].Type, row[index]);
            target.EndRow();
        }
    }

    public Task RegisterAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<TableFolder> folders, CancellationToken cancellation)
    {
        var hasSystem = folders.Any(folder => folder.System is not null);
        var parts = folders.Select(folder => (Files: Directory.GetFiles(folder.Path, "*.parquet"), folder.System)).Where(part => part.Files.Length > 0).ToArray();
        var selects = parts.Select(part =>
        {
            var names = string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)));
            var system = part.System is null ? "" : $", {SqlText.Literal(part.System)} as system";
            var files = string.Join(", ", part.Files.Order(StringComparer.Ordinal).Select(SqlText.Literal));
            return $"select {names}{system} from read_parquet([{files}], hive_partitioning = false)";
        });
        var nothing = $"select {string.Join(", ", columns.Select(column => $"cast(null as {column.SqlType}) as {SqlText.Identifier(column.Name)}"))}{(hasSystem ? ", cast(null as varchar) as system" : "")} where false";
        return RunAsync($"create or replace temp view {SqlText.Identifier(name)} as {string.Join(" union all ", selects.DefaultIfEmpty(nothing))}", cancellation);
    }

    public Task WriteAsync(string sql, string folder, int part, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"part-{part}.parquet");
        return RunAsync($"copy (\n{Rewrite(folder, sql)}\n) to {SqlText.Literal(file)} (format parquet, compression snappy)", cancellation);
    }

    /// <summary>First by hashes, which costs little; only where those repeat by the keys themselves.</summary>
    public async Task<long> CountRepeatedKeysAsync(Model model, CancellationToken cancellation)
    {
        var keys = string.Join(", ", model.Key.Select(SqlText.Identifier));
        var from = $"from {SqlText.Identifier(model.Name)}{(model.System is null ? "" : $" where system = {SqlText.Literal(model.System)}")}";
        var repeatedHashes = await ReadAsync($"select cast(count(*) - count(distinct hash({keys})) as bigint) {from}", row => row.GetInt64(0), cancellation);
        return repeatedHashes[0] == 0
            ? 0
            : (await ReadAsync($"select cast(count(*) as bigint) from (select {keys} {from} group by {keys} having count(*) > 1)", row => row.GetInt64(0), cancellation))[0];
    }

    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        var type = (await ReadAsync($"select table_type from information_schema.tables where table_name = {SqlText.Literal(name)}", row => row.GetString(0), cancellation)) is [var first, ..] ? first : null;
        if (type is not null)
            await RunAsync($"drop {(type == "VIEW" ? "view" : "table")} {SqlText.Identifier(name)}", cancellation);
    }

    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation) =>
        OnThreadAsync<IReadOnlyList<T>>(
            command =>
            {
                command.CommandText = Rewrite("a query", sql);
                using var reader = command.ExecuteReader();
                List<T> rows = [];
                while (reader.Read())
                    rows.Add(map(reader));
                return rows;
            },
            cancellation);

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Rewrite(string name, string sql) => DuckDbDialect.Rewrite(name, sql);

    private static void Append(IDuckDBAppenderRow row, ColumnType type, object? value)
    {
        switch (type, value)
        {
            case (_, null):
                row.AppendNullValue();
                break;
            case (ColumnType.String, var text):
                row.AppendValue((string)text);
                break;
            case (ColumnType.Int, var number):
                row.AppendValue(Convert.ToInt32(number));
                break;
            case (ColumnType.BigInt, var number):
                row.AppendValue(Convert.ToInt64(number));
                break;
            case (ColumnType.Double, var number):
                row.AppendValue(Convert.ToDouble(number));
                break;
            case (ColumnType.Boolean, var flag):
                row.AppendValue((bool?)flag);
                break;
            case (ColumnType.Date, var day):
                row.AppendValue((DateOnly?)day);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private Task RunAsync(string sql, CancellationToken cancellation) =>
        OnThreadAsync(
            command =>
            {
                command.CommandText = sql;
                return command.ExecuteNonQuery();
            },
            cancellation);

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>DuckDB's calls block: they run on a thread of the pool, and a cancellation interrupts the statement.</summary>
    private async Task<T> OnThreadAsync<T>(Func<DuckDBCommand, T> call, CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        await using var registration = cancellation.Register(command.Cancel);
        try
        {
            return await Task.Run(() => call(command), cancellation);
        }
        catch (DuckDBException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new EngineException(error.Message, error);
        }
    }
}
