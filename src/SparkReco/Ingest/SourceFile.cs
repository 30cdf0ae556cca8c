namespace SparkReco.Ingest;

/// <summary>A file to read: its place, and its path as shown to users (relative to the configuration's folder, with <c>/</c>).</summary>
public sealed record SourceFile(string FullPath, string Path, long Size);

/// <summary>A file whose bytes were all seen once. Plain text is what seems to be neither compressed nor UTF-16.</summary>
public sealed record ScannedFile(SourceFile File, string Sha256, bool IsPlainText, IReadOnlyList<LineMark> Marks);

/// <summary>A place where a line starts, and how many lines come before it.</summary>
public readonly record struct LineMark(long Offset, long LinesBefore);
