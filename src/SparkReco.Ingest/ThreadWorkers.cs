namespace SparkReco.Ingest;

/// <summary>Reads files on threads of this process: each once, the largest first, and large ones of JSON Lines by all threads together.</summary>
public sealed class ThreadWorkers(
    RawTable table,
    IReadOnlyList<SourceSettings> settings,
    SourceFiles sources,
    IRawSink sink,
    IColumnarReader? columnar,
    int threads,
    IProgress<IngestProgress>? progress
)
{
    private long _done;
    private long _total;

    /// <summary>Reads whole files, whose numbers are their places in the list.</summary>
    public Task<IReadOnlyList<LoadedPart>> ReadAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellation) =>
        LoadAsync([.. files.Select((file, number) => new FilePart(number, file, 0, file.Size, 0))], cancellation);

    /// <summary>Reads parts of files. The first failure stops all threads, and is the one that is thrown.</summary>
    public async Task<IReadOnlyList<LoadedPart>> LoadAsync(IReadOnlyList<FilePart> parts, CancellationToken cancellation)
    {
        _total = parts.Sum(part => part.Length);
        sink.Begin(_total);
        var queue = new Queue([.. parts.OrderByDescending(part => part.Length)], settings, sources, Report);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<IReadOnlyList<LoadedPart>>[] tasks =
        [
            .. Enumerable
                .Range(0, (int)Math.Clamp(queue.MostThreads, 1, threads))
                .Select(_ =>
                    Task.Factory.StartNew(() => Work(queue, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                ),
        ];
        try
        {
            return [.. (await Task.WhenAll(tasks)).SelectMany(loaded => loaded)];
        }
        catch (OperationCanceledException) when (tasks.FirstOrDefault(task => task.IsFaulted) is { } failed)
        {
            return await failed;
        }
        finally
        {
            queue.Dispose();
        }
    }

    private IReadOnlyList<LoadedPart> Work(Queue queue, CancellationTokenSource stop)
    {
        try
        {
            using var writer = sink.OpenWriter();
            var loader = new PartLoader(table, settings, sources, writer, columnar, Report);
            while (queue.TryTake(out var part, out var lines))
            {
                stop.Token.ThrowIfCancellationRequested();
                if (lines is not null)
                {
                    loader.LoadLines(lines, stop.Token);
                }
                else if (FileFormat.Of(part!.File.Path, settings[part.File.Source]) == SourceFormat.Csv)
                {
                    loader.LoadCsv(part, stop.Token);
                }
                else
                {
                    loader.LoadColumnar(part, stop.Token);
                }
            }

            foreach (var lines in queue.Lines)
                loader.HelpWithLines(lines, stop.Token);

            writer.Commit();
            return loader.Loaded;
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private void Report(long bytes) => progress?.Report(new(Interlocked.Add(ref _done, bytes), _total));

    /// <summary>The parts in the order in which threads take them.</summary>
    private sealed class Queue(IReadOnlyList<FilePart> parts, IReadOnlyList<SourceSettings> settings, SourceFiles sources, Action<long> report)
        : IDisposable
    {
        private readonly LineChunks?[] _lines =
        [
            .. parts.Select(part =>
                FileFormat.Of(part.File.Path, settings[part.File.Source]) is SourceFormat.JsonLines or SourceFormat.DynamoDb
                    ? new LineChunks(part, sources, settings[part.File.Source], report)
                    : null
            ),
        ];

        private int _next = -1;

        /// <summary>The files of JSON Lines that threads may help with.</summary>
        public IEnumerable<LineChunks> Lines => _lines.OfType<LineChunks>();

        /// <summary>How many threads find something to do: a file is read by one, unless it is lines.</summary>
        public long MostThreads => parts.Zip(_lines).Sum(part => part.Second is null ? 1 : 1 + (part.First.Length / LineChunk.Bytes));

        public bool TryTake(out FilePart? part, out LineChunks? lines)
        {
            var index = Interlocked.Increment(ref _next);
            var isThere = index < parts.Count;
            (part, lines) = isThere ? (parts[index], _lines[index]) : (null, null);
            return isThere;
        }

        public void Dispose()
        {
            foreach (var lines in Lines)
                lines.Dispose();
        }
    }
}
