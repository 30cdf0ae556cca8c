namespace SparkReco.Ingest;

/// <summary>What was read from one file. <see cref="Rows"/> counts all rows, those that are problems included.</summary>
public sealed record FileRecord(string Path, long Size, string? Version, string Sha256, long Rows, long ProblemRows);

/// <summary>What was loaded into one raw table, file by file, ordered by path.</summary>
public sealed record IngestResult(RawTable Table, IReadOnlyList<FileRecord> Files)
{
    /// <summary>What lies in the folders and was not read, in words.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public long Rows => Files.Sum(file => file.Rows);

    public long ProblemRows => Files.Sum(file => file.ProblemRows);
}

/// <summary>Bytes of source files that are done, of all bytes to read.</summary>
public readonly record struct IngestProgress(long BytesDone, long BytesTotal);
