namespace SparkReco.Ingest;

/// <summary>
/// The text of a number, the same whatever its source: integers verbatim, integral fractions and exponents as integers (<c>1.0</c> and
/// <c>1e3</c> become <c>1</c> and <c>1000</c>), <c>-0</c> as <c>0</c>, all other fractions as they stand.
/// </summary>
internal static class NumberText
{
    private const int MaxDigits = 309;

    /// <summary>The longest text that <see cref="TryWrite"/> can produce for a literal of the given length.</summary>
    public static int MaxLength(int literalLength) => literalLength + MaxDigits + 1;

    /// <summary>Writes the text of a JSON number literal. False when it is beyond the range of a double.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> literal, Span<byte> target, out int written)
    {
        var isNegative = literal[0] == (byte)'-';
        var unsigned = isNegative ? literal[1..] : literal;
        var e = unsigned.IndexOfAny((byte)'e', (byte)'E');
        var exponent = e < 0 ? 0 : ReadExponent(unsigned[(e + 1)..]);
        var mantissa = e < 0 ? unsigned : unsigned[..e];
        var point = mantissa.IndexOf((byte)'.');
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart((byte)'0');
        var fraction = point < 0 ? [] : mantissa[(point + 1)..].TrimEnd((byte)'0');

        written = 0;
        if (whole.IsEmpty && fraction.IsEmpty)
        {
            target[written++] = (byte)'0';
            return true;
        }

        // The value is the digits of whole and fraction times ten to the power of shift.
        var shift = exponent - fraction.Length;
        fraction = whole.IsEmpty ? fraction.TrimStart((byte)'0') : fraction;
        if (whole.Length + fraction.Length + shift > MaxDigits)
            return false;

        var trailingZeros = fraction.IsEmpty ? whole.Length - whole.TrimEnd((byte)'0').Length : 0;
        if (shift < -trailingZeros)
        {
            literal.CopyTo(target);
            written = literal.Length;
            return true;
        }

        if (isNegative)
            target[written++] = (byte)'-';

        whole.CopyTo(target[written..]);
        written += whole.Length;
        fraction.CopyTo(target[written..]);
        written += fraction.Length + Math.Min(shift, 0);
        target.Slice(written, Math.Max(shift, 0)).Fill((byte)'0');
        written += Math.Max(shift, 0);
        return true;
    }

    /// <summary>An exponent of more than four digits is as good as one of 9,999.</summary>
    private static int ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == (byte)'-';
        text = text.TrimStart("+-0"u8);
        var exponent = text.Length > 4 ? 9999 : 0;
        foreach (var digit in text.Length > 4 ? [] : text)
            exponent = (exponent * 10) + (digit - '0');

        return isNegative ? -exponent : exponent;
    }

    /// <summary>Sign, digits, point and digits, exponent; all but the first digits are optional.</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith((byte)'-') ? text[1..] : text;
        if (SkipDigits(ref text) == 0)
            return false;

        if (text.StartsWith((byte)'.'))
        {
            text = text[1..];
            SkipDigits(ref text);
        }

        if (text.IsEmpty)
            return true;

        var hasExponent = text[0] is (byte)'e' or (byte)'E';
        text = text[1..];
        text = text.StartsWith((byte)'-') || text.StartsWith((byte)'+') ? text[1..] : text;
        return hasExponent && SkipDigits(ref text) > 0 && text.IsEmpty;
    }

    private static int SkipDigits(ref ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count;
    }
}
