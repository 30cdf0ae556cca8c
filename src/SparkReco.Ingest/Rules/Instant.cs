using System.Globalization;

namespace SparkReco.Ingest.Rules;

/// <summary>Reads points in time as milliseconds since 1970-01-01 UTC, rounded down.</summary>
internal static class Instant
{
    public const long DayMilliseconds = 86_400_000;

    private const int MaxDigits = 19;
    private const int MaxLiteral = 32;

    // Seconds of fewer digits are in the years 1970 to 1973: a number like that is nearly always something else.
    private const int MinDigits = 9;
    private const long EndOfSeconds = 100_000_000_000;

    /// <summary>The days from 1970-01-01 to a day.</summary>
    public static long DayNumber(DateOnly day) => day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Whether a text says that there is no time: a null word, or the zero date of MySQL.</summary>
    public static bool IsNothing(ReadOnlySpan<byte> text) =>
        NullWords.IsNoNumber(text) || (text.StartsWith("0000-00-00"u8) && !text[IsoDate.Length..].ContainsAnyExcept(" T0:."u8));

    /// <summary>
    /// Reads a number since 1970, digits that write out a day or a time, or an ISO 8601 date and time; what has no zone is UTC. Returns
    /// what is wrong: a year, or another number that would be a day of the seventies, is no time.
    /// </summary>
    public static string? Read(ReadOnlySpan<byte> text, out long milliseconds) => Read(text, out milliseconds, out _);

    /// <summary>The same; what has no zone is told.</summary>
    public static string? Read(ReadOnlySpan<byte> text, out long milliseconds, out bool isLocal)
    {
        isLocal = false;
        // A float with an exponent, as pandas writes it to CSV.
        if (text.Length <= MaxLiteral && text.ContainsAny((byte)'e', (byte)'E') && NumberText.IsLiteral(text))
        {
            Span<byte> canonical = stackalloc byte[NumberText.MaxLength(MaxLiteral)];
            if (NumberText.TryWrite(text, canonical, out var length) && !canonical[..length].ContainsAny((byte)'e', (byte)'E'))
                return Read(canonical[..length], out milliseconds, out isLocal);
        }

        if (TryEpoch(text, out milliseconds, out var digits, out var isWhole))
        {
            isLocal = isWhole && TryCompact(digits, ref milliseconds);
            return isLocal || digits.TrimStart((byte)'0').Length >= MinDigits ? null : DescribeNumber(digits);
        }

        return TryIso(text, out milliseconds, out isLocal) ? null : "is not a date or time";
    }

    private static string DescribeNumber(ReadOnlySpan<byte> digits) =>
        digits.Length switch
        {
            4 => "is a year and no day",
            5 => "is a number that looks like a spreadsheet's day",
            6 => "is a number that looks like a month",
            _ => "is a number that is no time",
        };

    /// <summary>Digits that write out a day, or a day with minutes or seconds. No number since 1970 of so many digits is a time of 1900 to 2100 but those of 1976 in milliseconds.</summary>
    private static bool TryCompact(ReadOnlySpan<byte> digits, ref long milliseconds)
    {
        if (digits.Length is not (8 or 12 or 14) || !IsoDate.TryReadCompact(digits[..8], out var day) || day.Year is < 1900 or > 2100)
            return false;

        int hour = 0,
            minute = 0,
            second = 0;
        var isTime =
            digits.Length == 8
            || (
                TryTwo(digits[8..], 23, out hour) & TryTwo(digits[10..], 59, out minute)
                && (digits.Length == 12 || TryTwo(digits[12..], 59, out second))
            );
        if (isTime)
            milliseconds = (DayNumber(day) * DayMilliseconds) + (((((hour * 60L) + minute) * 60) + second) * 1000);

        return isTime;
    }

    /// <summary>Digits with an optional sign and a fraction, of which milliseconds count. The magnitude tells the unit: seconds, milli-, micro- or nanoseconds.</summary>
    private static bool TryEpoch(ReadOnlySpan<byte> text, out long milliseconds, out ReadOnlySpan<byte> whole, out bool isWhole)
    {
        milliseconds = 0;
        isWhole = false;
        var point = text.IndexOf((byte)'.');
        var fraction = point < 0 ? [] : text[(point + 1)..];
        whole = point < 0 ? text : text[..point];
        var isSigned = !whole.IsEmpty && whole[0] is (byte)'-' or (byte)'+';
        var isNegative = isSigned && whole[0] == (byte)'-';
        whole = isSigned ? whole[1..] : whole;
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || !AreDigits(whole) || !AreDigits(fraction))
            return false;

