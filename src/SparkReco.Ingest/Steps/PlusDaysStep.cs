using System.Buffers.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>Adds a column's whole number of days to a day or a time of ISO 8601. What cannot be added goes through as <c>BASE + X days</c>.</summary>
internal sealed class PlusDaysStep(int[] slots) : FieldStep
{
    public override int[] Slots => slots;

    public override StepOutcome Apply(SourceRow row, ByteBuilder text)
    {
        var slot = row.FirstWithValue(slots);
        if (slot < 0 || NullWords.IsOne(row.Value(slot)))
            return StepOutcome.Null;

        var days = row.Value(slot);
        var isNumber = Utf8Parser.TryParse(days, out int count, out var used) && used == days.Length;
        var isTime = text.Span.Length > IsoDate.Length && text.Span[IsoDate.Length] == (byte)'T';
        if (isNumber && IsoDate.TryRead(isTime ? text.Span[..IsoDate.Length] : text.Span, out var date) && IsInRange(date, count))
        {
            if (!isTime)
            {
                text.Clear();
                text.Reserve(IsoDate.Length);
                text.Append("T00:00:00Z"u8);
            }

            IsoDate.Write(date.AddDays(count), text.Span[..IsoDate.Length]);
            return StepOutcome.Text;
        }

        text.Append(" + "u8);
        text.Append(days);
        text.Append(" days"u8);
        return StepOutcome.Text;
    }

    private static bool IsInRange(DateOnly date, int days) =>
        (long)date.DayNumber + days >= 0 && (long)date.DayNumber + days <= DateOnly.MaxValue.DayNumber;
}
