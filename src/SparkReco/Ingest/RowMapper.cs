using System.Buffers.Text;

namespace SparkReco.Ingest;

/// <summary>Turns source rows into raw rows by the field plans, and counts them. One per thread and file.</summary>
internal sealed class RowMapper(FieldPlan[] plans, IRawWriter writer)
{
    private readonly ByteBuilder _text = new();

    public long Rows { get; private set; }

    public long ProblemRows { get; private set; }

    public void Write(SourceRow row, long line, ReadOnlySpan<byte> raw) => End(line, row.Problem, Map(row) ? raw : []);

    public void WriteProblem(long line, string problem, ReadOnlySpan<byte> raw) => End(line, problem, raw);

    /// <summary>Sets the fields of a row that has no problem. True when the raw text of the row should be kept.</summary>
    public bool Map(SourceRow row)
    {
        if (row.Problem is not null)
        {
            return true;
        }

        bool isSuspect = false;
        for (int i = 0; i < plans.Length; i++)
        {
            isSuspect |= WriteField(i, plans[i], row);
        }

        return isSuspect;
    }

    public void End(long line, string? problem, ReadOnlySpan<byte> raw)
    {
        writer.EndRow(line, problem, raw.IsEmpty ? [] : RawText.Clip(raw));
        Rows++;
        ProblemRows += problem is null ? 0 : 1;
    }

    /// <summary>True when the value looks suspect.</summary>
    private bool WriteField(int field, FieldPlan plan, SourceRow row)
    {
        if (!plan.IsPlain)
        {
            if (!TryCompute(plan, row))
            {
                return plan.IsRequired;
            }

            writer.Set(field, _text.Span);
            return SuspectField.IsSuspect(plan.Kind, _text.Span);
        }

        int slot = FirstWithValue(row, plan.Slots);
        if (slot < 0)
        {
            return plan.IsRequired;
        }

        ReadOnlySpan<byte> value = row.Value(slot);
        writer.Set(field, value);
        return SuspectField.IsSuspect(plan.Kind, value);
    }

    private bool TryCompute(FieldPlan plan, SourceRow row)
    {
        _text.Clear();
        if (!TryBase(plan, row))
        {
            return false;
        }

        if (plan.Values is { } values)
        {
            if (values.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(_text.Span, out byte[]? replacement))
            {
                _text.Replace(replacement);
            }
            else if (plan.Otherwise is not null)
            {
                _text.Replace(plan.Otherwise);
            }
        }

        return plan.DaysSlots is null || TryAddDays(plan.DaysSlots, row);
    }

    private bool TryBase(FieldPlan plan, SourceRow row)
    {
        if (plan.Constant is not null)
        {
            _text.Append(plan.Constant);
            return true;
        }

        if (plan.Join is null)
        {
            return TryAppend(row, plan.Slots);
        }

        for (int i = 0; i < plan.Join.Length; i++)
        {
            _text.Append(i == 0 ? [] : plan.Separator);
            if (!TryAppend(row, plan.Join[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAddDays(int[] slots, SourceRow row)
    {
        int slot = FirstWithValue(row, slots);
        if (slot < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> days = row.Value(slot);
        bool isNumber = Utf8Parser.TryParse(days, out int count, out int used) && used == days.Length;
        if (isNumber && IsoDate.TryRead(_text.Span, out DateOnly date) && IsInRange(date, count))
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
        int slot = FirstWithValue(row, slots);
        if (slot >= 0)
        {
            _text.Append(row.Value(slot));
        }

        return slot >= 0;
    }

    private static int FirstWithValue(SourceRow row, int[] slots)
    {
        foreach (int slot in slots)
        {
            if (row.HasValue(slot))
            {
                return slot;
            }
        }

        return -1;
    }
}
