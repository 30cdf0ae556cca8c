using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>Reads files; a file's number is its place in the list. Each file's parts come with the rows that they gave.</summary>
public delegate Task<IReadOnlyList<LoadedPart>> ReadFiles(IReadOnlyList<SourceFile> files, CancellationToken cancellation);

/// <summary>
/// Reads the files of a table's sources into typed rows: lists them, checks their columns, then reads their rows. Every row that is not a blank
/// line becomes a typed row or a problem.
/// </summary>
public static class IngestJob
{
    /// <exception cref="SourceConfigurationException">The settings do not fit the files, or a file is not what the list of checksums says.</exception>
    /// <exception cref="SourceChangedException">A file changed while it was read.</exception>
    public static async Task<IngestResult> RunAsync(
        RawTable table,
        IReadOnlyList<SourceSettings> settings,
        Location baseFolder,
        SourceFiles sources,
        IColumnarReader? columnar,
        ReadFiles read,
        CancellationToken cancellation
    )
    {
        List<string> leftOut = [];
        List<string> problems = [];
        List<SourceFile> files = [];
        foreach (var (number, source) in settings.Index())
        {
            try
            {
                var found = await ListAsync(table, source, baseFolder, sources, columnar, leftOut, cancellation);
                files.AddRange(found.Select(file => file with { Source = number }));
            }
            catch (SourceConfigurationException error)
            {
                problems.AddRange(error.Problems);
            }
        }

        if (problems.Count > 0)
            throw new SourceConfigurationException(problems);
        columnar?.Expect(files);
        var loaded = (await read(files, cancellation)).ToLookup(part => part.FileNumber);
        FileRecord[] records =
        [
            .. files.Select(
                (file, number) =>
                    new FileRecord(
                        file.Path,
                        file.Size,
                        file.Version,
                        loaded[number].First(part => part.Sha256 is not null).Sha256!,
                        loaded[number].Sum(part => part.Rows),
                        loaded[number].Sum(part => part.ProblemRows)
                    )
                    {
                        LeftOutRows = loaded[number].Sum(part => part.LeftOutRows),
                    }
            ),
        ];
        foreach (var (number, source) in settings.Index())
        {
            var own = files.Zip(records).Where(file => file.First.Source == number).ToArray();
            (await ChecksumList.OfAsync(source, baseFolder, sources, cancellation))?.Require(
                [.. own.Select(file => file.First)],
                index => own[index].Second.Sha256
            );
        }

        return new(table, records)
        {
            LeftOut = leftOut,
            Flaws = FlawCounter.Sum(table, loaded.SelectMany(file => file).SelectMany(part => part.Flaws)),
        };
    }

    /// <summary>The files of a source, whose columns are what the settings say. What lies in folders and is no file to read is told in words.</summary>
    /// <exception cref="SourceConfigurationException">The settings do not fit the files.</exception>
    public static async Task<IReadOnlyList<SourceFile>> ListAsync(
        RawTable table,
        SourceSettings settings,
        Location baseFolder,
        SourceFiles sources,
        IColumnarReader? columnar,
        ICollection<string> leftOut,
        CancellationToken cancellation
    )
    {
        SettingsCheck.Run(table, settings);
        var checksums = await ChecksumList.OfAsync(settings, baseFolder, sources, cancellation);
        IReadOnlyList<SourceFile> files =
        [
            .. (await sources.ListAsync(settings, baseFolder, cancellation, leftOut)).Where(file => file.FullPath != checksums?.Path),
        ];
        checksums?.Require(files, _ => null);
        columnar?.Expect(files);
        new ColumnCheck(table, settings, sources, columnar).Run(files, cancellation);
        return files;
    }
}
