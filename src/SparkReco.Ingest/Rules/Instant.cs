using System.Globalization;

namespace SparkReco.Ingest.Rules;

/// <summary>Reads points in time as milliseconds since 1970-01-01 UTC, rounded down.</summary>
internal static class Instant
{
    public const long DayMilliseconds = 86_400_000;

    private const int MaxDigits = 19;
    private const long EndOfSeconds = 100_000_000_000;

    /// <summary>The days from 1970-01-01 to a day.</summary>
    public static long DayNumber(DateOnly day) => day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Digits since 1970 or an ISO 8601 date and time. What has no zone is UTC.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long milliseconds) =>
        TryEpoch(text, out milliseconds) || TryIso(text, out milliseconds);

    /// <summary>Digits with an optional sign and a fraction, of which milliseconds count. The magnitude tells the unit: seconds, milli-, micro- or nanoseconds.</summary>
    public static bool TryEpoch(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> fraction = point < 0 ? [] : text[(point + 1)..];
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        bool isSigned = !whole.IsEmpty && whole[0] is (byte)'-' or (byte)'+';
        bool isNegative = isSigned && whole[0] == (byte)'-';
        whole = isSigned ? whole[1..] : whole;
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || !AreDigits(whole) || !AreDigits(fraction))
        {
            return false;
        }

        ReadOnlySpan<byte> digits = whole.TrimStart((byte)'0');
        bool fits = digits.Length <= MaxDigits & long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        long magnitude = fits ? number : long.MaxValue;
        milliseconds = digits.IsEmpty ? 0 : ToMilliseconds(magnitude, isNegative);
        if (magnitude < EndOfSeconds)
        {
            milliseconds += (isNegative ? -1 : 1) * Thousandths(fraction);
        }

        return true;
    }

    private static long ToMilliseconds(long magnitude, bool isNegative)
    {
        long number = isNegative ? -magnitude : magnitude;
        return magnitude switch
        {
            < EndOfSeconds => number * 1000,
            < 100_000_000_000_000 => number,
            < 100_000_000_000_000_000 => FloorDivide(number, 1000),
            _ => FloorDivide(number, 1_000_000),
        };
    }

    /// <summary>yyyy-MM-dd, then optionally <c>T</c> or a blank, HH:mm[:ss[.fraction]], and <c>Z</c>, <c>UTC</c> or an offset, a blank before it or not.</summary>
    private static bool TryIso(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < IsoDate.Length || !IsoDate.TryRead(text[..IsoDate.Length], out DateOnly day))
        {
            return false;
        }

        milliseconds = DayNumber(day) * DayMilliseconds;
        text = text[IsoDate.Length..];
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ((byte)'T' or (byte)' '))
        {
            return false;
        }

        text = text[1..];
        bool isRead = TryTime(ref text, out long time) & TryOffset(text, out long offset);
        milliseconds += time - offset;
        return isRead;
    }

    private static bool TryTime(ref ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 5 || text[2] != (byte)':' || !TryTwo(text, 23, out int hour) || !TryTwo(text[3..], 59, out int minute))
        {
            return false;
        }

        time = ((hour * 60L) + minute) * 60_000;
        text = text[5..];
        if (!text.StartsWith((byte)':'))
        {
            return true;
        }

        if (!TryTwo(text[1..], 59, out int second))
        {
            return false;
        }

        time += second * 1000L;
        text = text[3..];
        return !text.StartsWith((byte)'.') || TryFraction(ref text, ref time);
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long time)
    {
        int end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> digits = end < 0 ? text[1..] : text[1..(end + 1)];
        text = text[(digits.Length + 1)..];
        time += Thousandths(digits);
        return digits.Length is >= 1 and <= 9;
    }

    /// <summary>The thousandths in the digits behind a point.</summary>
    private static long Thousandths(ReadOnlySpan<byte> digits)
    {
        long sum = 0;
        for (int i = 0, unit = 100; i < digits.Length && unit > 0; i++, unit /= 10)
        {
            sum += (digits[i] - '0') * unit;
        }

        return sum;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        text = text.StartsWith((byte)' ') ? text[1..] : text;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
        {
            return true;
        }

        bool isWest = text[0] == (byte)'-';
        if ((!isWest && text[0] != (byte)'+') || !TryTwo(text[1..], 23, out int hours))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[3..].StartsWith((byte)':') ? text[4..] : text[3..];
        int minutes = 0;
        if (text.Length > 3 && (rest.Length != 2 || !TryTwo(rest, 59, out minutes)))
        {
            return false;
        }

        offset = ((hours * 60L) + minutes) * (isWest ? -60_000 : 60_000);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<byte> text, int maximum, out int value)
    {
        value = 0;
        if (text.Length < 2 || !AreDigits(text[..2]))
        {
            return false;
        }

        value = ((text[0] - '0') * 10) + text[1] - '0';
        return value <= maximum;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    public static long FloorDivide(long number, long divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);
}