        isWhole = !isSigned && !fraction.ContainsAnyExcept((byte)'0');
        var digits = whole.TrimStart((byte)'0');
        var fits = digits.Length <= MaxDigits & long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var magnitude = fits ? number : long.MaxValue;
        milliseconds = digits.IsEmpty ? 0 : ToMilliseconds(magnitude, isNegative);
        if (magnitude < EndOfSeconds)
            milliseconds += (isNegative ? -1 : 1) * Thousandths(fraction);

        return true;
    }

    private static long ToMilliseconds(long magnitude, bool isNegative)
    {
        var number = isNegative ? -magnitude : magnitude;
        return magnitude switch
        {
            < EndOfSeconds => number * 1000,
            < 100_000_000_000_000 => number,
            < 100_000_000_000_000_000 => FloorDivide(number, 1000),
            _ => FloorDivide(number, 1_000_000),
        };
    }

    /// <summary>yyyy-MM-dd or yyyyMMdd, then optionally <c>T</c> or a blank, HH:mm[:ss[.fraction]] or HHmm[ss[.fraction]], and <c>Z</c>, <c>UTC</c> or an offset, a blank before it or not.</summary>
    private static bool TryIso(ReadOnlySpan<byte> text, out long milliseconds, out bool isLocal)
    {
        milliseconds = 0;
        isLocal = true;
        var isCompact = text.Length > 8 && text[8] == (byte)'T';
        var length = isCompact ? 8 : IsoDate.Length;
        if (text.Length < length || !IsoDate.TryRead(text[..length], out var day))
            return false;

        milliseconds = DayNumber(day) * DayMilliseconds;
        text = text[length..];
        if (text.IsEmpty)
            return true;

        if (text[0] is not ((byte)'T' or (byte)' '))
            return false;

        text = text[1..];
        var isRead = (isCompact ? TryCompactTime(ref text, out var time) : TryTime(ref text, out time)) & TryOffset(text, out var offset);
        isLocal = text.IsEmpty;
        milliseconds += time - offset;
        return isRead;
    }

    /// <summary>HHmm or HHmmss.</summary>
    private static bool TryCompactTime(ref ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 4 || !TryTwo(text, 23, out var hour) || !TryTwo(text[2..], 59, out var minute))
            return false;

        text = text[4..];
        var hasSeconds = TryTwo(text, 59, out var second);
        text = hasSeconds ? text[2..] : text;
        time = ((((hour * 60L) + minute) * 60) + (hasSeconds ? second : 0)) * 1000;
        return !hasSeconds || TryFraction(ref text, ref time);
    }

    private static bool TryTime(ref ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 5 || text[2] != (byte)':' || !TryTwo(text, 23, out var hour) || !TryTwo(text[3..], 59, out var minute))
            return false;

        time = ((hour * 60L) + minute) * 60_000;
        text = text[5..];
        if (!text.StartsWith((byte)':'))
            return true;

        if (!TryTwo(text[1..], 59, out var second))
            return false;

        time += second * 1000L;
        text = text[3..];
        return TryFraction(ref text, ref time);
    }

    /// <summary>A fraction behind a point, or behind a comma as ISO 8601 has it, or nothing.</summary>
    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long time)
    {
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
            return true;

        var end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? text[1..] : text[1..(end + 1)];
        text = text[(digits.Length + 1)..];
        time += Thousandths(digits);
        return digits.Length is >= 1 and <= 9;
    }

    /// <summary>The thousandths in the digits behind a point.</summary>
    private static long Thousandths(ReadOnlySpan<byte> digits)
    {
        long sum = 0;
        for (int i = 0, unit = 100; i < digits.Length && unit > 0; i++, unit /= 10)
            sum += (digits[i] - '0') * unit;

        return sum;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        text = text.StartsWith((byte)' ') ? text[1..] : text;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
            return true;

        var isWest = text[0] == (byte)'-';
        if ((!isWest && text[0] != (byte)'+') || !TryTwo(text[1..], 23, out var hours))
            return false;

        var rest = text[3..].StartsWith((byte)':') ? text[4..] : text[3..];
        var minutes = 0;
        if (text.Length > 3 && (rest.Length != 2 || !TryTwo(rest, 59, out minutes)))
            return false;

        offset = ((hours * 60L) + minutes) * (isWest ? -60_000 : 60_000);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<byte> text, int maximum, out int value)
    {
        value = 0;
        if (text.Length < 2 || !AreDigits(text[..2]))
            return false;

        value = ((text[0] - '0') * 10) + text[1] - '0';
        return value <= maximum;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    public static long FloorDivide(long number, long divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);
}
