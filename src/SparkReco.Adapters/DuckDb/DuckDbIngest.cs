using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Reads raw files into typed rows in Parquet files.</summary>
public static class DuckDbIngest
{
    private const int LookMegabytes = 1024;

    /// <summary>
    /// Writes the good rows of a table's sources into the folder of its raw table, the others into that of <c>raw_problems</c>, and of events the
    /// hashes that may repeat into that of <c>raw_suspects</c>. No rows are no file. The order of rows means nothing. When it throws,
    /// files are left that are to be thrown away. Source files that are Parquet are read in a scratch folder, which is made and goes.
    /// </summary>
    public static async Task<IngestResult> LoadAsync(
        RawTable table,
        IReadOnlyList<SourceSettings> settings,
        Location baseFolder,
        SourceFiles sources,
        Func<string, string> folderOf,
        string scratch,
        int threads,
        int memoryMegabytes,
        IProgress<IngestProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var columnar = new DuckDbParquetReader(sources, scratch, memoryMegabytes);
        var workers = new ThreadWorkers(
            table,
            settings,
            sources,
            new DuckDbRawSink(table, folderOf, table.FindsRepeats),
            columnar,
            threads,
            progress
        );
        return await IngestJob.RunAsync(table, settings, baseFolder, sources, columnar, workers.ReadAsync, cancellation);
    }

    /// <summary>The files of a source, after a look at their columns and first rows.</summary>
    /// <exception cref="SourceConfigurationException">The settings do not fit the files, or no row would be kept.</exception>
    public static async Task<(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Warnings)> LookAsync(
        RawTable table,
        SourceSettings settings,
        Location baseFolder,
        SourceFiles sources,
        CancellationToken cancellation
    )
    {
        using var columnar = new DuckDbParquetReader(sources, Directory.CreateTempSubdirectory("sparkreco-").FullName, LookMegabytes);
        List<string> leftOut = [];
        var files = await IngestJob.ListAsync(table, settings, baseFolder, sources, columnar, leftOut, cancellation);
        var look = FirstRows.Look(table, settings, sources, files, columnar);
        return look.Problems.Count == 0
            ? (files, [.. leftOut, .. look.Warnings])
            : throw new SourceConfigurationException([.. look.Problems, .. look.Warnings]);
    }
}
