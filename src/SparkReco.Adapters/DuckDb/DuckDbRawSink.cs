using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The folders of a raw table, of the problems and of the suspects. Each writer adds Parquet files of its own.</summary>
internal sealed class DuckDbRawSink(RawTable table, Func<string, string> folderOf) : IRawSink
{
    private RepeatFilter? _filter;
    private int _writers;

    public void Begin(long inputBytes) => _filter = table.FindsRepeats ? new RepeatFilter(inputBytes) : null;

    public IRawWriter OpenWriter() => new DuckDbRawWriter(table, folderOf, Interlocked.Increment(ref _writers) - 1, _filter);
}
