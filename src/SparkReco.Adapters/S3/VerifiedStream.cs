using System.Security.Cryptography;
using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>The bytes of a whole object; where they are not those that the service stored, the end of the stream is an error.</summary>
/// <param name="inner">The bytes as they arrive.</param>
/// <param name="path">The object, for the message.</param>
/// <param name="md5">The MD5 of the bytes that were stored, asked for at the end; null where it is not known.</param>
internal sealed class VerifiedStream(Stream inner, string path, Func<string?> md5) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private bool _isEnded;

    public static StoreException OtherBytes(string path, Exception? cause) =>
        new($"{path}: other bytes arrived than Amazon S3 has stored; start the run again", cause!) { IsTransient = true };

    public override int Read(Span<byte> buffer) => Seen(inner.Read(buffer), buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Seen(await inner.ReadAsync(buffer, cancellationToken), buffer.Span);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Seen(int count, ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer[..count]);
        if (count > 0 || buffer.IsEmpty || _isEnded)
            return count;
        _isEnded = true;
        return md5() is { } expected && Convert.ToHexStringLower(_hash.GetHashAndReset()) != expected ? throw OtherBytes(path, cause: null) : 0;
    }
}
