namespace SparkReco.Ingest.Rules;

/// <summary>A point in time of this century, in milliseconds since 1970-01-01 UTC.</summary>
public sealed class TimestampRule() : FieldRule(FieldType.BigInt)
{
    private static readonly long _first = Instant.DayNumber(new(2000, 1, 1)) * Instant.DayMilliseconds;
    private static readonly long _end = Instant.DayNumber(new(2100, 1, 1)) * Instant.DayMilliseconds;

    public override FieldKind Kind => FieldKind.Time;

    public override string Remedy => "format reads other forms";

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || Instant.IsNothing(text))
            return FieldValue.Null;

        if (Instant.Read(text, out var milliseconds) is { } flaw)
            return FieldValue.Bad($"{flaw}: write a time as yyyy-MM-ddTHH:mm:ssZ");

        return milliseconds >= _first && milliseconds < _end
            ? FieldValue.Of(milliseconds)
            : FieldValue.OutOfRange("is not in the years 2000 to 2099");
    }
}
