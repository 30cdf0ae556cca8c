using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// The compressed bytes of a gzip file. A <see cref="System.IO.Compression.DeflateStream"/> takes more bytes than it needs and does not say
/// how many; this stream remembers the last bytes that it took, among which the data must end, so that the end can be found.
/// </summary>
internal sealed class GzipInput(Stream stream) : ReadOnlyStream
{
    // Room for what one read takes and for the trailer and the next header behind it.
    private const int LookAhead = 1024;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _lastStart;
    private int _next;
    private int _end;
    private bool _isAtEnd;

    /// <summary>A read found no more bytes.</summary>
    public bool RanDry { get; private set; }

    /// <summary>How many bytes the last read took.</summary>
    public int LastLength => _next - _lastStart;

    public override int Read(Span<byte> buffer)
    {
        _lastStart = _next;
        if (_next == _end)
            Fill();

        var taken = Math.Min(Math.Min(buffer.Length, _end - _next), _buffer.Length - LookAhead);
        _buffer.AsSpan(_next, taken).CopyTo(buffer);
        _next += taken;
        RanDry = taken == 0;
        return taken;
    }

    /// <summary>The next byte, or -1 at the end.</summary>
    public int NextByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public bool IsAtEnd() => Peek(1).IsEmpty;

    /// <summary>The bytes that the last read took, and some behind them.</summary>
    public ReadOnlySpan<byte> LastAndNext()
    {
        while (_end - _next < LookAhead && Fill()) { }

        return _buffer.AsSpan(_lastStart, _end - _lastStart);
    }

    /// <summary>Goes on behind the given number of bytes of <see cref="LastAndNext"/>.</summary>
    public void ContinueAfter(int length)
    {
        _next = _lastStart + length;
        _lastStart = _next;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();

        base.Dispose(disposing);
    }

    private ReadOnlySpan<byte> Peek(int length)
    {
        while (_end - _next < length && Fill()) { }

        return _buffer.AsSpan(_next, Math.Min(length, _end - _next));
    }

    private bool Fill()
    {
        if (_isAtEnd)
            return false;

        _buffer.AsSpan(_lastStart, _end - _lastStart).CopyTo(_buffer);
        _end -= _lastStart;
        _next -= _lastStart;
        _lastStart = 0;
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
        return read > 0;
    }
}
