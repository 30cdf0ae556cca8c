namespace SparkReco.Ingest.Rules;

/// <summary>A day of the years 1900 to 2100: yyyy-MM-dd, or the UTC day of a time stamp. Stored as days since 1970-01-01.</summary>
public sealed class DateRule() : FieldRule(FieldType.Date)
{
    private static readonly long _first = Instant.DayNumber(new(1900, 1, 1));
    private static readonly long _last = Instant.DayNumber(new(2100, 12, 31));

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty)
        {
            return FieldValue.Null;
        }

        bool isRead = Instant.TryRead(text, out long milliseconds);
        long day = Instant.FloorDivide(milliseconds, Instant.DayMilliseconds);
        return isRead && day >= _first && day <= _last ? FieldValue.Of(day) : FieldValue.Bad("is not a date");
    }
}
