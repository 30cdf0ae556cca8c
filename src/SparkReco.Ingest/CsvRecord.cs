namespace SparkReco.Ingest;

internal enum CsvOutcome
{
    /// <summary>A record was read.</summary>
    Complete,

    /// <summary>The bytes end before the record does.</summary>
    NeedsMore,

    /// <summary>A quoted field does not end, or ends too late.</summary>
    UnterminatedQuote,

    /// <summary>A quoted field is followed by something other than a delimiter or the end of the line.</summary>
    TextAfterQuote,
}

/// <summary>A field's place in the record's bytes, without its quotes. One with doubled quotes or escapes is not what it stands for.</summary>
internal readonly record struct CsvField(int Start, int Length, bool IsQuoted, bool IsEncoded);

/// <summary>
/// Cuts one record of CSV (RFC 4180) into fields. Lines end with LF or CRLF; a quote is special only at the start of a field, an escape everywhere.
/// </summary>
internal sealed class CsvRecord(CsvDialect dialect)
{
    /// <summary>A longer quoted field is taken for a quote that was never closed.</summary>
    public const int MaxQuotedBytes = 1 << 20;

    private readonly byte _delimiter = dialect.Delimiter[0];
    private readonly bool _isSimple = dialect.IsSimple;
    private readonly int _quote = dialect.Quote;
    private readonly int _escape = dialect.Escape;
    private CsvField[] _fields = new CsvField[32];

    public int Count { get; private set; }

    /// <summary>How many bytes the record takes, its line break included; after a bad quote, the offset of that quote.</summary>
    public int Consumed { get; private set; }

    /// <summary>The length without the line break.</summary>
    public int TextLength { get; private set; }

    public ReadOnlySpan<CsvField> Fields => _fields.AsSpan(0, Count);

    /// <summary>Reads the record at the start of the bytes. The last bytes of a file are final.</summary>
    public CsvOutcome Parse(ReadOnlySpan<byte> bytes, bool isFinal)
    {
        Count = 0;
        var at = 0;
        while (true)
        {
            var isQuoted = at < bytes.Length && bytes[at] == _quote;
            var outcome = isQuoted ? ReadQuoted(bytes, isFinal, ref at) : ReadPlain(bytes, isFinal, ref at);
            if (outcome != CsvOutcome.Complete)
                return outcome;

            if (IsDelimiter(bytes, at))
            {
                at += dialect.Delimiter.Length;
                continue;
            }

            TextLength = at;
            var lineBreak = at < bytes.Length && bytes[at] == (byte)'\r' ? 2 : 1;
            Consumed = Math.Min(at + lineBreak, bytes.Length);
            return CsvOutcome.Complete;
        }
    }

    private CsvOutcome ReadPlain(ReadOnlySpan<byte> bytes, bool isFinal, ref int at)
    {
        var isEncoded = false;
        var length = _isSimple ? bytes[at..].IndexOfAny(_delimiter, (byte)'\n') : LengthOfPlain(bytes[at..], isFinal, out isEncoded);
        if (length < 0 && !isFinal)
            return CsvOutcome.NeedsMore;

        var end = length < 0 ? bytes.Length : at + length;
        var isLineEnd = end == bytes.Length || bytes[end] == (byte)'\n';
        end -= isLineEnd && end > at && bytes[end - 1] == (byte)'\r' ? 1 : 0;
        Add(new(at, end - at, IsQuoted: false, isEncoded));
        at = end;
        return CsvOutcome.Complete;
    }

    /// <summary>The length of a field up to a delimiter or line break that is not escaped; -1 where the bytes end before.</summary>
    private int LengthOfPlain(ReadOnlySpan<byte> bytes, bool isFinal, out bool isEncoded)
    {
        isEncoded = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == _escape)
            {
                isEncoded = true;
                i++;
            }
            else if (bytes[i] == _delimiter && !isFinal && bytes.Length - i < dialect.Delimiter.Length)
            {
                return -1;
            }
            else if (bytes[i] == (byte)'\n' || IsDelimiter(bytes, i))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsDelimiter(ReadOnlySpan<byte> bytes, int at) =>
        at < bytes.Length && bytes[at] == _delimiter && (dialect.Delimiter.Length == 1 || bytes[at..].StartsWith(dialect.Delimiter));

    private CsvOutcome ReadQuoted(ReadOnlySpan<byte> bytes, bool isFinal, ref int at)
    {
        var start = at + 1;
        var end = start;
        var isEncoded = false;
        while (true)
        {
            var length = _escape < 0 ? bytes[end..].IndexOf((byte)_quote) : bytes[end..].IndexOfAny((byte)_quote, (byte)_escape);
            end = length < 0 ? bytes.Length : end + length;
            if (end - start > MaxQuotedBytes || (length < 0 && isFinal))
            {
                Consumed = at;
                return CsvOutcome.UnterminatedQuote;
            }

            // What follows the quote decides: a line break or a delimiter, and one byte more, must be there.
            if (length < 0 || (end + 1 + dialect.Delimiter.Length >= bytes.Length && !isFinal))
                return CsvOutcome.NeedsMore;

            var isEscape = bytes[end] == _escape && _escape != _quote;
            if (!isEscape && (end + 1 == bytes.Length || bytes[end + 1] != _quote))
                break;

            isEncoded = true;
            end = Math.Min(end + 2, bytes.Length);
        }

        Add(new(start, end - start, IsQuoted: true, isEncoded));
        var rest = bytes[(end + 1)..];
        var isEnd = rest.IsEmpty || IsDelimiter(rest, 0) || rest[0] == (byte)'\n' || rest.StartsWith("\r\n"u8) || rest is [(byte)'\r'];
        Consumed = at;
        at = end + 1;
        return isEnd ? CsvOutcome.Complete : CsvOutcome.TextAfterQuote;
    }

    private void Add(CsvField field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, Count * 2);

        _fields[Count++] = field;
    }
}
