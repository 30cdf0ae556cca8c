using Amazon.Runtime;
using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>The bytes of an object from one offset up to another; a connection that breaks is opened again where it broke.</summary>
internal sealed class S3Stream(string path, Func<long, CancellationToken, Task<Stream>> openAt, long start, long end, CancellationToken cancellation)
    : ReadOnlyStream
{
    private const int MostBreaks = 5; // without a byte between them

    private Stream? _stream;
    private CancellationTokenRegistration _stop;
    private long _offset = start;
    private int _breaks;

    /// <summary>Opens the first connection.</summary>
    public async Task OpenAsync()
    {
        var stream = _stream = await openAt(_offset, cancellation);
        // A read that waits for bytes ends with its stream.
        _stop.Dispose();
        _stop = cancellation.Register(stream.Dispose);
    }

    public override int Read(Span<byte> buffer)
    {
        while (_offset < end && !buffer.IsEmpty)
        {
            try
            {
                if (_stream is null)
                    OpenAsync().GetAwaiter().GetResult();
                if (Take(_stream!.Read(buffer[..(int)Math.Min(buffer.Length, end - _offset)])) is > 0 and var read)
                    return read;
            }
            catch (Exception error) when (IsBreak(error))
            {
                Break(error);
            }
            catch (AmazonClientException error)
            {
                throw VerifiedStream.OtherBytes(path, error);
            }
        }

        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_offset < end && !buffer.IsEmpty)
        {
            try
            {
                if (_stream is null)
                    await OpenAsync();
                if (Take(await _stream!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, end - _offset)], cancellationToken)) is > 0 and var read)
                    return read;
            }
            catch (Exception error) when (IsBreak(error))
            {
                Break(error);
            }
            catch (AmazonClientException error)
            {
                throw VerifiedStream.OtherBytes(path, error);
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
            _stream?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsBreak(Exception error) => error is (IOException and not StoreException) or HttpRequestException or ObjectDisposedException;

    private int Take(int read)
    {
        if (read == 0)
            Break(new EndOfStreamException());
        _offset += read;
        _breaks = 0;
        if (_offset == end)
            End();
        return read;
    }

    /// <summary>When the stream of the SDK ends it compares the bytes with the checksum of the service, where that sent one.</summary>
    private void End()
    {
        using var stream = _stream!;
        _stream = null;
        try
        {
            _ = stream.ReadByte();
        }
        catch (Exception error) when (IsBreak(error))
        {
            // All bytes are there.
        }
    }

    private void Break(Exception error)
    {
        cancellation.ThrowIfCancellationRequested();
        _stream?.Dispose();
        _stream = null;
        if (++_breaks > MostBreaks)
            throw new StoreException($"{path}: the connection to Amazon S3 broke {_breaks} times: {error.Message}", error) { IsTransient = true };
    }
}
