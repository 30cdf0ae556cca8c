using System.Buffers;

namespace SparkReco.Ingest;

/// <summary>Cuts a stream into lines at LF. Memory stays bounded: a line over the limit is skipped, and only its head is kept.</summary>
public sealed class LineReader(Stream stream, long linesBefore, int maxLineBytes) : IDisposable
{
    private const int BlockBytes = 1 << 18;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private int _next;
    private int _end;

    /// <summary>Holds the current line, at <see cref="Start"/>, until the next read.</summary>
    public byte[] Buffer => _buffer;

    public int Start { get; private set; }

    /// <summary>The length without the line break.</summary>
    public int Length { get; private set; }

    /// <summary>The 1-based number of the line in its file.</summary>
    public long Number { get; private set; } = linesBefore;

    public bool IsTooLong { get; private set; }

    /// <summary>The stream ended before a line break came.</summary>
    public bool IsCut { get; private set; }

    public ReadOnlySpan<byte> Line => _buffer.AsSpan(Start, Length);

    public bool Read()
    {
        var scanned = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_next + scanned, _end - _next - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                Take(scanned + at, isCut: false);
                return true;
            }

            scanned = _end - _next;
            if (scanned > maxLineBytes)
            {
                TakeHeadAndSkip();
                return true;
            }

            if (!Fill())
            {
                Take(scanned, isCut: true);
                return scanned > 0;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Take(int length, bool isCut)
    {
        Start = _next;
        IsCut = isCut;
        IsTooLong = length > maxLineBytes;
        Length = IsTooLong ? Math.Min(length, RawText.MaxBytes) : length;
        Length -= Length > 0 && _buffer[Start + Length - 1] == (byte)'\r' ? 1 : 0;
        _next += isCut ? length : length + 1;
        Number++;
    }

    private void TakeHeadAndSkip()
    {
        var head = Math.Min(_end - _next, RawText.MaxBytes);
        _buffer.AsSpan(_next, head).CopyTo(_buffer);
        Start = 0;
        Length = head;
        IsTooLong = true;
        Number++;
        var at = -1;
        do
        {
            _next = head;
            _end = head + stream.Read(_buffer, head, _buffer.Length - head);
            IsCut = _end == head;
            at = _buffer.AsSpan(head, _end - head).IndexOf((byte)'\n');
        } while (at < 0 && !IsCut);
        _next = IsCut ? _end : head + at + 1;
    }

    /// <summary>Reads more behind the bytes not yet taken. False at the end of the stream.</summary>
    private bool Fill()
    {
        if (_next > 0)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            _end -= _next;
            _next = 0;
        }

        if (_end == _buffer.Length)
            Grow();

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
