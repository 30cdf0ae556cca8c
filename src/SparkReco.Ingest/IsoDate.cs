namespace SparkReco.Ingest;

/// <summary>Dates written as yyyy-MM-dd, in bytes.</summary>
internal static class IsoDate
{
    public const int Length = 10;

    public static bool TryRead(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != Length || text[4] != (byte)'-' || text[7] != (byte)'-')
        {
            return false;
        }

        if (!TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..], out int day))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    public static void Write(DateOnly date, Span<byte> target) => date.TryFormat(target, out _, "yyyy-MM-dd");

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
