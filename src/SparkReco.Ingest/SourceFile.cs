using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>A file to read: its place, its path as shown to users (relative to the configuration's folder, with <c>/</c>), and what it was when it was listed.</summary>
public sealed record SourceFile(Location FullPath, string Path, long Size, string? Version = null)
{
    /// <summary>The place of its source among those of the table.</summary>
    public int Source { get; init; }

    /// <summary>When it was last written; null where that is not known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    public StoredFile Stored => new(FullPath, Size, Version) { ChangedAt = ChangedAt };
}

/// <summary>A file whose bytes were all seen once, before others read its parts. Plain text is what seems to be neither compressed nor UTF-16.</summary>
public sealed record ScannedFile(SourceFile File, string Sha256, bool IsPlainText, IReadOnlyList<LineMark> Marks);

/// <summary>A place where a line starts, and how many lines come before it.</summary>
public readonly record struct LineMark(long Offset, long LinesBefore);
