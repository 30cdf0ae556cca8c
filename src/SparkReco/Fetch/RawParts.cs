using System.IO.Compression;
using System.Security.Cryptography;
using SparkReco.Storage;

namespace SparkReco.Fetch;

/// <summary>A file with fetched rows.</summary>
/// <param name="Name">Its path in the fetch's folder.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Sha256">The hash of its bytes, in hexadecimal; nothing where another wrote it.</param>
public sealed record RawPart(string Name, long Size, long Rows, string? Sha256);

/// <summary>
/// Writes fetched rows as they come into compressed files of bounded size in a folder, each with the header in front, so that many can read them.
/// A database may also write files there itself.
/// </summary>
/// <param name="store">Where the folder is.</param>
/// <param name="folder">The folder of one fetch of one source, empty at the beginning.</param>
/// <param name="scratch">A folder of this machine for files on their way.</param>
/// <param name="report">Is told how many rows and how many bytes of text there are so far.</param>
public sealed class RawParts(IFileStore store, Location folder, string scratch, Action<long, long> report) : IAsyncDisposable
{
    /// <summary>So many bytes of text are in a part: enough for a task, and few enough to be spread.</summary>
    public long PartBytes { get; init; } = 128L << 20;

    private readonly List<RawPart> _parts = [];
    private byte[] _header = [];
    private string _extension = "";
    private Part? _open;
    private long _bytes;
    private long _rows;

    /// <summary>Where a database may write files itself.</summary>
    public Location Folder => folder;

    /// <summary>Begins with what stands in front of the rows of each file, and the extension of the files' names, such as <c>.csv</c>.</summary>
    public void Begin(ReadOnlySpan<byte> header, string extension) => (_header, _extension) = (header.ToArray(), extension);

    /// <summary>Takes the text of whole rows.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> rows, long count, CancellationToken cancellation)
    {
        if (count == 0)
            return;
        try
        {
            _open ??= NewPart();
            await _open.WriteAsync(rows, count, cancellation);
            if (_open.Bytes >= PartBytes)
                await CloseAsync(cancellation);
        }
        catch (Exception error) when (error is (IOException and not StoreException) or UnauthorizedAccessException)
        {
            // Whoever reads the database must not take it for the database's.
            throw new StoreException($"{folder}: {error.Message}", error);
        }

        (_rows, _bytes) = (_rows + count, _bytes + rows.Length);
        report(_rows, _bytes);
    }

    /// <summary>Takes a file that the database wrote into the folder.</summary>
    public void Add(RawPart part)
    {
        _parts.Add(part);
        (_rows, _bytes) = (_rows + part.Rows, _bytes + part.Size);
        report(_rows, _bytes);
    }

    /// <summary>Brings a file of this machine, which the database wrote elsewhere, into the folder.</summary>
    public async Task BringAsync(string file, string name, long rows, CancellationToken cancellation)
    {
        await using var work = store.Work(folder, scratch);
        Directory.CreateDirectory(work.Path);
        var copy = Path.Combine(work.Path, name);
        File.Copy(file, copy);
        await using (var bytes = File.OpenRead(copy))
            Add(new RawPart(name, bytes.Length, rows, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellation))));
        await work.BringAsync(cancellation);
    }

    /// <summary>Ends the last file. They are all in the folder then.</summary>
    /// <param name="needsOne">Whether no rows are a file with a header alone.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<RawPart>> EndAsync(bool needsOne, CancellationToken cancellation)
    {
        if (needsOne && _parts.Count == 0)
            _open ??= NewPart();
        await CloseAsync(cancellation);
        await store.FlushAsync(folder, cancellation);
        return _parts;
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
    }

    private Part NewPart() => new(store.Work(folder, scratch), $"part-{_parts.Count:D5}{_extension}.gz", _header);

    private async Task CloseAsync(CancellationToken cancellation)
    {
        if (_open is null)
            return;
        _parts.Add(await _open.EndAsync(cancellation));
        await _open.DisposeAsync();
        _open = null;
    }

    /// <summary>A file that is being written.</summary>
    private sealed class Part : IAsyncDisposable
    {
        private readonly WorkFolder _work;
        private readonly string _name;
        private readonly SHA256 _hash = SHA256.Create();
        private readonly CryptoStream _hashed;
        private readonly GZipStream _zipped;
        private long _rows;

        public Part(WorkFolder work, string name, byte[] header)
        {
            (_work, _name) = (work, name);
            Directory.CreateDirectory(work.Path);
            _hashed = new CryptoStream(new FileStream(Path.Combine(work.Path, name), FileMode.CreateNew), _hash, CryptoStreamMode.Write);
            _zipped = new GZipStream(_hashed, CompressionLevel.Fastest);
            _zipped.Write(header);
        }

        public long Bytes { get; private set; }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> rows, long count, CancellationToken cancellation)
        {
            await _zipped.WriteAsync(rows, cancellation);
            (_rows, Bytes) = (_rows + count, Bytes + rows.Length);
        }

        public async Task<RawPart> EndAsync(CancellationToken cancellation)
        {
            await _zipped.DisposeAsync();
            await _hashed.DisposeAsync();
            var size = new FileInfo(Path.Combine(_work.Path, _name)).Length;
            await _work.BringAsync(cancellation);
            return new RawPart(_name, size, _rows, Convert.ToHexStringLower(_hash.Hash!));
        }

        public async ValueTask DisposeAsync()
        {
            await _zipped.DisposeAsync();
            await _hashed.DisposeAsync();
            _hash.Dispose();
            await _work.DisposeAsync();
        }
    }
}
