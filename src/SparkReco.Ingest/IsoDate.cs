namespace SparkReco.Ingest;

/// <summary>Dates written as yyyy-MM-dd, or without the hyphens, in bytes.</summary>
internal static class IsoDate
{
    public const int Length = 10;

    /// <summary>Reads yyyy-MM-dd or yyyyMMdd.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        return text.Length == Length
            ? text[4] == (byte)'-' && text[7] == (byte)'-' && TryRead(text[..4], text[5..7], text[8..], out date)
            : TryReadCompact(text, out date);
    }

    /// <summary>Reads yyyyMMdd.</summary>
    public static bool TryReadCompact(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        return text.Length == 8 && TryRead(text[..4], text[4..6], text[6..], out date);
    }

    private static bool TryRead(ReadOnlySpan<byte> years, ReadOnlySpan<byte> months, ReadOnlySpan<byte> days, out DateOnly date)
    {
        date = default;
        if (!TryDigits(years, out var year) || !TryDigits(months, out var month) || !TryDigits(days, out var day))
            return false;

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        date = new DateOnly(year, month, day);
        return true;
    }

    public static void Write(DateOnly date, Span<byte> target) => date.TryFormat(target, out _, "yyyy-MM-dd");

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
