using DuckDB.NET.Data;
using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Loads raw files into a table of DuckDB.</summary>
public static class DuckDbIngest
{
    /// <summary>
    /// Creates the raw table, in place of one that is there, and fills it. The order of rows means nothing. When it throws, the table
    /// is to be thrown away: a writer that had finished has left its rows.
    /// </summary>
    public static async Task<IngestResult> LoadAsync(
        DuckDBConnection connection, RawTable table, SourceSettings settings, string baseFolder, int threads,
        IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        DuckDbRawSink sink = new(connection, table);
        sink.CreateTable();
        using DuckDbThreads threadsOfDuckDb = new(connection);
        return await new IngestJob(table, settings, baseFolder, sink, new DuckDbParquetReader(connection)).RunAsync(threads, progress, cancellation);
    }
}
