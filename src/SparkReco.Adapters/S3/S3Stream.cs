using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>The bytes of an object from one offset up to another; a connection that breaks is opened again where it broke.</summary>
internal sealed class S3Stream(string path, Func<long, Stream> openAt, long start, long end) : ReadOnlyStream
{
    private const int MostBreaks = 5; // without a byte between them

    private Stream? _stream = openAt(start);
    private long _offset = start;
    private int _breaks;

    public override int Read(Span<byte> buffer)
    {
        while (_offset < end && !buffer.IsEmpty)
        {
            _stream ??= openAt(_offset);
            try
            {
                var read = _stream.Read(buffer);
                if (read > 0)
                {
                    _offset += read;
                    _breaks = 0;
                    return read;
                }

                Break(new EndOfStreamException());
            }
            catch (Exception error) when (error is IOException or HttpRequestException)
            {
                Break(error);
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream?.Dispose();
        base.Dispose(disposing);
    }

    private void Break(Exception error)
    {
        _stream?.Dispose();
        _stream = null;
        if (++_breaks > MostBreaks)
            throw new IOException($"{path}: the connection to Amazon S3 broke {_breaks} times: {error.Message}", error);
    }
}
