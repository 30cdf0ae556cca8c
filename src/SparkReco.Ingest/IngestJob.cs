using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// Reads the files of one source into typed rows: lists them, checks their columns, reads each once for its checksum, then reads their
/// rows. Every row that is not a blank line becomes a typed row or a problem.
/// </summary>
public sealed class IngestJob(RawTable table, SourceSettings settings, Location baseFolder, SourceFiles sources, IIngestWorkers workers, IColumnarReader? columnar)
{
    /// <exception cref="SourceConfigurationException">The settings do not fit the files.</exception>
    /// <exception cref="SourceChangedException">A file changed while it was read.</exception>
    public async Task<IngestResult> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<SourceFile> files = await ListAsync(table, settings, baseFolder, sources, columnar, cancellation);
        Dictionary<Location, ScannedFile> byPath = (await workers.ScanAsync(files, cancellation)).ToDictionary(file => file.File.FullPath);
        ScannedFile[] scanned = [.. files.Select(file => byPath[file.FullPath])];
        IReadOnlyList<FilePart> parts =
            [.. scanned.Index().OrderByDescending(file => file.Item.File.Size).SelectMany(file => FilePart.Split(file.Index, file.Item, settings))];
        ILookup<int, LoadedPart> loaded = (await workers.LoadAsync(parts, cancellation)).ToLookup(part => part.FileNumber);
        return new(table, [.. scanned.Select((file, number) => new FileRecord(
            file.File.Path, file.File.Size, file.File.Version, file.Sha256, loaded[number].Sum(part => part.Rows), loaded[number].Sum(part => part.ProblemRows)))]);
    }

    /// <summary>The files of a source, whose columns are what the settings say.</summary>
    /// <exception cref="SourceConfigurationException">The settings do not fit the files.</exception>
    public static async Task<IReadOnlyList<SourceFile>> ListAsync(
        RawTable table, SourceSettings settings, Location baseFolder, SourceFiles sources, IColumnarReader? columnar, CancellationToken cancellation)
    {
        SettingsCheck.Run(table, settings);
        IReadOnlyList<SourceFile> files = await sources.ListAsync(settings, baseFolder, cancellation);
        new ColumnCheck(table, settings, sources, columnar).Run(files, cancellation);
        return files;
    }
}
