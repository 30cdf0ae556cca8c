using System.Data;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DuckDB.NET.Data;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The embedded engine: DuckDB in this process, in memory, spilling to a folder of the run.</summary>
public sealed class DuckDbEngine : IEngine
{
    private readonly DuckDBConnection _connection;
    private readonly int _threads;
    private readonly int _memoryMegabytes;
    private const string CsvPartBytes = "512MB";

    private readonly string _scratch;
    private readonly Stores _stores;
    private readonly DuckDbBatches _batches;

    // The rows of a writing come from one thread: another of DuckDB's would only ask for them over and over.
    private readonly Lazy<(DuckDBConnection Database, DuckDbBatches Batches)> _writer;

    private DuckDbEngine(
        DuckDBConnection connection,
        Func<DuckDBConnection> openWriter,
        int threads,
        int memoryMegabytes,
        string scratch,
        Stores stores
    )
    {
        _connection = connection;
        _writer = new(() =>
        {
            var database = openWriter();
            return (database, new DuckDbBatches(database));
        });
        _stores = stores;
        _scratch = scratch;
        _threads = threads;
        _memoryMegabytes = memoryMegabytes;
        _batches = new DuckDbBatches(connection);
        Description = $"DuckDB {connection.ServerVersion}";
    }

    public string Description { get; }

    public bool RunsStatementsAtOnce => false;

    /// <summary>
    /// Opens an engine that uses no more than the settings allow, spills to a scratch folder of its own, which goes with it, and has no other
    /// files than those there and in the lake.
    /// </summary>
    public static DuckDbEngine Open(EngineSettings settings, string scratch, Location lake, Stores stores) =>
        Open(settings.ThreadCount, settings.MemoryMegabytes * 3 / 4, scratch, lake, stores); // DuckDB takes more than its limit, and the program some itself.

    internal static DuckDbEngine Open(int threads, int memoryMegabytes, string scratch, Location lake, Stores stores)
    {
        Directory.CreateDirectory(scratch);
        string[] folders = lake.IsLocal ? [scratch, lake.ToString()] : [scratch];
        var connection = DuckDbSession.Open(folders, threads, Settings(scratch));
        return new DuckDbEngine(connection, OpenWriter, threads, memoryMegabytes, scratch, stores);

        DuckDBConnection OpenWriter() => DuckDbSession.Open(folders, threads: 1, Settings(Path.Combine(scratch, "writer")));

        string Settings(string spills) =>
            $"set memory_limit = '{memoryMegabytes}MB'; set temp_directory = {SqlText.Literal(spills)}; set preserve_insertion_order = false;";
    }

    public async Task<IngestResult> IngestAsync(
        RawTable table,
        IReadOnlyList<SourceSettings> sources,
        Location baseFolder,
        Func<string, Location> folderOf,
        IProgress<IngestProgress>? progress,
        CancellationToken cancellation
    )
    {
        string[] names = [table.Name, "raw_problems", "raw_suspects"];
        var work = names.ToDictionary(name => name, name => _stores.Of(folderOf(name)).Work(folderOf(name), _scratch));
        try
        {
            var result = await DuckDbIngest.LoadAsync(
                table,
                sources,
                baseFolder,
                new SourceFiles(_stores),
                name => work[name].Path,
                Path.Combine(_scratch, "inputs"),
                _threads,
                _memoryMegabytes,
                progress,
                cancellation
            );
            foreach (var folder in work.Values)
                await folder.BringAsync(cancellation);
            return result;
        }
        catch (DuckDBException error)
        {
            throw new EngineException(error.Message, error);
        }
        finally
        {
            foreach (var folder in work.Values)
                await folder.DisposeAsync();
        }
    }

    public Task CreateAsync(string name, string sql, bool isView, CancellationToken cancellation) =>
        RunAsync($"create or replace {(isView ? "view" : "table")} {SqlText.Identifier(name)} as\n{Rewrite(name, sql)}", cancellation);

    public Task LoadAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        LoadAsync(name, columns, Batches.Of(columns, rows), cancellation);

