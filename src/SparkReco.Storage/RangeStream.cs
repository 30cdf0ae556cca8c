namespace SparkReco.Storage;

/// <summary>The bytes of a file from one offset up to another.</summary>
internal sealed class RangeStream : ReadOnlyStream
{
    private readonly FileStream _file;
    private long _left;

    public RangeStream(FileStream file, long start, long end)
    {
        _file = file;
        _file.Position = start;
        _left = end - start;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();

        base.Dispose(disposing);
    }
}
