using System.Buffers.Binary;
using SparkReco.Storage;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The path on this machine of a Parquet file: its own or, of a file in an object store, that of a copy, which goes when it is disposed of.</summary>
internal sealed class LocalCopy : IDisposable
{
    private const int TailBytes = 8; // the footer's length and the magic number

    private readonly bool _isCopy;

    private LocalCopy(string path, bool isCopy)
    {
        Path = path;
        _isCopy = isCopy;
    }

    public string Path { get; }

    public static LocalCopy Of(StoredFile file, string folder)
    {
        string path = FileStores.Of(file.Path).Fetch(file, folder);
        return new LocalCopy(path, isCopy: path != file.Path);
    }

    /// <summary>A file of the same size that has the magic number and the footer, with the columns in it, and nothing between them.</summary>
    public static LocalCopy OfFooter(StoredFile file, string folder)
    {
        Directory.CreateDirectory(folder);
        LocalCopy copy = new(System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.parquet"), isCopy: true);
        using FileStream target = File.Create(copy.Path);
        target.SetLength(file.Size);
        CopyRange(file, target, 0, Math.Min(file.Size, TailBytes));
        byte[] tail = CopyRange(file, target, Math.Max(0, file.Size - TailBytes), file.Size);
        long footer = tail.Length < TailBytes ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(tail);
        CopyRange(file, target, Math.Max(0, file.Size - TailBytes - footer), Math.Max(0, file.Size - TailBytes));
        return copy;
    }

    public void Dispose()
    {
        if (_isCopy)
        {
            File.Delete(Path);
        }
    }

    private static byte[] CopyRange(StoredFile file, FileStream target, long start, long end)
    {
        byte[] bytes = new byte[end - start];
        using Stream source = FileStores.Of(file.Path).Open(file, start, end);
        source.ReadExactly(bytes);
        target.Position = start;
        target.Write(bytes);
        return bytes;
    }
}
