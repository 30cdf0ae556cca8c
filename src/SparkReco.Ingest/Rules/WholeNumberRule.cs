using System.Buffers.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>
/// A whole number from a minimum of 0 or 1 to a maximum: digits with an optional sign, or a float that is integral, such as
/// <c>12.0</c> or <c>1e3</c>. Other fractions are a flaw unless they are to be rounded down.
/// </summary>
public sealed class WholeNumberRule(FieldType type, long minimum = 0, long maximum = long.MaxValue, bool roundsDown = false) : FieldRule(type)
{
    private const int SafeDigits = 18;
    private const int MaxLiteral = 400;

    public override FieldKind Kind => roundsDown ? FieldKind.Duration : FieldKind.Number;

    public override string Remedy => roundsDown ? "unit, format and decimal read other forms" : "decimal reads other forms";

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || NullWords.IsNoNumber(text))
            return FieldValue.Null;

        long number = 0;
        var flaw = text.Length <= SafeDigits && TryDigits(text, out number) ? null : TryLiteral(text, out number);
        if (flaw is not null)
            return FieldValue.Bad(flaw);

        return number switch
        {
            < 0 => FieldValue.OutOfRange("is negative"),
            _ when number < minimum => FieldValue.OutOfRange($"is below {minimum}"),
            // A duration that is too long is most likely one of another unit.
            _ when number > maximum => roundsDown ? FieldValue.Bad($"is above {maximum}") : FieldValue.OutOfRange($"is above {maximum}"),
            _ => FieldValue.Of(number),
        };
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!Characters.IsDigit(digit))
                return false;

            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private string? TryLiteral(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        var isPlus = text[0] == (byte)'+' && text.Length > 1 && Characters.IsDigit(text[1]);
        var literal = isPlus ? text[1..] : text;
        if (literal.Length > MaxLiteral || !NumberText.IsLiteral(literal))
            return text.Contains((byte)',') ? "is not a number without commas, such as 1234 or 12.5" : "is not a whole number";

        Span<byte> canonical = stackalloc byte[NumberText.MaxLength(literal.Length)];
        if (!NumberText.TryWrite(literal, canonical, out var length))
            return literal[0] == (byte)'-' ? "is negative" : "is above the largest number";

        canonical = canonical[..length];
        if (!canonical.ContainsAny(".eE"u8))
        {
            var fits = Utf8Parser.TryParse(canonical, out number, out var used) && used == length;
            return fits ? null
                : canonical[0] == (byte)'-' ? "is negative"
                : "is above the largest number";
        }

        return roundsDown ? RoundDown(canonical, out number) : "is not a whole number";
    }

    private static string? RoundDown(ReadOnlySpan<byte> fraction, out long number)
    {
        _ = Utf8Parser.TryParse(fraction, out double value, out _);
        number = (long)Math.Floor(value);
        return value >= long.MaxValue ? "is above the largest number" : null;
    }
}
