using System.Buffers.Binary;
using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>A Parquet file on this machine: an input itself or, of an object store, a copy, which goes when it is disposed of.</summary>
internal sealed class LocalCopy : IDisposable
{
    private const int TailBytes = 8; // the footer's length and the magic number

    private readonly bool _isCopy;

    private LocalCopy(SourceFile file, string path)
    {
        Path = path;
        Shown = file.Path;
        _isCopy = path != file.FullPath.ToString();
    }

    public string Path { get; }

    /// <summary>The input's path as users know it.</summary>
    public string Shown { get; }

    public static LocalCopy Of(SourceFiles sources, SourceFile file, string folder, CancellationToken cancellation)
    {
        string path = sources.Fetch(file, folder, cancellation);
        return new(file, path.Contains('\\') && path.AsSpan().ContainsAny('*', '?', '[') ? Link(path, folder) : path);
    }

    /// <summary>Another name for a file: beside a wildcard, DuckDB takes a backslash for an escape, which it has no escape for.</summary>
    private static string Link(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        return File.CreateSymbolicLink(System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.parquet"), path).FullName;
    }

    /// <summary>A file of the same size that has the magic number and the footer, with the columns in it, and nothing between them.</summary>
    public static LocalCopy OfFooter(SourceFiles sources, SourceFile file, string folder)
    {
        Directory.CreateDirectory(folder);
        LocalCopy copy = new(file, System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.parquet"));
        try
        {
            using FileStream target = File.Create(copy.Path);
            target.SetLength(file.Size);
            CopyRange(sources, file, target, 0, Math.Min(file.Size, TailBytes));
            byte[] tail = CopyRange(sources, file, target, Math.Max(0, file.Size - TailBytes), file.Size);
            long footer = tail.AsSpan().EndsWith("PAR1"u8) && tail.Length == TailBytes ? BinaryPrimitives.ReadUInt32LittleEndian(tail) : 0;
            long from = file.Size - TailBytes - footer;
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
        if (_isCopy)
        {
            File.Delete(Path);
        }
    }

    private static byte[] CopyRange(SourceFiles sources, SourceFile file, FileStream target, long start, long end)
    {
        byte[] bytes = new byte[end - start];
        using Stream source = sources.Open(file, start, end, CancellationToken.None);
        source.ReadExactly(bytes);
        target.Position = start;
        target.Write(bytes);
        return bytes;
    }
}
