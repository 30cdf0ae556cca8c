namespace SparkReco.Ingest;

/// <summary>Counts what the parts of one file gave.</summary>
internal sealed class FileTally(ScannedFile scanned, int number)
{
    private long _rows;
    private long _problemRows;

    public ScannedFile Scanned { get; } = scanned;

    /// <summary>The file's number in <see cref="IngestResult.Files"/>.</summary>
    public int Number { get; } = number;

    public void Add(long rows, long problemRows)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _problemRows, problemRows);
    }

    public FileRecord ToRecord() => new(Scanned.File.Path, Scanned.File.Size, Scanned.Sha256, _rows, _problemRows);
}

/// <summary>A range of a file that one thread reads: the whole file, or lines of a large file of JSON Lines.</summary>
internal sealed record FilePart(FileTally Tally, long Start, long End, long LinesBefore)
{
    public SourceFile File => Tally.Scanned.File;

    public long Length => End - Start;

    public bool IsWhole => Start == 0 && End == File.Size;

    public static IEnumerable<FilePart> Split(FileTally tally, SourceSettings settings)
    {
        SourceFile file = tally.Scanned.File;
        IReadOnlyList<LineMark> marks = tally.Scanned.Marks;
        bool canSplit = FileFormat.Of(file.Path, settings) == SourceFormat.JsonLines && tally.Scanned.IsPlainText;
        if (!canSplit)
        {
            return [new(tally, 0, file.Size, 0)];
        }

        return marks.Select((mark, i) =>
            new FilePart(tally, mark.Offset, i + 1 < marks.Count ? marks[i + 1].Offset : file.Size, mark.LinesBefore));
    }
}
