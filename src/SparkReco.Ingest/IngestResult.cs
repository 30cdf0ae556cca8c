namespace SparkReco.Ingest;

/// <summary>What was read from one file. <see cref="Rows"/> counts all rows, those that are problems included, and not those that the settings leave out.</summary>
public sealed record FileRecord(string Path, long Size, string? Version, string Sha256, long Rows, long ProblemRows)
{
    /// <summary>The rows that the settings leave out.</summary>
    public long LeftOutRows { get; init; }
}

/// <summary>What was loaded into one raw table, file by file, ordered by path.</summary>
public sealed record IngestResult(RawTable Table, IReadOnlyList<FileRecord> Files)
{
    /// <summary>What lies in the folders and was not read, in words.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The values that could not be read, in rows that were, the most frequent of each field first.</summary>
    public IReadOnlyList<FlawCount> Flaws { get; init; } = [];

    public long Rows => Files.Sum(file => file.Rows);

    public long ProblemRows => Files.Sum(file => file.ProblemRows);

    /// <summary>The rows that the settings leave out, beside the others.</summary>
    public long LeftOutRows => Files.Sum(file => file.LeftOutRows);
}

/// <summary>Bytes of source files that are done, of all bytes to read.</summary>
public readonly record struct IngestProgress(long BytesDone, long BytesTotal);
