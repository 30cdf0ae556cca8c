using System.Collections.Concurrent;
using System.Data;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sql;
using SparkReco.Storage;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// Splits the statements between a cluster and the embedded engine in this process, beside the driver: one that reads little costs the embedded
/// engine a hundredth of what it costs Spark to plan, compile and schedule it. Raw files are the cluster's. All tables are files in the lake, which
/// an engine gets to know when a statement for it reads them.
/// </summary>
/// <param name="cluster">The engine for what is large.</param>
/// <param name="driver">The engine for what is small.</param>
/// <param name="mostBytes">A statement that reads no more bytes of Parquet is for the driver.</param>
/// <param name="scratch">A folder in the lake for what lives as long as the engine, which the cluster's engine deletes.</param>
/// <param name="store">The store of the lake.</param>
/// <param name="log">Is told at the end how the statements were split.</param>
public sealed class SplitEngine(IEngine cluster, DuckDbEngine driver, long mostBytes, Location scratch, IFileStore store, Action<string> log)
    : IEngine
{
    // Its rows are joined with one another, user by user: a history of 30 items, the default, has 15 pairs for each.
    private const string Histories = "user_histories";
    private const int PairsOfHistory = 15;

    private readonly ConcurrentDictionary<string, Table> _tables = [];
    private readonly Side _cluster = new(cluster);
    private readonly Side _driver = new(driver);

    public string Description => cluster.Description;

    public bool RunsStatementsAtOnce => true;

    /// <summary>The engine beside the driver of a Spark application, with what the settings allow the embedded one.</summary>
    public static SplitEngine Open(
        SparkEngine cluster,
        EngineSettings settings,
        Location scratch,
        Location lake,
        Stores stores,
        Action<string> log
    ) =>
        new(
            cluster,
            // The kernels have the memory of the settings.
            DuckDbEngine.Open(
                settings.ThreadCount,
                settings.MemoryMegabytes / 2,
                Directory.CreateTempSubdirectory("sparkreco-").FullName,
                lake,
                stores
            ),
            settings.Spark.DriverMegabytes * 1024L * 1024L,
            scratch,
            stores.Of(scratch),
            log
        );

    public Task<IngestResult> IngestAsync(
        RawTable table,
        IReadOnlyList<SourceSettings> sources,
        Location baseFolder,
        Func<string, Location> folderOf,
        IProgress<IngestProgress>? progress,
        CancellationToken cancellation
    ) => cluster.IngestAsync(table, sources, baseFolder, folderOf, progress, cancellation);

    public async Task CreateAsync(string name, string sql, bool isView, CancellationToken cancellation)
    {
        if (isView)
        {
            _tables[name] = new Table([], [], sql, TablesOf(sql));
            // Made at once, so that a mistake is told where it was made.
            await SideOf([name]).TellAsync(_tables, name, cancellation);
            return;
        }

        await store.DeleteAsync(Created(name), cancellation);
        await WriteAsync(sql, Created(name), "part", cancellation);
        await KeepCreatedAsync(name, columns: null, cancellation);
    }

    public Task LoadAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        LoadAsync(name, columns, Batches.Of(columns, rows), cancellation);

    public async Task LoadAsync(string name, IReadOnlyList<Column> columns, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellation)
    {
        await store.DeleteAsync(Created(name), cancellation);
        await driver.WriteAsync(columns, batches, Created(name), "part", cancellation);
        await KeepCreatedAsync(name, columns, cancellation);
    }

    public async Task RegisterAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<TableFolder> folders, CancellationToken cancellation)
    {
        _tables[name] = new Table(columns, folders, Sql: null, Reads: []);
        // What is large tells the cluster how far to divide its work, whatever is read first.
        if (BytesOf([name]) > mostBytes)
            await _cluster.TellAsync(_tables, name, cancellation);
    }

    public Task WriteAsync(string sql, Location folder, string name, CancellationToken cancellation) =>
        RunAsync(sql, engine => engine.WriteAsync(sql, folder, name, cancellation), cancellation);

    public Task WriteAsync(
        IReadOnlyList<Column> columns,
        IAsyncEnumerable<RecordBatch> batches,
        Location folder,
        string name,
        CancellationToken cancellation
    ) => driver.WriteAsync(columns, batches, folder, name, cancellation);

    public Task WriteCsvAsync(string sql, Location folder, string name, CancellationToken cancellation) =>
        RunAsync(sql, engine => engine.WriteCsvAsync(sql, folder, name, cancellation), cancellation);

    public Task<TableCounts> CountAsync(Model model, IReadOnlyList<string> conditions, CancellationToken cancellation) =>
        RunAsync([model.Name], engine => engine.CountAsync(model, conditions, cancellation), cancellation);

    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        _tables.TryRemove(name, out _);
        await _cluster.ForgetAsync(name, cancellation);
        await _driver.ForgetAsync(name, cancellation);
        await store.DeleteAsync(Created(name), cancellation);
    }

    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation) =>
        RunAsync(TablesOf(sql), engine => engine.ReadAsync(sql, map, cancellation), cancellation);

    public async IAsyncEnumerable<RecordBatch> StreamAsync(string sql, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var engine = await ReadyAsync(sql, cancellation);
        await foreach (var batch in engine.StreamAsync(sql, cancellation))
            yield return batch;
    }

    public async Task ScanAsync(string sql, Action<RecordBatch> take, CancellationToken cancellation)
    {
        var engine = await ReadyAsync(sql, cancellation);
        await engine.ScanAsync(sql, take, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        log(
            $"besides reading raw files, {_cluster.Statements} statements ran on {cluster.Description}, {_driver.Statements} that read little on {driver.Description} beside its driver"
        );
        try
        {
            await cluster.DisposeAsync();
        }
        finally
        {
            await driver.DisposeAsync();
        }

        _cluster.Dispose();
        _driver.Dispose();
    }

    private Location Created(string name) => scratch / "created" / name;

    /// <summary>Keeps the files that were made for a name; those of a query tell their columns themselves.</summary>
    private async Task KeepCreatedAsync(string name, IReadOnlyList<Column>? columns, CancellationToken cancellation)
    {
        var files = await store.ParquetFilesAsync(Created(name), cancellation);
        if (columns is null)
        {
            using var first = await driver.StreamFileAsync(files[0], cancellation).FirstAsync(cancellation);
            columns = Batches.ColumnsOf(first.Schema);
        }

        await RegisterAsync(name, columns, [new TableFolder(Created(name), files)], cancellation);
    }

    private Task RunAsync(string sql, Func<IEngine, Task> run, CancellationToken cancellation) =>
        RunAsync(
            TablesOf(sql),
            async engine =>
            {
                await run(engine);
                return true;
            },
            cancellation
        );

    private Task<T> RunAsync<T>(IReadOnlyList<string> reads, Func<IEngine, Task<T>> run, CancellationToken cancellation) =>
        SideOf(reads).RunAsync(_tables, reads, run, cancellation);

    /// <summary>The engine for a query, which knows its tables.</summary>
    private Task<IEngine> ReadyAsync(string sql, CancellationToken cancellation) => RunAsync(TablesOf(sql), Task.FromResult, cancellation);

    private Side SideOf(IReadOnlyList<string> reads) => BytesOf(reads) <= mostBytes ? _driver : _cluster;

    private long BytesOf(IReadOnlyList<string> reads)
    {
        HashSet<string> seen = [];
        return reads.Sum(BytesOfTable);

        long BytesOfTable(string name) =>
            seen.Add(name) && _tables.TryGetValue(name, out var table)
                ? table.Reads.Sum(BytesOfTable)
                    + (table.Folders.Sum(folder => folder.Files.Sum(file => file.Size)) * (name == Histories ? PairsOfHistory : 1))
                : 0;
    }

    private static IReadOnlyList<string> TablesOf(string sql) => SqlInputs.TablesOf("a query", sql);

    /// <summary>A table that is files, or a view that is a query of others.</summary>
    private sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<TableFolder> Folders, string? Sql, IReadOnlyList<string> Reads);

    /// <summary>An engine and the tables that it knows.</summary>
    private sealed class Side(IEngine engine) : IDisposable
    {
        private readonly Dictionary<string, Table> _known = [];
        private readonly SemaphoreSlim _turn = new(1);
        private int _statements;

        public int Statements => _statements;

        /// <summary>Runs a statement when the engine knows its tables.</summary>
        public async Task<T> RunAsync<T>(
            IReadOnlyDictionary<string, Table> tables,
            IReadOnlyList<string> reads,
            Func<IEngine, Task<T>> run,
            CancellationToken cancellation
        )
        {
            Interlocked.Increment(ref _statements);
            using (await TakeTurnAsync(cancellation))
            {
                foreach (var name in reads)
                    await LearnAsync(tables, name, cancellation);
                if (!engine.RunsStatementsAtOnce)
                    return await run(engine);
            }

            return await run(engine);
        }

        /// <summary>Makes a table known before a statement asks for it.</summary>
        public async Task TellAsync(IReadOnlyDictionary<string, Table> tables, string name, CancellationToken cancellation)
        {
            using (await TakeTurnAsync(cancellation))
                await LearnAsync(tables, name, cancellation);
        }

        public async Task ForgetAsync(string name, CancellationToken cancellation)
        {
            using (await TakeTurnAsync(cancellation))
            {
                if (_known.Remove(name))
                    await engine.DropAsync(name, cancellation);
            }
        }

        public void Dispose() => _turn.Dispose();

        private async Task<Turn> TakeTurnAsync(CancellationToken cancellation)
        {
            await _turn.WaitAsync(cancellation);
            return new Turn(_turn);
        }

        /// <summary>Makes a table known as it is now. A view finds what it reads by the names.</summary>
        private async Task LearnAsync(IReadOnlyDictionary<string, Table> tables, string name, CancellationToken cancellation)
        {
            if (!tables.TryGetValue(name, out var table))
                return;
            foreach (var read in table.Reads)
                await LearnAsync(tables, read, cancellation);
            if (_known.GetValueOrDefault(name) == table)
                return;
            await (
                table.Sql is { } sql
                    ? engine.CreateAsync(name, sql, isView: true, cancellation)
                    : engine.RegisterAsync(name, table.Columns, table.Folders, cancellation)
            );
            _known[name] = table;
        }
    }

    private readonly record struct Turn(SemaphoreSlim Gate) : IDisposable
    {
        public void Dispose() => Gate.Release();
    }
}
