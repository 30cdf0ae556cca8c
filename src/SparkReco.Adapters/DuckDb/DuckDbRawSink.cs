using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The folders of a raw table, of the problems and, where repeats are looked for, of the suspects. Each writer adds Parquet files of its own.</summary>
internal sealed class DuckDbRawSink(RawTable table, Func<string, string> folderOf, bool findsRepeats) : IRawSink
{
    private RepeatFilter? _filter;
    private int _writers;

    public void Begin(long inputBytes) => _filter = findsRepeats ? new RepeatFilter(inputBytes) : null;

    public IRawWriter OpenWriter() => new DuckDbRawWriter(table, folderOf, Interlocked.Increment(ref _writers) - 1, _filter);
}
