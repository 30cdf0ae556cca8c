using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>The UTF-8 text of a file: inflated when it is gzip, without a byte order mark, and refused when it is clearly something else.</summary>
internal sealed class TextStream : ReadOnlyStream
{
    private readonly Stream _stream;
    private readonly byte[] _head = new byte[ContentHead.Bytes];
    private int _next;
    private int _end;

    private TextStream(Stream stream)
    {
        _stream = stream;
        _end = _stream.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
    }

    public bool IsGzip => _stream is VerifiedGzipStream;

    private ReadOnlySpan<byte> Head => _head.AsSpan(0, _end);

    /// <exception cref="FileRejectedException">The content is no text, or not the gzip that the name promises.</exception>
    public static TextStream Open(Stream bytes, string path)
    {
        var text = new TextStream(bytes);
        if (ContentHead.IsGzip(text.Head))
        {
            text = new(new VerifiedGzipStream(text));
            if (ContentHead.IsGzip(text.Head))
                throw new FileRejectedException("gzip: another gzip file is inside");
        }
        else if (FileFormat.IsGzipName(path))
        {
            var format = text._end == 0 ? "an empty file" : ContentHead.BinaryFormat(text.Head);
            throw new FileRejectedException($"gzip: not a gzip file{(format is null ? "" : $" (looks like {format})")}");
        }

        text.RequireText();
        return text;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_next == _end)
            return _stream.Read(buffer);

        var taken = Math.Min(buffer.Length, _end - _next);
        _head.AsSpan(_next, taken).CopyTo(buffer);
        _next += taken;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();

        base.Dispose(disposing);
    }

    private void RequireText()
    {
        if (ContentHead.BinaryFormat(Head) is { } format)
            throw new FileRejectedException($"not a text file (looks like {format}): {ContentHead.RemedyOf(format)}");

        if (ContentHead.WideText(Head) is { } encoding)
            throw new FileRejectedException($"not UTF-8 (looks like {encoding}): save it as UTF-8");

        _next = Head.StartsWith("\uFEFF"u8) ? 3 : 0;
    }
}
