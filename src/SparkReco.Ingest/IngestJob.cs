using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>Reads files; a file's number is its place in the list. Each file's parts come with the rows that they gave.</summary>
public delegate Task<IReadOnlyList<LoadedPart>> ReadFiles(IReadOnlyList<SourceFile> files, CancellationToken cancellation);

/// <summary>
/// Reads the files of one source into typed rows: lists them, checks their columns, then reads their rows. Every row that is not a blank
/// line becomes a typed row or a problem.
/// </summary>
public static class IngestJob
{
    /// <exception cref="SourceConfigurationException">The settings do not fit the files, or a file is not what the list of checksums says.</exception>
    /// <exception cref="SourceChangedException">A file changed while it was read.</exception>
    public static async Task<IngestResult> RunAsync(
        RawTable table, SourceSettings settings, string baseFolder, IColumnarReader? columnar, ReadFiles read, CancellationToken cancellation)
    {
        List<string> leftOut = [];
        IReadOnlyList<SourceFile> files = List(table, settings, baseFolder, columnar, leftOut);
        ILookup<int, LoadedPart> loaded = (await read(files, cancellation)).ToLookup(part => part.FileNumber);
        FileRecord[] records = [.. files.Select((file, number) => new FileRecord(
            file.Path, file.Size, loaded[number].First(part => part.Sha256 is not null).Sha256!, loaded[number].Sum(part => part.Rows), loaded[number].Sum(part => part.ProblemRows)))];
        ChecksumList.Of(settings, baseFolder)?.Require(files, number => records[number].Sha256);
        return new(table, records) { LeftOut = leftOut };
    }

    /// <summary>The files of a source, whose columns are what the settings say. What lies in folders and is no file to read is told in words.</summary>
    /// <exception cref="SourceConfigurationException">The settings do not fit the files.</exception>
    public static IReadOnlyList<SourceFile> List(RawTable table, SourceSettings settings, string baseFolder, IColumnarReader? columnar, ICollection<string>? leftOut = null)
    {
        SettingsCheck.Run(table, settings);
        ChecksumList? checksums = ChecksumList.Of(settings, baseFolder);
        IReadOnlyList<SourceFile> files = [.. FileInventory.List(settings, baseFolder, leftOut).Where(file => file.FullPath != checksums?.Path)];
        checksums?.Require(files, _ => null);
        new ColumnCheck(table, settings, columnar).Run(files);
        return files;
    }
}
