using System.Globalization;
using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>
/// Reads a day or a time by formats, and writes it as ISO 8601 in UTC; of days, the day alone. A time without a zone is one of the given
/// zone: where clocks were put forward over it, as if they had not been; where it was there twice, the later one.
/// </summary>
internal sealed class TimeStep : FieldStep
{
    private const int MaxBytes = 128;
    private const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;

    private static readonly long _excelEpoch = Instant.DayNumber(new(1899, 12, 30)) * Instant.DayMilliseconds;
    private static readonly long _first = Instant.DayNumber(DateOnly.MinValue) * Instant.DayMilliseconds;
    private static readonly long _last = ((Instant.DayNumber(DateOnly.MaxValue) + 1) * Instant.DayMilliseconds) - 1;

    private readonly IReadOnlyList<string> _formats;
    private readonly TimeZoneInfo? _zone;
    private readonly bool _isDay;

    public TimeStep(IReadOnlyList<string> formats, string? zone, bool isDay)
    {
        _formats = formats;
        _zone = zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone);
        _isDay = isDay;
    }

    public override StepOutcome Apply(SourceRow row, ByteBuilder text)
    {
        var trimmed = Characters.Trim(text.Span);
        if (trimmed.IsEmpty || Instant.IsNothing(trimmed))
            return StepOutcome.Null;

        foreach (var format in _formats)
        {
            if (trimmed.Length <= MaxBytes && TryRead(trimmed, format, out var milliseconds, out var isLocal))
            {
                Write(isLocal ? ToUtc(milliseconds) : milliseconds, text);
                return StepOutcome.Text;
            }
        }

        return StepOutcome.Bad(
            _formats is [Formats.Iso]
                ? $"{Instant.Read(trimmed, out _) ?? "is out of range"}: write a time as yyyy-MM-ddTHH:mm:ss"
                : $"is not written as {string.Join(" or ", _formats)}"
        );
    }

    private static bool TryRead(ReadOnlySpan<byte> text, string format, out long milliseconds, out bool isLocal)
    {
        isLocal = false;
        if (format == Formats.Iso)
            return Instant.Read(text, out milliseconds, out isLocal) is null;

        Span<char> characters = stackalloc char[MaxBytes];
        characters = characters[..Encoding.UTF8.GetChars(text, characters)];
        if (format == Formats.ExcelDays)
        {
            isLocal = true;
            return TryNumber(characters, Instant.DayMilliseconds, _excelEpoch, out milliseconds);
        }

        return Formats.Epochs.TryGetValue(format, out var unit)
            ? TryNumber(characters, unit, 0, out milliseconds)
            : TryPattern(characters, format, out milliseconds, out isLocal);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, decimal unit, long epoch, out long milliseconds)
    {
        milliseconds = 0;
        if (!decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > long.MaxValue)
            return false;

        var exact = decimal.Floor(number * unit) + epoch;
        var isInRange = exact >= _first && exact <= _last;
        milliseconds = isInRange ? (long)exact : 0;
        return isInRange;
    }

    private static bool TryPattern(ReadOnlySpan<char> text, string pattern, out long milliseconds, out bool isLocal)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite;
        isLocal = !pattern.Contains('z', StringComparison.Ordinal) && !pattern.Contains('K', StringComparison.Ordinal);
        var isRead = DateTimeOffset.TryParseExact(text, pattern, CultureInfo.InvariantCulture, Styles, out var time);
        milliseconds = isRead ? time.ToUnixTimeMilliseconds() : 0;
        return isRead;
    }

    /// <summary>A day has no zone; a time of one has its own, or UTC.</summary>
    private long ToUtc(long local)
    {
        if (_zone is null || local < _first || local > _last)
            return local;

        var offset = _zone.GetUtcOffset(DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(local), DateTimeKind.Unspecified));
        return local - (long)offset.TotalMilliseconds;
    }

    private void Write(long milliseconds, ByteBuilder text)
    {
        text.Clear();
        var time = DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(milliseconds, _first, _last));
        var length = _isDay ? IsoDate.Length : "yyyy-MM-ddTHH:mm:ss.fffZ".Length;
        time.TryFormat(text.Reserve(length), out _, _isDay ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
    }
}