    public Task LoadAsync(string name, IReadOnlyList<Column> columns, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellation) =>
        _batches.RunAsync(columns, batches, source => $"create or replace table {SqlText.Identifier(name)} as select * from {source}", cancellation);

    public async Task RegisterAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<TableFolder> folders, CancellationToken cancellation)
    {
        var hasSystem = folders.Any(folder => folder.System is not null);
        var names = string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)));
        var nothing =
            $"select {string.Join(", ", columns.Select(column => $"cast(null as {column.SqlType}) as {SqlText.Identifier(column.Name)}"))} where false";
        List<string> selects = [];
        foreach (var folder in folders.Where(folder => folder.Files.Count > 0))
        {
            var system = folder.System is null ? "" : $", {SqlText.Literal(folder.System)} as system";
            var files = string.Join(", ", (await FetchAsync(folder.Files, cancellation)).Select(SqlText.Path));
            var rows = $"select * from read_parquet([{files}], hive_partitioning = false, union_by_name = true)";
            selects.Add($"select {names}{system} from ({rows} union all by name {nothing})");
        }

        var none = $"select {names}{(hasSystem ? ", cast(null as varchar) as system" : "")} from ({nothing})";
        await RunAsync(
            $"create or replace view {SqlText.Identifier(name)} as {string.Join(" union all ", selects.DefaultIfEmpty(none))}",
            cancellation
        );
    }

    public Task WriteAsync(string sql, Location folder, string name, CancellationToken cancellation) =>
        WriteAsync(folder, name, file => RunAsync(Copy(Rewrite($"{folder}", sql), file), cancellation), cancellation);

    public Task WriteAsync(
        IReadOnlyList<Column> columns,
        IAsyncEnumerable<RecordBatch> batches,
        Location folder,
        string name,
        CancellationToken cancellation
    ) =>
        WriteAsync(
            folder,
            name,
            file => _writer.Value.Batches.RunAsync(columns, batches, source => Copy($"select * from {source}", file), cancellation),
            cancellation
        );

    /// <summary>By way of the scratch folder: DuckDB may write into nothing but that and the lake.</summary>
    public async Task WriteCsvAsync(string sql, Location folder, string name, CancellationToken cancellation)
    {
        await using var work = _stores.Of(folder).Work(folder, _scratch);
        var parts = Path.Combine(_scratch, $"csv-{Guid.NewGuid():N}");
        try
        {
            await RunAsync(
                $"copy ({Rewrite($"{folder}", sql)}) to {SqlText.Path(parts)} (format csv, header, quote '\"', escape '\\', file_size_bytes '{CsvPartBytes}', filename_pattern '{name}-{{i}}')",
                cancellation
            );
            foreach (var part in Directory.EnumerateFiles(parts))
                File.Move(part, Path.Combine(work.Path, Path.GetFileName(part)), overwrite: true);
        }
        finally
        {
            LocalFolder.TryDelete(parts);
        }

        await work.BringAsync(cancellation);
    }

    /// <summary>Keys are counted by their hashes, which costs little; only where those repeat by the keys themselves.</summary>
    public async Task<TableCounts> CountAsync(Model model, IReadOnlyList<string> conditions, CancellationToken cancellation)
    {
        var keys = string.Join(", ", model.Key.Select(SqlText.Identifier));
        var from = $"from {SqlText.Identifier(model.Name)}{(model.System is null ? "" : $" where system = {SqlText.Literal(model.System)}")}";
        var matches = string.Concat(conditions.Select(condition => $", count(case when {condition} then 1 end)"));
        var repeatedHashes = model.ChecksKey ? $"count(*) - count(distinct hash({keys}))" : "cast(0 as bigint)";
        var counts = await ReadAsync($"select count(*), {repeatedHashes}{matches} {from}", row => Numbers(row, conditions.Count + 2), cancellation);
        if (counts[0][1] == 0)
            return new TableCounts(counts[0][0], counts[0][2..], 0);
        var repeated = $"select count(*) from (select {keys} {from} group by {keys} having count(*) > 1)";
        var repeatedKeys = await ReadAsync(repeated, row => row.GetInt64(0), cancellation);
        return new TableCounts(counts[0][0], counts[0][2..], repeatedKeys[0]);
    }

    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        var query = $"select table_type from information_schema.tables where table_name = {SqlText.Literal(name)}";
        foreach (var type in await ReadAsync(query, row => row.GetString(0), cancellation))
            await RunAsync($"drop {(type == "VIEW" ? "view" : "table")} {SqlText.Identifier(name)}", cancellation);
    }

    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation) =>
        OnThreadAsync<IReadOnlyList<T>>(
            command =>
            {
                command.CommandText = "\n" + Rewrite("a query", sql);
                using var reader = command.ExecuteReader();
                List<T> rows = [];
                while (reader.Read())
                    rows.Add(map(reader));
                return rows;
            },
            cancellation
        );

    public IAsyncEnumerable<RecordBatch> StreamAsync(string sql, CancellationToken cancellation) =>
        _batches.ReadAsync(Rewrite("a query", sql), cancellation);

    public Task ScanAsync(string sql, Action<RecordBatch> take, CancellationToken cancellation) =>
        _batches.ScanAsync(Rewrite("a query", sql), take, cancellation);

    /// <summary>The rows of a folder's files, file after file. Of files of an object store there is one copy at a time.</summary>
    internal async IAsyncEnumerable<RecordBatch> StreamFilesAsync(Location folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var file in await _stores.Of(folder).ParquetFilesAsync(folder, cancellation))
        {
            await foreach (var batch in StreamFileAsync(file, cancellation))
                yield return batch;
        }
    }

    /// <summary>The rows of a Parquet file: one batch at least, which tells the columns.</summary>
    internal async IAsyncEnumerable<RecordBatch> StreamFileAsync(StoredFile file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var path = await _stores.Of(file.Path).FetchAsync(file, Copies, cancellation);
        try
        {
            await foreach (
                var batch in _batches.ReadAsync($"select * from read_parquet({SqlText.Path(path)}, hive_partitioning = false)", cancellation)
            )
                yield return batch;
        }
        finally
        {
            if (path != file.Path.ToString())
                File.Delete(path);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _batches.Dispose();
        if (_writer.IsValueCreated)
        {
            _writer.Value.Database.Dispose();
            _writer.Value.Batches.Dispose();
        }

        LocalFolder.TryDelete(_scratch);
        return ValueTask.CompletedTask;
    }

    /// <summary>Paths of this machine with the files' content.</summary>
    private async Task<string[]> FetchAsync(IReadOnlyList<StoredFile> files, CancellationToken cancellation)
    {
        var paths = new string[files.Count];
        await FileReading.InParallelAsync(
            files.Index(),
            async (file, stop) => paths[file.Index] = await _stores.Of(file.Item.Path).FetchAsync(file.Item, Copies, stop),
            cancellation
        );
        return paths;
    }

    private string Copies => Path.Combine(_scratch, "copies");

    private static long[] Numbers(IDataRecord row, int count) => [.. Enumerable.Range(0, count).Select(row.GetInt64)];

    private static string Rewrite(string name, string sql) => DuckDbDialect.Rewrite(name, sql);

    private static string Copy(string sql, string file) => $"copy (\n{sql}\n) to {SqlText.Literal(file)} (format parquet, compression snappy)";

    /// <summary>A file gets its name when it is whole.</summary>
    private async Task WriteAsync(Location folder, string name, Func<string, Task> write, CancellationToken cancellation)
    {
        await using var work = _stores.Of(folder).Work(folder, _scratch);
        var file = Path.Combine(work.Path, $"{name}.parquet");
        var partial = file + ".partial";
        try
        {
            await write(partial);
            File.Move(partial, file, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        await work.BringAsync(cancellation);
    }

    internal Task RunAsync(string sql, CancellationToken cancellation) =>
        OnThreadAsync(
            command =>
            {
                command.CommandText = sql;
                return command.ExecuteNonQuery();
            },
            cancellation
        );

    private async Task<T> OnThreadAsync<T>(Func<DuckDBCommand, T> call, CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        await using var registration = cancellation.Register(command.Cancel);
        return await DuckDbCall.RunAsync(() => call(command), cancellation);
    }
}
