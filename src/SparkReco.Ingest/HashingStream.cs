using System.Buffers;
using System.Security.Cryptography;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>Hashes the bytes that are read through it, so that no file is read once more for its checksum. Disposing of it closes nothing: a reader may do so before the hash is asked for.</summary>
public sealed class HashingStream(Stream source, Action<long>? report = null) : ReadOnlyStream
{
    private const int ReportBytes = 1 << 22;
    private const int BlockBytes = 1 << 18;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _unreported;

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        _hash.AppendData(buffer[..read]);
        _unreported += read;
        if (_unreported >= ReportBytes || read == 0)
        {
            report?.Invoke(_unreported);
            _unreported = 0;
        }

        return read;
    }

    /// <summary>Reads what is left, and returns the SHA-256 of all bytes in lower-case hexadecimal.</summary>
    public string Finish(CancellationToken cancellation)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        while (Read(block) > 0)
            cancellation.ThrowIfCancellationRequested();

        ArrayPool<byte>.Shared.Return(block);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }
}
