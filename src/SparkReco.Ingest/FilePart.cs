namespace SparkReco.Ingest;

/// <summary>
/// A range of a file that one worker reads: the whole file, or lines of a large file of JSON Lines. The number is the file's in
/// <see cref="IngestResult.Files"/>.
/// </summary>
public sealed record FilePart(int FileNumber, SourceFile File, long Start, long End, long LinesBefore)
{
    public long Length => End - Start;

    public static IEnumerable<FilePart> Split(int fileNumber, ScannedFile scanned, SourceSettings settings)
    {
        var file = scanned.File;
        var marks = scanned.Marks;
        var isLines = FileFormat.Of(file.Path, settings) is SourceFormat.JsonLines or SourceFormat.DynamoDb;
        var canSplit = isLines && scanned.IsPlainText && settings is { Encoding: null, SkipLines: 0 };
        if (!canSplit)
            return [new(fileNumber, file, 0, file.Size, 0)];

        return marks.Select(
            (mark, i) => new FilePart(fileNumber, file, mark.Offset, i + 1 < marks.Count ? marks[i + 1].Offset : file.Size, mark.LinesBefore)
        );
    }
}
