namespace SparkReco.Ingest;

/// <summary>Adds up what several threads have done.</summary>
internal sealed class ProgressCounter(long total, IProgress<IngestProgress>? progress)
{
    private long _done;

    public void Add(long bytes) => progress?.Report(new(Interlocked.Add(ref _done, bytes), total));
}
