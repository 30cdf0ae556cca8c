using SparkReco.Ingest;
using SparkReco.Ingest.Guessing;
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

    /// <summary>What files most likely are, by their names, columns and first rows.</summary>
    /// <exception cref="SourceConfigurationException">A path names no file, or a file cannot be read.</exception>
    public static async Task<IReadOnlyList<InputGuess>> GuessAsync(
        IReadOnlyList<string> paths,
        Location baseFolder,
        SourceFiles sources,
        CancellationToken cancellation
    )
    {
        using var columnar = new DuckDbParquetReader(sources, Directory.CreateTempSubdirectory("sparkreco-").FullName, LookMegabytes);
        // One file tells of all in a folder: the last one, which as a rule has the latest days.
        List<SourceFile> files = [];
        foreach (var path in paths)
            files.Add((await sources.ListAsync(new SourceSettings { Key = "--from", Paths = [path] }, baseFolder, cancellation))[^1]);

        columnar.Expect(files);
        List<InputGuess> guesses = [];
        List<string> problems = [];
        foreach (var file in files)
        {
            try
            {
                guesses.Add(InputGuess.Of(FileSample.Of(file, sources, columnar)));
            }
            catch (FileRejectedException rejected)
            {
                problems.Add($"{file.Path}: {rejected.Message}");
            }
        }

        return problems.Count == 0 ? guesses : throw new SourceConfigurationException(problems);
    }

    /// <summary>The files of a source, and what their columns and first rows say.</summary>
    /// <exception cref="SourceConfigurationException">The settings do not fit the files' columns.</exception>
    public static async Task<(IReadOnlyList<SourceFile> Files, FirstLook Look)> LookAsync(
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
        return (files, look with { Warnings = [.. leftOut, .. look.Warnings] });
    }
}
