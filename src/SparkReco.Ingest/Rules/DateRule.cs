namespace SparkReco.Ingest.Rules;

/// <summary>A day of the years 1900 to 2100: yyyy-MM-dd, yyyyMMdd, or the UTC day of a time stamp. Stored as days since 1970-01-01.</summary>
public sealed class DateRule() : FieldRule(FieldType.Date)
{
    private static readonly long _first = Instant.DayNumber(new(1900, 1, 1));
    private static readonly long _last = Instant.DayNumber(new(2100, 12, 31));

    public override FieldKind Kind => FieldKind.Day;

    public override string Remedy => "format reads other forms";

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || Instant.IsNothing(text))
            return FieldValue.Null;

        if (Instant.Read(text, out var milliseconds) is { } flaw)
            return FieldValue.Bad($"{flaw}: write a date as yyyy-MM-dd");

        var day = Instant.FloorDivide(milliseconds, Instant.DayMilliseconds);
        return day >= _first && day <= _last ? FieldValue.Of(day) : FieldValue.OutOfRange("is not in the years 1900 to 2100");
    }
}
