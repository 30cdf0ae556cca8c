using System.Buffers;
using System.Text;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// The text of a file in UTF-8: unpacked, of another encoding where the settings or a byte order mark say so, without that mark and the lines
/// to skip, JSON objects one a line; and refused when it is clearly something else.
/// </summary>
internal sealed class TextStream : ReadOnlyStream
{
    // As much as tells whether objects of JSON have lines of their own.
    private const int HeadBytes = 1 << 16;

    // As much as has a letter outside ASCII where a language has any.
    private const int BytesForEncoding = 1 << 26;

    private readonly Stream _stream;
    private readonly byte[] _head = new byte[HeadBytes];
    private int _next;
    private int _end;

    private TextStream(Stream stream, bool isPacked = false)
    {
        _stream = stream;
        IsPacked = isPacked;
        Fill();
    }

    /// <summary>Whether damage may show at the end only.</summary>
    public bool IsPacked { get; }

    /// <summary>Whether the text is another than that of the file: from another encoding, or with its objects one a line.</summary>
    public bool IsTranscoded { get; private init; }

    private ReadOnlySpan<byte> Head => _head.AsSpan(_next, _end - _next);

    private ReadOnlySpan<byte> Beginning => Head[..Math.Min(Head.Length, ContentHead.Bytes)];

    /// <summary>The encoding that text is most likely in, unpacked; null where it is UTF-8 or has a byte order mark.</summary>
    /// <exception cref="FileRejectedException">It is not the compression that the name promises.</exception>
    public static string? EncodingOf(Stream bytes, string path)
    {
        using var text = Unpack(new TextStream(bytes), path);
        return ContentHead.Mark(text.Beginning) is not null || ContentHead.BinaryFormat(text.Beginning) is not null
            ? null
            : ContentHead.WideText(text.Beginning) ?? (IsUtf8(text) ? null : "windows-1252");
    }

    /// <exception cref="FileRejectedException">The content is no text, or not the compression that the name promises.</exception>
    public static TextStream Open(Stream bytes, string path, SourceSettings settings)
    {
        var text = Unpack(new TextStream(bytes), path);
        if (TextEncoding.Of(settings, text.Beginning) is { } encoding)
            text = new(Encoding.CreateTranscodingStream(text, encoding, new UTF8Encoding(false)), text.IsPacked) { IsTranscoded = true };
        else
            text.RequireText(settings.Key);

        text._next += text.Head.StartsWith("\uFEFF"u8) ? 3 : 0;
        for (var line = 0; line < settings.SkipLines; line++)
            text.SkipLine();

        var isJson = FileFormat.Of(path, settings) is SourceFormat.JsonLines or SourceFormat.DynamoDb;
        return isJson && JsonObjects.AreIn(text.Head) ? new(new JsonObjects(text), text.IsPacked) { IsTranscoded = true } : text;
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

    private static TextStream Unpack(TextStream text, string path)
    {
        var promised = Compression.OfName(path);
        var found = Compression.OfContent(text.Head);
        if (promised is not null && promised != found)
        {
            var format = text.Head.IsEmpty ? "an empty file" : ContentHead.BinaryFormat(text.Beginning);
            throw new FileRejectedException($"{promised.Name}: not a {promised.Name} file{(format is null ? "" : $" (looks like {format})")}");
        }

        if (found is null)
            return text;

        var unpacked = new TextStream(found.Open(text), isPacked: true);
        return Compression.OfContent(unpacked.Head) is { } inner
            ? throw new FileRejectedException($"{found.Name}: another {inner.Name} file is inside")
            : unpacked;
    }

    /// <summary>Whether a text is UTF-8, as far as one looks: a few broken letters are no other encoding.</summary>
    private static bool IsUtf8(TextStream text)
    {
        var buffer = new byte[HeadBytes];
        var kept = 0;
        var (whole, broken) = (0L, 0L);
        for (
            var seen = 0;
            seen < BytesForEncoding && text.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false) is > 0 and var read;
            seen += read
        )
        {
            var end = kept + read;
            // A letter may be cut: what begins with its first byte is left for the next time.
            var cut = end;
            while (end == buffer.Length && cut > end - 4 && (buffer[cut - 1] & 0xC0) == 0x80)
                cut--;
            cut -= end == buffer.Length && buffer[cut - 1] >= 0xC0 ? 1 : 0;
            CountLetters(buffer.AsSpan(0, cut));
            buffer.AsSpan(cut, kept = end - cut).CopyTo(buffer);
        }

        return broken <= whole;

        void CountLetters(ReadOnlySpan<byte> rest)
        {
            while (rest.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var letter)
            {
                var isWhole = Rune.DecodeFromUtf8(rest[letter..], out _, out var length) == OperationStatus.Done;
                whole += isWhole ? 1 : 0;
                broken += isWhole ? 0 : 1;
                rest = rest[(letter + length)..];
            }
        }
    }

    private void RequireText(string key)
    {
        if (ContentHead.BinaryFormat(Beginning) is { } format)
            throw new FileRejectedException($"not a text file (looks like {format}): {ContentHead.RemedyOf(format)}");

        if (ContentHead.WideText(Beginning) is { } encoding)
            throw new FileRejectedException($"not UTF-8 (looks like UTF-16): set {key}.encoding to {encoding}, or save it as UTF-8");
    }

    private void SkipLine()
    {
        while (!Head.IsEmpty)
        {
            var end = Head.IndexOf((byte)'\n');
            _next = end < 0 ? _end : _next + end + 1;
            if (Head.Length < HeadBytes / 2)
                Fill();

            if (end >= 0)
                return;
        }
    }

    /// <summary>Fills the head up with what follows.</summary>
    private void Fill()
    {
        Head.CopyTo(_head);
        (_next, _end) = (0, _end - _next);
        _end += _stream.ReadAtLeast(_head.AsSpan(_end), _head.Length - _end, throwOnEndOfStream: false);
    }
}
