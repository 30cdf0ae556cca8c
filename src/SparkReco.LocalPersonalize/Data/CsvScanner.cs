using System.Text;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>
/// Splits CSV into records and fields without making objects of them. A field may stand in double quotes, within which <c>""</c> or <c>\"</c>
/// is a quote, <c>\\</c> a backslash, and line ends are part of the text.
/// </summary>
internal sealed class CsvScanner(Stream stream)
{
    private const int LongestRecord = 1 << 24;

    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private (int Start, int Length, bool IsQuoted)[] _fields = new (int, int, bool)[8];

    /// <summary>The number of the record that was read last, counted from 1.</summary>
    public long Record { get; private set; }

    public int FieldCount { get; private set; }

    /// <summary>Whether the field stood in quotes.</summary>
    public bool IsQuoted(int field) => _fields[field].IsQuoted;

    /// <summary>The bytes of a field of the record, good until the next is read.</summary>
    public ReadOnlySpan<byte> this[int field] => _buffer.AsSpan(_fields[field].Start, _fields[field].Length);

    public string TextOf(int field) => Encoding.UTF8.GetString(this[field]);

    /// <summary>Reads the next record; false at the end. Empty lines are passed over.</summary>
    /// <exception cref="InvalidDataException">A quote is not closed.</exception>
    public bool Read()
    {
        if (Record == 0)
        {
            Fill();
            if (_buffer.AsSpan(_start, _end - _start).StartsWith(Encoding.UTF8.Preamble))
                _start += Encoding.UTF8.Preamble.Length;
        }

        while (true)
        {
            if (_start == _end && !Fill())
                return false;
            int next;
            while ((next = Split()) < 0)
            {
                if (!Fill())
                    throw new InvalidDataException($"record {Record + 1}: a quote is not closed");
            }

            _start = next;
            Unescape();
            if (FieldCount == 1 && _fields[0] is { Length: 0, IsQuoted: false })
                continue;
            Record++;
            return true;
        }
    }

    /// <summary>Finds the fields of the record at the start, and gives where the next begins; -1 where the buffer ends before.</summary>
    private int Split()
    {
        FieldCount = 0;
        var at = _start;
        while (true)
        {
            if (at < _end && _buffer[at] == '"')
            {
                if (!SplitQuoted(ref at))
                    return -1;
            }
            else
            {
                var length = _buffer.AsSpan(at, _end - at).IndexOfAny((byte)',', (byte)'\n');
                if (length < 0 && !_isAtEnd)
                    return -1;
                if (length < 0)
                    length = _end - at;
                var end = at + length;
                var isLast = end == _end || _buffer[end] == '\n';
                AddField(at, length > 0 && isLast && _buffer[end - 1] == '\r' ? length - 1 : length, isQuoted: false);
                at = end;
            }

            if (at == _end)
                return _end;
            if (_buffer[at++] == '\n')
                return at;
        }
    }

    /// <summary>Takes the field in quotes, and goes to the comma or line end behind it.</summary>
    private bool SplitQuoted(ref int at)
    {
        var isEscaped = false;
        var close = at + 1;
        while (true)
        {
            if (close >= _end)
                return false;
            if (_buffer[close] == '\\')
            {
                isEscaped = true;
                close += 2;
            }
            else if (_buffer[close] != '"')
            {
                close++;
            }
            else if (close + 1 == _end && !_isAtEnd)
            {
                return false;
            }
            else if (close + 1 < _end && _buffer[close + 1] == '"')
            {
                isEscaped = true;
                close += 2;
            }
            else
            {
                break;
            }
        }

        var rest = _buffer.AsSpan(close + 1, _end - close - 1).IndexOfAny((byte)',', (byte)'\n');
        if (rest < 0 && !_isAtEnd)
            return false;
        var behind = _buffer.AsSpan(close + 1, rest < 0 ? _end - close - 1 : rest);
        if (behind is not ([] or [(byte)'\r']))
            throw new InvalidDataException($"record {Record + 1}: there is text behind a closing quote");
        var start = at + 1;
        var length = close - start;
        // Marked by the sign: escapes go when the record is whole, since one that is not is split once more.
        AddField(start, isEscaped ? ~length : length, isQuoted: true);
        at = rest < 0 ? _end : close + 1 + rest;
        return true;
    }

    /// <summary>Moves the bytes of fields together over their escapes.</summary>
    private void Unescape()
    {
        for (var field = 0; field < FieldCount; field++)
        {
            var (start, marked, isQuoted) = _fields[field];
            if (marked >= 0)
                continue;
            var (to, end) = (start, start + ~marked);
            for (var from = start; from < end; from++)
            {
                if (_buffer[from] is (byte)'\\' or (byte)'"' && from + 1 < end)
                    from++;
                _buffer[to++] = _buffer[from];
            }

            _fields[field] = (start, to - start, isQuoted);
        }
    }

    private void AddField(int start, int length, bool isQuoted)
    {
        if (FieldCount == _fields.Length)
            Array.Resize(ref _fields, FieldCount * 2);
        _fields[FieldCount++] = (start, length, isQuoted);
    }

    /// <summary>Reads more behind the record at the start, or that there is no more; false where that is known.</summary>
    private bool Fill()
    {
        if (_isAtEnd)
            return false;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end >= LongestRecord)
                throw new InvalidDataException($"record {Record + 1}: it is longer than {LongestRecord} bytes, or a quote is not closed");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var free = _buffer.AsSpan(_end);
        var read = stream.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
        _end += read;
        _isAtEnd = read < free.Length;
        return true;
    }
}
