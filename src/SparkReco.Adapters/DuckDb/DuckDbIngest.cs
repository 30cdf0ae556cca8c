using DuckDB.NET.Data;
using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Reads raw files into typed rows in Parquet files.</summary>
public static class DuckDbIngest
{
    /// <summary>
    /// Writes the good rows of a source into the folder of its raw table, the others into that of <c>raw_problems</c>, and of events the
    /// hashes that may repeat into that of <c>raw_suspects</c>. No rows are no file. The order of rows means nothing. When it throws,
    /// files are left that are to be thrown away. The connection reads source files that are Parquet; those of an object store are copied
    /// into a folder first.
    /// </summary>
    public static async Task<IngestResult> LoadAsync(
        DuckDBConnection connection, RawTable table, SourceSettings settings, Location baseFolder, SourceFiles sources, Func<string, string> folderOf, string copies, int threads,
        IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        using DuckDbThreads threadsOfDuckDb = new(connection);
        DuckDbParquetReader columnar = new(connection, sources, copies);
        ThreadWorkers workers = new(table, settings, sources, new DuckDbRawSink(table, folderOf, table.FindsRepeats), columnar, threads, progress);
        return await IngestJob.RunAsync(table, settings, baseFolder, sources, columnar, workers.ReadAsync, cancellation);
    }

    /// <summary>The files of a source, after a look at their columns and first rows.</summary>
    /// <exception cref="SourceConfigurationException">The settings do not fit the files, or no row would be kept.</exception>
    public static async Task<(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Warnings)> LookAsync(
        RawTable table, SourceSettings settings, Location baseFolder, SourceFiles sources, CancellationToken cancellation)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        await connection.OpenAsync(cancellation);
        DuckDbParquetReader columnar = new(connection, sources, Path.GetTempPath());
        List<string> leftOut = [];
        IReadOnlyList<SourceFile> files = await IngestJob.ListAsync(table, settings, baseFolder, sources, columnar, leftOut, cancellation);
        FirstLook look = FirstRows.Look(table, settings, sources, files, columnar);
        return look.Problems.Count == 0 ? (files, [.. leftOut, .. look.Warnings]) : throw new SourceConfigurationException([.. look.Problems, .. look.Warnings]);
    }
}
