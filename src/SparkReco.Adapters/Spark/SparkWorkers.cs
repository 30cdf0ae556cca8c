using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// Reads files on the executors: Spark hands tasks to a process of this program beside each of them, which writes Parquet files. What is
/// small comes back through Spark: checksums and counts.
/// </summary>
internal sealed class SparkWorkers(
    ISparkSession session,
    string reader,
    RawTable table,
    IReadOnlyList<SourceSettings> settings,
    Location attempts,
    Func<string, Location> folderOf,
    IFileStore store
)
{
    // Starting a process costs about as much as reading so many bytes; with fewer tasks, executors would be idle.
    private const long BytesPerTask = 16L << 20;
    private const int FewestTasks = 2;

    // A reader that is gone before it has got its task breaks the pipe to it.
    private static readonly string[] ReaderFailed = ["Subprocess exited", "Broken pipe", "Stream closed"];

    /// <summary>
    /// Reads files: first all bytes, for their checksums and for places where large files can be split, then the rows. Of a file that is
    /// split, no executor sees all bytes in their order.
    /// </summary>
    public async Task<IReadOnlyList<LoadedPart>> ReadAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellation)
    {
        var scanned = (await ScanAsync([.. files.DistinctBy(file => file.FullPath)], cancellation)).ToDictionary(file => file.File.FullPath);
        var parts = files
            .SelectMany((file, number) => FilePart.Split(number, scanned[file.FullPath] with { File = file }, settings[file.Source]))
            .ToArray();
        var loaded = await LoadAsync(parts, cancellation);
        return [.. loaded.Select(part => part with { Sha256 = scanned[files[part.FileNumber].FullPath].Sha256 })];
    }

    private async Task<IReadOnlyList<ScannedFile>> ScanAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellation)
    {
        var results = await RunAsync(Share(files, file => file.Size).Select(share => Task with { Files = share }), cancellation);
        return [.. results.SelectMany(result => result.Scanned)];
    }

    private async Task<IReadOnlyList<LoadedPart>> LoadAsync(IReadOnlyList<FilePart> parts, CancellationToken cancellation)
    {
        var results = await RunAsync(Share(parts, part => part.Length).Select(share => Task with { Parts = share }), cancellation);
        return [.. results.SelectMany(result => result.Loaded)];
    }

    private ReaderTask Task => new(table.Name, settings, attempts);

    /// <summary>Moves what a reader wrote into the folders of the tables; the names get the attempt's in front.</summary>
    private async Task TakeFilesAsync(ReaderResult result, CancellationToken cancellation)
    {
        foreach (var file in result.Files)
        {
            var path = result.Attempt / file.Path;
            if (await store.FindAsync(path, cancellation) is not { } written || written.Size != file.Size)
                throw new EngineException(
                    $"an executor wrote {path}, which the driver does not see as it was written: the lake must be one folder that all machines share"
                );
            await store.MoveAsync(path, folderOf(Path.GetDirectoryName(file.Path)!) / $"{result.Attempt.Name}-{written.Name}", cancellation);
        }
    }

    private async Task<IReadOnlyList<ReaderResult>> RunAsync(IEnumerable<ReaderTask> tasks, CancellationToken cancellation)
    {
        var view = $"reader_tasks_{table.Name}";
        var rows = tasks.Select((task, number) => new object?[] { number, ReaderTask.Encode(task) }).ToArray();
        if (rows.Length == 0)
            return [];
        await session.LoadAsync(view, [new Column("number", ColumnType.Int, ""), new Column("task", ColumnType.String, "")], rows, cancellation);
        var results = await ReadAsync(view, rows.Length, cancellation);
        if (results.FirstOrDefault(result => result.ChangedFile is not null)?.ChangedFile is { } changed)
            throw new SourceChangedException(changed);
        if (results.Count != rows.Length)
            throw new EngineException($"{results.Count} of {rows.Length} readers answered");
        await FileReading.InParallelAsync(results, TakeFilesAsync, cancellation);
        return results;
    }

    /// <summary>Work in shares of about the same size: the largest first, each to the smallest share.</summary>
    private static List<T>[] Share<T>(IReadOnlyList<T> work, Func<T, long> sizeOf)
    {
        var count = (int)Math.Min(work.Count, Math.Max(FewestTasks, work.Sum(sizeOf) / BytesPerTask));
        var shares = Enumerable.Range(0, count).Select(_ => new List<T>()).ToArray();
        var smallest = new PriorityQueue<int, (long Size, int Count)>(Enumerable.Range(0, count).Select(index => (index, (0L, 0))));
        var sizes = new long[count];
        foreach (var item in work.OrderByDescending(sizeOf))
        {
            var index = smallest.Dequeue();
            shares[index].Add(item);
            sizes[index] += sizeOf(item);
            smallest.Enqueue(index, (sizes[index], shares[index].Count));
        }

        return shares;
    }

    private async Task<IReadOnlyList<ReaderResult>> ReadAsync(string view, int count, CancellationToken cancellation)
    {
        try
        {
            return await session.ReadAsync(
                $"""
                select transform(task) using {SparkText.Literal(reader + " read")} as (result string)
                from (select /*+ repartition_by_range({count}, number) */ task from {view})
                """,
                row => ReaderTask.Decode<ReaderResult>(row.GetString(0)),
                cancellation
            );
        }
        catch (EngineException error) when (ReaderFailed.Any(words => error.Message.Contains(words, StringComparison.Ordinal)))
        {
            throw new EngineException(
                $"an executor could not read the {table.Name[4..]} with '{reader} read' (engine.spark.reader): its own words are in the executor's standard error; files and lake must be at the same path on all executors, or in S3, to which their environment gives them the keys and the region: {error.Message}",
                error
            );
        }
    }
}
