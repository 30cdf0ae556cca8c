using System.Text.Json;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// Objects of JSON one a line, from an array of them, from objects that follow each other without line breaks, or from objects that have
/// several lines: line n is the n-th object. What is no JSON goes through, to be told as a row that cannot be read.
/// </summary>
internal sealed class JsonObjects(Stream text) : ReadOnlyStream
{
    private readonly byte[] _block = new byte[1 << 16];
    private byte[] _lines = new byte[1 << 17];
    private int _start;
    private int _length;
    private int _depth;
    private bool _isInText;
    private bool _isEscaped;
    private bool _isInArray;
    private bool _isFirst = true;
    private bool _isInValue;

    /// <summary>Whether a text is not one object a line: an array of objects, or objects whose first is followed by another on its line, or has several lines itself.</summary>
    public static bool AreIn(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOfAnyExcept(" \t\r\n"u8);
        if (at < 0 || head[at] is not ((byte)'{' or (byte)'['))
            return false;

        head = head[at..];
        if (head[0] == (byte)'[')
            return head[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)']', ..];

        var reader = new Utf8JsonReader(head, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonRowParser.MaxDepth }));
        try
        {
            if (!reader.Read() || !reader.TrySkip())
                return false;
        }
        catch (JsonException)
        {
            return false;
        }

        var first = head[..(int)reader.BytesConsumed];
        var rest = head[first.Length..].TrimStart(" \t\r"u8);
        return first.Contains((byte)'\n') || rest.StartsWith((byte)'{') || rest.StartsWith((byte)',');
    }

    public override int Read(Span<byte> buffer)
    {
        while (_length == 0)
        {
            var read = text.Read(_block);
            _start = 0;
            if (read == 0)
            {
                if (!_isInArray || _isInValue)
                    return 0;

                // An array that is cut off between two of its elements would look whole: a line that is no JSON tells it.
                foreach (var letter in "the array does not end\n"u8)
                    Append(letter);
                _isInArray = false;
            }

            foreach (var value in _block.AsSpan(0, read))
                Take(value);
        }

        var taken = Math.Min(buffer.Length, _length);
        _lines.AsSpan(_start, taken).CopyTo(buffer);
        _start += taken;
        _length -= taken;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();

        base.Dispose(disposing);
    }

    private void Take(byte value)
    {
        if (_isInText)
        {
            _isInText = _isEscaped || value != (byte)'"';
            _isEscaped = !_isEscaped && value == (byte)'\\';
            Write(value);
            return;
        }

        switch (value)
        {
            case (byte)'[' when _isFirst:
                _isInArray = true;
                break;
            case (byte)']' when _depth == 0 && _isInArray:
                EndValue();
                _isInArray = false;
                break;
            case (byte)',' when _depth == 0:
                EndValue();
                break;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' when _depth == 0 && !_isInValue:
                return;
            case (byte)'{' or (byte)'[':
                if (_depth == 0)
                    EndValue();

                _depth++;
                Write(value);
                break;
            case (byte)'}' or (byte)']':
                Write(value);
                if (--_depth <= 0)
                    EndValue();

                break;
            default:
                _isInText = value == (byte)'"';
                Write(value is (byte)'\n' or (byte)'\r' ? (byte)' ' : value);
                break;
        }

        _isFirst = false;
    }

    private void EndValue()
    {
        _depth = Math.Max(_depth, 0);
        if (!_isInValue)
            return;

        Append((byte)'\n');
        _isInValue = false;
    }

    private void Write(byte value)
    {
        _isInValue = true;
        Append(value);
    }

    private void Append(byte value)
    {
        if (_start + _length == _lines.Length)
            Array.Resize(ref _lines, _lines.Length * 2);

        _lines[_start + _length++] = value;
    }
}
