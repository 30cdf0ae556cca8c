using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest;

/// <summary>
/// Reads one field of row after row and holds its typed value. Slots that did not change, or a source text that is the previous row's, give
/// the previous value without being read again: columns are often sorted or constant.
/// </summary>
internal sealed class TypedField(FieldPlan plan)
{
    // Neither this byte nor NUL is in any value.
    private static readonly byte[] _null = [0xFF];

    private readonly RawField _field = plan.Field;
    private readonly FieldText _composed = new(plan);
    private readonly int[][] _inputs = plan.Inputs;
    private readonly int[] _slots = [.. plan.Inputs.SelectMany(slots => slots)];
    private readonly ByteBuilder _source = new();
    private readonly ByteBuilder _lastSource = new();
    private readonly ByteBuilder _text = new();
    private readonly ByteBuilder _flawed = new();
    private bool _hasSource;
    private long _readAt = -1;

    public bool IsText { get; } = plan.Field.Rule.Type == FieldType.Text;

    public bool HasValue { get; private set; }

    public long Number { get; private set; }

    public ReadOnlySpan<byte> Text => _text.Span;

    public ulong Hash { get; private set; }

    /// <summary>The hash of what was read: where words are mapped that of the source's, since two of them may come to the same.</summary>
    public ulong SourceHash { get; private set; }

    /// <summary>Why the value makes the row a problem; null when it does not.</summary>
    public string? Problem { get; private set; }

    /// <summary>The text that is the problem; empty when there is none.</summary>
    public ReadOnlySpan<byte> Flawed => _flawed.Span;

    public void Read(SourceRow row)
    {
        var isConstant = _slots.Length == 0;
        if (_readAt >= 0 && (isConstant || row.IsUnchanged(_slots, _readAt)))
            return;

        _readAt = row.Changes;
        if (plan.IsPlain)
        {
            ReadPlain(row);
            return;
        }

        _source.Clear();
        foreach (var slots in _inputs)
        {
            var slot = row.FirstWithValue(slots);
            _source.Append(slot < 0 ? _null : row.Value(slot));
            _source.Append([0]);
        }

        if (IsRepeated(_source.Span))
            return;

        var isComposed = _composed.TryCompose(row);
        Set(isComposed ? _field.Rule.Read(_composed.Span) : FieldValue.Null, isComposed ? _composed.Span : []);
    }

    private string Remedy => _field.Rule.HasWords ? $" ({plan.Key}.values maps other words)" : "";

    private void ReadPlain(SourceRow row)
    {
        var slot = row.FirstWithValue(plan.Slots);
        if (slot < 0)
        {
            _hasSource = false;
            Set(FieldValue.Null, []);
            return;
        }

        var source = row.Value(slot);
        if (!IsRepeated(source))
            Set(_field.Rule.Read(source), source);
    }

    private bool IsRepeated(ReadOnlySpan<byte> source)
    {
        if (_hasSource && source.SequenceEqual(_lastSource.Span))
            return true;

        _lastSource.Replace(source);
        _hasSource = true;
        return false;
    }

    private void Set(FieldValue value, ReadOnlySpan<byte> source)
    {
        var isNull = !value.HasValue && value.Flaw is null;
        if (isNull && _field.Default is { } number)
            value = FieldValue.Of(number);

        var flaw = value.Flaw is null
            ? isNull && _field.IsRequired
                ? "is missing"
                : null
            : value.Flaw + Remedy;
        Problem = flaw is null ? null : $"{_field.Name} {flaw}";
        _flawed.Replace(flaw is null ? [] : source);
        HasValue = value.HasValue;
        Number = value.Number;
        _text.Replace(value.Text);
        Hash =
            !HasValue ? RowHash.Null
            : IsText ? RowHash.Of(value.Text)
            : RowHash.Of(Number);
        SourceHash = plan.Values is null ? Hash : RowHash.Of(_source.Span);
    }
}
