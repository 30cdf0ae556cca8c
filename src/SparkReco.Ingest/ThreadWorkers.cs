using System.Collections.Concurrent;

namespace SparkReco.Ingest;

/// <summary>Reads files on threads of this process. Every file is read twice, once for its checksum and once for its rows.</summary>
public sealed class ThreadWorkers(
    RawTable table, SourceSettings settings, SourceFiles sources, IRawSink sink, IColumnarReader? columnar, int threads, IProgress<IngestProgress>? progress) : IIngestWorkers
{
    private long _done;
    private long _total;

    public async Task<IReadOnlyList<ScannedFile>> ScanAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellation)
    {
        _total = files.Sum(file => file.Size) * 2;
        ConcurrentBag<ScannedFile> scanned = [];
        await WorkerPool.RunAsync(threads, files, () => new Scanner(sources, scanned, Report), cancellation);
        return [.. scanned];
    }

    public async Task<IReadOnlyList<LoadedPart>> LoadAsync(IReadOnlyList<FilePart> parts, CancellationToken cancellation)
    {
        sink.Begin(parts.Sum(part => part.Length));
        ConcurrentBag<LoadedPart> loaded = [];
        await WorkerPool.RunAsync(threads, parts, () => new PartLoader(table, settings, sources, sink.OpenWriter(), columnar, loaded, Report), cancellation);
        return [.. loaded];
    }

    private void Report(long bytes) => progress?.Report(new(Interlocked.Add(ref _done, bytes), _total));

    private sealed class Scanner(SourceFiles sources, ConcurrentBag<ScannedFile> scanned, Action<long> report) : IWorker<SourceFile>
    {
        public void Run(SourceFile item, CancellationToken cancellation)
        {
            scanned.Add(FileScan.Run(sources, item, cancellation));
            report(item.Size);
        }

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }
}
