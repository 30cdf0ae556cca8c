using System.Data;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// The engine for clusters: the models' text goes to Spark as it stands. The lake and the raw files must be in an object store, or at the same
/// path for the driver and all executors.
/// </summary>
/// <param name="session">The road to the cluster; the engine owns it.</param>
/// <param name="reader">The command by which an executor starts this program.</param>
/// <param name="partitions">The number of partitions after a shuffle; 0 is by the size of the raw events.</param>
/// <param name="scratch">A folder in the lake for what lives as long as the engine.</param>
/// <param name="lake">The lake, where tables are written.</param>
/// <param name="stores">The stores of the lake and of raw files.</param>
public sealed class SparkEngine(ISparkSession session, string reader, int partitions, Location scratch, Location lake, Stores stores) : IEngine
{
    /// <summary>What the models take for granted, whatever the cluster's own settings are.</summary>
    public static IReadOnlyDictionary<string, string> Configuration { get; } =
        new Dictionary<string, string>
        {
            ["spark.sql.session.timeZone"] = "UTC",
            ["spark.sql.ansi.enabled"] = "true",
            ["spark.sql.adaptive.enabled"] = "true",
            ["spark.sql.files.ignoreMissingFiles"] = "false",
            ["spark.sql.files.ignoreCorruptFiles"] = "false",
            ["spark.sql.parser.escapedStringLiterals"] = "false",

            // Days before 1582 are days of today's calendar, whoever wrote the file.
            ["spark.sql.parquet.datetimeRebaseModeInRead"] = "CORRECTED",
            ["spark.sql.parquet.datetimeRebaseModeInWrite"] = "CORRECTED",

            // The hashes of suspects and the tables of users and items are small beside the events that are joined with them.
            ["spark.sql.autoBroadcastJoinThreshold"] = "33554432",
        };

    // Small enough to sort in memory; Spark joins what turns out smaller.
    private const long BytesPerPartition = 64L << 20;
    private const int FewestPartitions = 8;
    private const int MostPartitions = 4000;

    // So many rows travel in the plan of a query, which goes to every task; more go as files.
    private const int MostRowsInPlan = 10_000;
    private const int LocalMegabytes = 1024;

    private const string NoFileSystem = "No FileSystem for scheme";
    private const string NoFileSystemClass = "UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY";

    private readonly IFileStore _store = stores.Of(scratch);
    private readonly SourceFiles _sources = new(stores);
    private readonly Lock _lock = new();
    private long _partitions;

    /// <summary>Writes rows of the driver as files, and reads files for it. One thread keeps the order of rows.</summary>
    private readonly Lazy<DuckDbEngine> _local = new(() =>
        DuckDbEngine.Open(threads: 1, LocalMegabytes, Directory.CreateTempSubdirectory("sparkreco-").FullName, lake, stores)
    );

    public string Description { get; } = $"Spark {session.Version}";

    public bool RunsStatementsAtOnce => true;

    public async Task<IngestResult> IngestAsync(
        RawTable table,
        IReadOnlyList<SourceSettings> sources,
        Location baseFolder,
        Func<string, Location> folderOf,
        IProgress<IngestProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var columnar = new DuckDbParquetReader(_sources, Directory.CreateTempSubdirectory("sparkreco-").FullName, LocalMegabytes);
        var workers = new SparkWorkers(session, reader, table, sources, scratch / $"attempts-{Guid.NewGuid():N}", folderOf, _store);
        var result = await IngestJob.RunAsync(table, sources, baseFolder, _sources, columnar, workers.ReadAsync, cancellation);
        if (table.FindsRepeats && result.Rows > result.ProblemRows)
        {
            await SetPartitionsAsync(await _store.ParquetFilesAsync(folderOf(table.Name), cancellation), cancellation);
            // Parts lack the columns that are null in all their rows.
            await CreateFilesViewAsync("raw_hashes", RawModels.Suspects.Columns, folderOf(table.Name), cancellation);
            await WriteAsync(
                "select row_hash from raw_hashes where row_hash is not null group by row_hash having count(*) > 1",
                folderOf("raw_suspects"),
                "part",
                cancellation
            );
            await session.RunAsync("drop view raw_hashes", cancellation);
        }

        return result;
    }

    /// <summary>What is computed once becomes files, which a lost executor does not take with it.</summary>
    public async Task CreateAsync(string name, string sql, bool isView, CancellationToken cancellation)
    {
        if (isView)
        {
            await RunAsync($"create or replace temporary view {SparkText.Identifier(name)} as\n", sql, cancellation);
            return;
        }

        await _store.DeleteAsync(Created(name), cancellation);
        await WriteAsync(sql, Created(name), "part", cancellation);
        // A view as a query would have each statement that reads it look up the columns in the files, by a job.
        await session.RunAsync(
            $"create or replace temporary view {SparkText.Identifier(name)} using parquet options (path {SparkText.Literal(SparkText.Folder(Created(name)))})",
            cancellation
        );
    }

