namespace SparkReco.Ingest.Rules;

/// <summary>A point in time of this century, in milliseconds since 1970-01-01 UTC.</summary>
public sealed class TimestampRule() : FieldRule(FieldType.BigInt)
{
    private static readonly long _first = Instant.DayNumber(new(2000, 1, 1)) * Instant.DayMilliseconds;
    private static readonly long _end = Instant.DayNumber(new(2100, 1, 1)) * Instant.DayMilliseconds;

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty)
        {
            return FieldValue.Null;
        }

        if (!Instant.TryRead(text, out long milliseconds))
        {
            return FieldValue.Bad("is not a time stamp");
        }

        return milliseconds >= _first && milliseconds < _end ? FieldValue.Of(milliseconds) : FieldValue.Bad("is out of range");
    }
}
