using System.Collections.Concurrent;

namespace SparkReco.Ingest;

/// <summary>
/// Loads the files of one source into a raw table: lists them, reads each once for its checksum, checks their columns, then reads their
/// rows on several threads. Every row that is not a blank line becomes a row of the table.
/// </summary>
public sealed class IngestJob(RawTable table, SourceSettings settings, string baseFolder, IRawSink sink, IColumnarReader? columnar)
{
    /// <exception cref="SourceConfigurationException">The settings do not fit the files.</exception>
    /// <exception cref="SourceChangedException">A file changed while it was read.</exception>
    public async Task<IngestResult> RunAsync(int threads, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        SettingsCheck.Run(table, settings);
        IReadOnlyList<SourceFile> files = FileInventory.List(settings, baseFolder);
        new ColumnCheck(table, settings, columnar).Run(files);

        // Every file is read twice: once for its checksum, once for its rows.
        ProgressCounter counter = new(files.Sum(file => file.Size) * 2, progress);
        ConcurrentBag<ScannedFile> scanned = [];
        await WorkerPool.RunAsync(threads, files, () => new Scanner(scanned, counter), cancellation);

        FileTally[] tallies = [.. scanned.OrderByDescending(file => file.File.Size).Select(file => new FileTally(file))];
        IReadOnlyList<FilePart> parts = [.. tallies.SelectMany(tally => FilePart.Split(tally, settings))];
        await WorkerPool.RunAsync(threads, parts, () => new PartLoader(table, settings, sink.OpenWriter(), columnar, counter), cancellation);

        Dictionary<string, FileTally> byPath = tallies.ToDictionary(tally => tally.Scanned.File.FullPath);
        return new(table, [.. files.Select(file => byPath[file.FullPath].ToRecord())]);
    }

    private sealed class Scanner(ConcurrentBag<ScannedFile> scanned, ProgressCounter counter) : IWorker<SourceFile>
    {
        public void Run(SourceFile item, CancellationToken cancellation)
        {
            scanned.Add(FileScan.Run(item, cancellation));
            counter.Add(item.Size);
        }

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }
}
