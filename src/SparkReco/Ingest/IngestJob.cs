using System.Collections.Concurrent;

namespace SparkReco.Ingest;

/// <summary>
/// Reads the files of one source into typed rows: lists them, reads each once for its checksum, checks their columns, then reads their
/// rows on several threads. Every row that is not a blank line becomes a typed row or a problem.
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

        Dictionary<string, ScannedFile> byPath = scanned.ToDictionary(file => file.File.FullPath);
        FileTally[] tallies = [.. files.Select((file, number) => new FileTally(byPath[file.FullPath], number))];
        IReadOnlyList<FilePart> parts =
            [.. tallies.OrderByDescending(tally => tally.Scanned.File.Size).SelectMany(tally => FilePart.Split(tally, settings))];
        sink.Begin(files.Sum(file => file.Size));
        await WorkerPool.RunAsync(threads, parts, () => new PartLoader(table, settings, sink.OpenWriter(), columnar, counter), cancellation);
        return new(table, [.. tallies.Select(tally => tally.ToRecord())]);
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
