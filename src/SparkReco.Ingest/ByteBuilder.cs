namespace SparkReco.Ingest;

/// <summary>A growing text of bytes that is used again and again.</summary>
internal sealed class ByteBuilder
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public Span<byte> Span => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> text) => text.CopyTo(Reserve(text.Length));

    public void Replace(ReadOnlySpan<byte> text)
    {
        Clear();
        Append(text);
    }

    /// <summary>Makes the text longer and returns the new part, to be filled.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));

        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }
}
