using System.Buffers.Binary;
using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The name of a Parquet file in a folder of this machine: a link to an input or, of an object store, a copy. It goes when it is disposed of.</summary>
internal sealed class LocalCopy : IDisposable
{
    private const int TailBytes = 8; // the footer's length and the magic number

    private LocalCopy(SourceFile file, string path)
    {
        Path = path;
        Shown = file.Path;
    }

    public string Path { get; }

    /// <summary>The input's path as users know it.</summary>
    public string Shown { get; }

    public static LocalCopy Of(SourceFiles sources, SourceFile file, string folder, CancellationToken cancellation)
    {
        var path = sources.Fetch(file, folder, cancellation);
        return new(file, file.FullPath.IsLocal ? Link(path, folder) : path);
    }

    /// <summary>A name without wildcards, and without backslashes, which DuckDB has no escape for. Some systems refuse links to some users: a copy does.</summary>
    private static string Link(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        var link = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.parquet");
        try
        {
            File.CreateSymbolicLink(link, System.IO.Path.GetFullPath(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && OperatingSystem.IsWindows())
        {
            File.Copy(path, link);
        }

        return link;
    }

    /// <summary>A file of the same size that has the magic number and the footer, with the columns in it, and nothing between them.</summary>
    public static LocalCopy OfFooter(SourceFiles sources, SourceFile file, string folder)
    {
        Directory.CreateDirectory(folder);
        var copy = new LocalCopy(file, System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.parquet"));
        try
        {
            using var target = File.Create(copy.Path);
            target.SetLength(file.Size);
            CopyRange(sources, file, target, 0, Math.Min(file.Size, TailBytes));
            var tail = CopyRange(sources, file, target, Math.Max(0, file.Size - TailBytes), file.Size);
            long footer = tail.AsSpan().EndsWith("PAR1"u8) && tail.Length == TailBytes ? BinaryPrimitives.ReadUInt32LittleEndian(tail) : 0;
            var from = file.Size - TailBytes - footer;
            if (footer > 0 && from > 0)
                CopyRange(sources, file, target, from, file.Size - TailBytes);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        File.Delete(Path);
    }

    private static byte[] CopyRange(SourceFiles sources, SourceFile file, FileStream target, long start, long end)
    {
        var bytes = new byte[end - start];
        using var source = sources.Open(file, start, end, CancellationToken.None);
        source.ReadExactly(bytes);
        target.Position = start;
        target.Write(bytes);
        return bytes;
    }
}
