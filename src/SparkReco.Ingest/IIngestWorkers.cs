namespace SparkReco.Ingest;

/// <summary>Where the bytes of a source's files are read: on threads of this process, or on the executors of a cluster.</summary>
public interface IIngestWorkers
{
    /// <summary>Reads every byte of the files, for their checksums.</summary>
    public Task<IReadOnlyList<ScannedFile>> ScanAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellation);

    /// <summary>Reads the rows of parts of the files and stores them.</summary>
    public Task<IReadOnlyList<LoadedPart>> LoadAsync(IReadOnlyList<FilePart> parts, CancellationToken cancellation);
}

/// <summary>How many rows a part of a file gave; its problems are rows too.</summary>
public sealed record LoadedPart(int FileNumber, long Rows, long ProblemRows);
