using System.Buffers.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest;

/// <summary>Composes the text of a field that is not simply a column: constant or join or column, then replaced, then days added.</summary>
internal sealed class FieldText(FieldPlan plan)
{
    private readonly ByteBuilder _text = new();

    public ReadOnlySpan<byte> Span => _text.Span;

    /// <summary>False when a part is null, so that the field is null.</summary>
    public bool TryCompose(SourceRow row)
    {
        _text.Clear();
        if (!TryBase(row))
            return false;

        if (plan.Values is { } values)
        {
            if (values.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(_text.Span, out var replacement))
            {
                _text.Replace(replacement);
            }
            else if (NullWords.IsOne(Characters.Trim(_text.Span)))
            {
                return false;
            }
            else if (plan.Otherwise is not null)
            {
                _text.Replace(plan.Otherwise);
            }
        }

        return plan.DaysSlots is null || TryAddDays(plan.DaysSlots, row);
    }

    private bool TryBase(SourceRow row)
    {
        if (plan.Constant is not null)
        {
            _text.Append(plan.Constant);
            return true;
        }

        if (plan.Join is null)
            return TryAppend(row, plan.Slots);

        for (var i = 0; i < plan.Join.Length; i++)
        {
            _text.Append(i == 0 ? [] : plan.Separator);
            var slot = row.FirstWithValue(plan.Join[i]);
            if (slot < 0 || NullWords.IsOne(row.Value(slot)))
                return false;

            _text.Append(row.Value(slot));
        }

        return true;
    }

    private bool TryAddDays(int[] slots, SourceRow row)
    {
        var slot = row.FirstWithValue(slots);
        if (slot < 0 || NullWords.IsOne(row.Value(slot)))
            return false;

        var days = row.Value(slot);
        var isNumber = Utf8Parser.TryParse(days, out int count, out var used) && used == days.Length;
        if (isNumber && IsoDate.TryRead(_text.Span, out var date) && IsInRange(date, count))
        {
            _text.Clear();
            IsoDate.Write(date.AddDays(count), _text.Reserve(IsoDate.Length));
            _text.Append("T00:00:00Z"u8);
            return true;
        }

        _text.Append(" + "u8);
        _text.Append(days);
        _text.Append(" days"u8);
        return true;
    }

    private static bool IsInRange(DateOnly date, int days) =>
        (long)date.DayNumber + days >= 0 && (long)date.DayNumber + days <= DateOnly.MaxValue.DayNumber;

    private bool TryAppend(SourceRow row, int[] slots)
    {
        var slot = row.FirstWithValue(slots);
        if (slot >= 0)
            _text.Append(row.Value(slot));

        return slot >= 0;
    }
}
