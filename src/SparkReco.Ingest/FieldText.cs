using SparkReco.Ingest.Rules;
using SparkReco.Ingest.Steps;

namespace SparkReco.Ingest;

/// <summary>Composes the text of a field that is not simply a column: where it comes from, which elements of it, and what the steps make of it.</summary>
internal sealed class FieldText(FieldPlan plan)
{
    private readonly ByteBuilder _source = new();
    private readonly ByteBuilder _text = new();
    private readonly ByteBuilder _all = new();
    private bool _isList;

    public ReadOnlySpan<byte> Span => _text.Span;

    /// <summary>The text that the steps were given.</summary>
    public ReadOnlySpan<byte> Source => _source.Span;

    /// <summary>Forgets what was composed.</summary>
    public void Clear()
    {
        _source.Clear();
        _text.Clear();
    }

    /// <summary>How many elements a row's text has; at least 1, which may be none.</summary>
    public int Count(SourceRow row) => TrySource(row, out _) ? plan.Elements!.Count(_source.Span, _isList) : 1;

    /// <summary>False where the field is null, or has a flaw.</summary>
    public bool TryCompose(SourceRow row, int element, out string? flaw)
    {
        _text.Clear();
        if (!TrySource(row, out flaw) || !TryElement(element, out flaw))
            return false;

        _text.Replace(_source.Span);
        return TrySteps(row, out flaw);
    }

    /// <summary>Reads all elements of a row's text, each by the steps and the field's rule: those that are values, in their order and once.</summary>
    public FieldValue ReadAll(SourceRow row, out string? flaw)
    {
        _all.Clear();
        if (!TrySource(row, out flaw))
            return FieldValue.Null;

        var isSplit = _isList || plan.Split.Length > 0;
        foreach (var element in _source.Span.Split(_isList ? ElementStep.BetweenElements : plan.Split))
        {
            _text.Replace(isSplit ? Characters.Trim(_source.Span[element]) : _source.Span);
            if ((_text.Span.IsEmpty && isSplit) || !TrySteps(row, out _))
                continue;

            var value = plan.Field.Rule.Read(_text.Span);
            if (value.HasValue && !IsAmongAll(value.Text))
            {
                _all.Append(_all.Span.IsEmpty ? [] : [RawField.Separator]);
                _all.Append(value.Text);
            }
        }

        if (_isList)
            _source.Span.Replace((byte)0, (byte)',');
        return _all.Span.IsEmpty ? FieldValue.Null : FieldValue.Of(_all.Span);
    }

    private bool IsAmongAll(ReadOnlySpan<byte> text)
    {
        foreach (var other in _all.Span.Split(RawField.Separator))
        {
            if (_all.Span[other].SequenceEqual(text))
                return true;
        }

        return false;
    }

    private bool TrySteps(SourceRow row, out string? flaw)
    {
        flaw = null;
        foreach (var step in plan.Steps)
        {
            var outcome = step.Apply(row, _text);
            if (outcome.IsText)
                continue;

            flaw = outcome.Flaw;
            return false;
        }

        return true;
    }

    private bool TryElement(int element, out string? flaw)
    {
        flaw = null;
        if (plan.Elements is not null)
            return plan.Elements.TryTake(_source, _isList, element);

        flaw = _isList ? FieldPlanWords.IsArray(plan) : null;
        return !_isList;
    }

    private bool TrySource(SourceRow row, out string? flaw)
    {
        _source.Clear();
        _isList = false;
        flaw = null;
        if (plan.Constant is not null)
        {
            _source.Append(plan.Constant);
            return true;
        }

        if (plan.Join is not null)
            return TryJoin(row, plan.Join, out flaw);

        return plan.First is null ? TryAppend(row, row.FirstWithValue(plan.Slots)) : TryFirst(row, plan.First);
    }

    private bool TryJoin(SourceRow row, int[][] parts, out string? flaw)
    {
        flaw = null;
        for (var i = 0; i < parts.Length; i++)
        {
            _source.Append(i == 0 ? [] : plan.Separator);
            var slot = row.FirstWithValue(parts[i]);
            if (slot < 0 || NullWords.IsOne(row.Value(slot)))
                return false;

            if (row.IsList(slot))
            {
                flaw = "has an array among its parts";
                return false;
            }

            _source.Append(row.Value(slot));
        }

        return true;
    }

    private bool TryFirst(SourceRow row, int[][] columns)
    {
        foreach (var slots in columns)
        {
            var slot = row.FirstWithValue(slots);
            var text = slot < 0 ? [] : Characters.Trim(row.Value(slot));
            if (!text.IsEmpty && !NullWords.IsNoId(text))
                return TryAppend(row, slot);
        }

        return false;
    }

    private bool TryAppend(SourceRow row, int slot)
    {
        if (slot < 0)
            return false;

        _source.Append(row.Value(slot));
        _isList = row.IsList(slot);
        return true;
    }
}

/// <summary>What is told of fields by the setting that would help.</summary>
internal static class FieldPlanWords
{
    public static string IsArray(FieldPlan plan) => $"is an array: say with {plan.Key}.take whether the first counts, the last or all joined";
}
