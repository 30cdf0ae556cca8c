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

/// <summary>A field's place in the record's bytes, without its quotes.</summary>
internal readonly record struct CsvField(int Start, int Length, bool IsQuoted, bool HasDoubledQuotes);

/// <summary>
/// Cuts one record of CSV (RFC 4180) into fields. Lines end with LF or CRLF; a quote is special only at the start of a field.
/// </summary>
internal sealed class CsvRecord(byte delimiter, byte quote)
{
    /// <summary>A longer quoted field is taken for a quote that was never closed.</summary>
    public const int MaxQuotedBytes = 1 << 20;

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
            var isQuoted = at < bytes.Length && bytes[at] == quote;
            var outcome = isQuoted ? ReadQuoted(bytes, isFinal, ref at) : ReadPlain(bytes, isFinal, ref at);
            if (outcome != CsvOutcome.Complete)
                return outcome;

            if (at < bytes.Length && bytes[at] == delimiter)
            {
                at++;
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
        var length = bytes[at..].IndexOfAny(delimiter, (byte)'\n');
        if (length < 0 && !isFinal)
            return CsvOutcome.NeedsMore;

        var end = length < 0 ? bytes.Length : at + length;
        var isLineEnd = end == bytes.Length || bytes[end] == (byte)'\n';
        end -= isLineEnd && end > at && bytes[end - 1] == (byte)'\r' ? 1 : 0;
        Add(new(at, end - at, IsQuoted: false, HasDoubledQuotes: false));
        at = end;
        return CsvOutcome.Complete;
    }

    private CsvOutcome ReadQuoted(ReadOnlySpan<byte> bytes, bool isFinal, ref int at)
    {
        var start = at + 1;
        var end = start;
        var hasDoubled = false;
        while (true)
        {
            var length = bytes[end..].IndexOf(quote);
            end = length < 0 ? bytes.Length : end + length;
            if (end - start > MaxQuotedBytes || (length < 0 && isFinal))
            {
                Consumed = at;
                return CsvOutcome.UnterminatedQuote;
            }

            // What follows the quote decides: up to two bytes must be there.
            if (length < 0 || (end + 2 >= bytes.Length && !isFinal))
                return CsvOutcome.NeedsMore;

            if (end + 1 == bytes.Length || bytes[end + 1] != quote)
                break;

            hasDoubled = true;
            end += 2;
        }

        Add(new(start, end - start, IsQuoted: true, hasDoubled));
        var rest = bytes[(end + 1)..];
        var isEnd = rest.IsEmpty || rest[0] == delimiter || rest[0] == (byte)'\n' || rest.StartsWith("\r\n"u8) || rest is [(byte)'\r'];
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