    public Task LoadAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        rows.Count <= MostRowsInPlan
            ? session.LoadAsync(name, columns, rows, cancellation)
            : LoadAsync(name, columns, Batches.Of(columns, rows), cancellation);

    public async Task LoadAsync(string name, IReadOnlyList<Column> columns, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellation)
    {
        await _store.DeleteAsync(Created(name), cancellation);
        await WriteAsync(columns, batches, Created(name), "part", cancellation);
        await CreateFilesViewAsync(name, columns, Created(name), cancellation);
    }

    public async Task RegisterAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<TableFolder> folders, CancellationToken cancellation)
    {
        await SetPartitionsAsync(folders.SelectMany(folder => folder.Files), cancellation);
        var hasSystem = folders.Any(folder => folder.System is not null);
        List<string> selects = [];
        var names = string.Join(", ", columns.Select(column => SparkText.Identifier(column.Name)));
        var filled = folders.Where(folder => folder.Files.Count > 0).ToArray();
        if (filled is [{ System: null } only])
        {
            await CreateFilesViewAsync(name, columns, Place(only), cancellation);
            return;
        }

        foreach (var folder in filled)
        {
            var part = $"{name}_files_{selects.Count}";
            await CreateFilesViewAsync(part, columns, Place(folder), cancellation);
            selects.Add(
                $"select {names}{(folder.System is null ? "" : $", {SparkText.Literal(folder.System)} as system")} from {SparkText.Identifier(part)}"
            );
        }

        var nothing =
            $"select {string.Join(", ", columns.Select(column => $"cast(null as {column.SqlType}) as {SparkText.Identifier(column.Name)}"))}{(hasSystem ? ", cast(null as string) as system" : "")} where false";
        await session.RunAsync(
            $"create or replace temporary view {SparkText.Identifier(name)} as {string.Join(" union all ", selects.DefaultIfEmpty(nothing))}",
            cancellation
        );
    }

    public Task WriteAsync(string sql, Location folder, string name, CancellationToken cancellation) =>
        WriteAsync(sql, "parquet options (compression 'snappy')", ".parquet", folder, name, cancellation);

    /// <summary>By default Spark cuts white space off texts.</summary>
    public Task WriteCsvAsync(string sql, Location folder, string name, CancellationToken cancellation) =>
        WriteAsync(
            sql,
            "csv options (header 'true', emptyValue '', ignoreLeadingWhiteSpace 'false', ignoreTrailingWhiteSpace 'false', maxRecordsPerFile '5000000')",
            ".csv",
            folder,
            name,
            cancellation
        );

    /// <summary>Spark's files come to the folder when all of them are whole.</summary>
    private async Task WriteAsync(string sql, string format, string extension, Location folder, string name, CancellationToken cancellation)
    {
        var target = scratch / $"write-{Guid.NewGuid():N}";
        await RunAsync($"insert overwrite directory {SparkText.Literal(SparkText.Folder(target))} using {format}\n", sql, cancellation);
        var files = (await _store.ListAsync(target, cancellation))
            .Where(file => file.Name.EndsWith(extension, StringComparison.Ordinal))
            .Select((file, index) => (File: file, Name: $"{name}-{index:00000}{extension}"));
        if (folder.Scheme == target.Scheme)
            await FileReading.InParallelAsync(files, (file, stop) => _store.MoveAsync(file.File.Path, folder / file.Name, stop), cancellation);
        else
            await BringAsync(files, folder, cancellation);
        await _store.DeleteAsync(target, cancellation);
    }

    /// <summary>By way of the driver, where the folder is in another store than what Spark works in.</summary>
    private async Task BringAsync(IEnumerable<(StoredFile File, string Name)> files, Location folder, CancellationToken cancellation)
    {
        var local = Directory.CreateTempSubdirectory("sparkreco-spark-").FullName;
        try
        {
            foreach (var (file, name) in files)
            {
                await using var work = stores.Of(folder).Work(folder, local);
                await using (var source = await _store.OpenAsync(file, 0, file.Size, cancellation))
                await using (var target = File.Create(Path.Combine(work.Path, name)))
                    await source.CopyToAsync(target, cancellation);
                await work.BringAsync(cancellation);
            }
        }
        finally
        {
            LocalFolder.TryDelete(local);
        }
    }

    /// <summary>The driver writes the file itself: rows do not pass through Spark.</summary>
    public Task WriteAsync(
        IReadOnlyList<Column> columns,
        IAsyncEnumerable<RecordBatch> batches,
        Location folder,
        string name,
        CancellationToken cancellation
    ) => _local.Value.WriteAsync(columns, batches, folder, name, cancellation);

    /// <summary>One statement: each costs Spark some time of its own, whatever it counts.</summary>
    public async Task<TableCounts> CountAsync(Model model, IReadOnlyList<string> conditions, CancellationToken cancellation)
    {
        var from = $"from {SparkText.Identifier(model.Name)}{(model.System is null ? "" : $" where system = {SparkText.Literal(model.System)}")}";
        var groups = model.ChecksKey ? $" group by {string.Join(", ", model.Key.Select(SparkText.Identifier))}" : "";
        var matches = conditions.Select((condition, index) => $", count(case when {condition} then 1 end) as c{index}");
        var sums = conditions.Select((_, index) => $", coalesce(sum(c{index}), 0)");
        var repeatedKeys = model.ChecksKey ? "count(case when row_count > 1 then 1 end)" : "0L";
        var counts = (
            await ReadAsync(
                $"select coalesce(sum(row_count), 0), {repeatedKeys}{string.Concat(sums)} from (select count(*) as row_count{string.Concat(matches)} {from}{groups})",
                row => Enumerable.Range(0, conditions.Count + 2).Select(row.GetInt64).ToArray(),
                cancellation
            )
        )[0];
        return new TableCounts(counts[0], counts[2..], counts[1]);
    }

    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        await session.RunAsync($"drop view if exists {SparkText.Identifier(name)}", cancellation);
        await _store.DeleteAsync(Created(name), cancellation);
    }

    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation) =>
        session.ReadAsync(sql, map, cancellation);

    /// <summary>
    /// By way of files: of rows that it sends itself, Spark's driver holds whole partitions, and all of them count against
    /// <c>spark.driver.maxResultSize</c>.
    /// </summary>
    public async IAsyncEnumerable<RecordBatch> StreamAsync(string sql, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = scratch / $"stream-{Guid.NewGuid():N}";
        try
        {
            await WriteAsync(sql, folder, "part", cancellation);
            await foreach (var batch in _local.Value.StreamFilesAsync(folder, cancellation))
                yield return batch;
        }
        finally
        {
            await _store.DeleteAsync(folder, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        if (_local.IsValueCreated)
            await _local.Value.DisposeAsync();
        try
        {
            await _store.DeleteAsync(scratch, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A reader that was stopped may still write; what is left goes with the next run.
        }
    }

    /// <summary>The files of a table share the beginning of their names, which those that another run left in the folder do not.</summary>
    private static Location Place(TableFolder folder)
    {
        var names = folder.Files.Select(file => file.Name).ToArray();
        var length = names.Min(name => name.Zip(names[0]).TakeWhile(letters => letters.First == letters.Second).Count());
        return length == 0 ? folder.Path : folder.Path / $"{names[0][..length]}*";
    }

    /// <summary>With its columns told, Spark need not read the footers of the files.</summary>
    private Task CreateFilesViewAsync(string name, IReadOnlyList<Column> columns, Location folder, CancellationToken cancellation)
    {
        var types = string.Join(", ", columns.Select(column => $"{SparkText.Identifier(column.Name)} {column.SqlType}"));
        return session.RunAsync(
            $"create or replace temporary view {SparkText.Identifier(name)} ({types}) using parquet options (path {SparkText.Literal(SparkText.Folder(folder))})",
            cancellation
        );
    }

    /// <summary>Spark gets as many partitions as the largest table asks for, which are the raw events.</summary>
    private async Task SetPartitionsAsync(IEnumerable<StoredFile> files, CancellationToken cancellation)
    {
        var count = partitions > 0 ? partitions : Math.Clamp(files.Sum(file => file.Size) / BytesPerPartition, FewestPartitions, MostPartitions);
        lock (_lock)
        {
            if (count <= _partitions)
                return;
            _partitions = count;
        }

        await session.RunAsync($"set spark.sql.shuffle.partitions = {count}", cancellation);
    }

    private Location Created(string name) => scratch / name;

    /// <summary>Runs a statement with a first line of ours; a mistake is told by the line of the rest, if it is in one.</summary>
    private async Task RunAsync(string firstLine, string sql, CancellationToken cancellation)
    {
        try
        {
            await session.RunAsync(firstLine + sql, cancellation);
        }
        catch (EngineException error)
            when (!scratch.IsLocal && (error.ErrorClass == NoFileSystemClass || error.Message.Contains(NoFileSystem, StringComparison.Ordinal)))
        {
            throw new EngineException(
                $"this Spark knows no s3://: it needs the jar hadoop-aws, and spark.hadoop.fs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem ({error.Message})",
                error
            );
        }
        catch (EngineException error) when (error.Line is { } line)
        {
            throw new EngineException(error.Message, error)
            {
                Line = line > 1 ? line - 1 : null,
                ErrorClass = error.ErrorClass,
                SqlState = error.SqlState,
            };
        }
    }
}
