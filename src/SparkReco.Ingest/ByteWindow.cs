using System.Buffers;

namespace SparkReco.Ingest;

/// <summary>The bytes of a stream that are being looked at: a buffer that is refilled from behind, and grows when asked to.</summary>
internal sealed class ByteWindow(Stream stream) : IDisposable
{
    private const int BlockBytes = 1 << 18;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private int _end;

    public byte[] Buffer => _buffer;

    /// <summary>Where the bytes not yet consumed begin.</summary>
    public int Start { get; private set; }

    /// <summary>No byte follows those in the window.</summary>
    public bool IsFinal { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(Start, _end - Start);

    public void Consume(int count) => Start += count;

    /// <summary>Reads more bytes behind those not yet consumed. False at the end of the stream.</summary>
    public bool Fill()
    {
        if (Start > 0)
        {
            Bytes.CopyTo(_buffer);
            _end -= Start;
            Start = 0;
        }

        if (_end == _buffer.Length)
            Grow();

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        IsFinal = read == 0;
        return !IsFinal;
    }

    /// <summary>Puts bytes in front of those not yet consumed.</summary>
    public void PutBack(ReadOnlySpan<byte> bytes)
    {
        var length = Bytes.Length;
        if (_buffer.Length < bytes.Length + length)
            Grow();

        Bytes.CopyTo(_buffer.AsSpan(bytes.Length));
        bytes.CopyTo(_buffer);
        Start = 0;
        _end = bytes.Length + length;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
