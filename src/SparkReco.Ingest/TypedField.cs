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

    /// <summary>Whether the row itself has a value, be it a flawed one: none stands there for it.</summary>
    public bool IsFilled { get; private set; }

    public long Number { get; private set; }

    public ReadOnlySpan<byte> Text => _text.Span;

    public ulong Hash { get; private set; }

    /// <summary>The hash of what was read: where words are mapped that of the source's, since two of them may come to the same.</summary>
    public ulong SourceHash { get; private set; }

    /// <summary>What is wrong with the value, by the field's name; null for nothing.</summary>
    public string? Flaw { get; private set; }

    /// <summary>Why the row is a problem: a flaw of a field that is required. Another flaw costs the value alone.</summary>
    public string? Problem => _field.IsRequired ? Flaw : null;

    /// <summary>The text that has the flaw; empty when there is none.</summary>
    public ReadOnlySpan<byte> Flawed => _flawed.Span;

    /// <summary>The text that was read last, before it was replaced or anything else was made of it.</summary>
    public ReadOnlySpan<byte> Source => plan.IsPlain ? _lastSource.Span : _composed.Source;

    /// <summary>The plan by which the field is read.</summary>
    public FieldPlan Plan => plan;

    /// <summary>Whether the row becomes as many rows as the field has elements.</summary>
    public bool IsEach { get; } = plan.Elements is { IsEach: true };

    /// <summary>How many elements the field has in a row; at least 1.</summary>
    public int Count(SourceRow row) => _composed.Count(row);

    /// <summary>Reads the field of a row, or of the given one of the rows that it becomes.</summary>
    public void Read(SourceRow row, int element)
    {
        if (row.HasFlaws && row.FlawOf(_slots) is { } flaw)
        {
            Forget();
            _lastSource.Clear();
            _composed.Clear();
            Set(FieldValue.Null, [], flaw);
            return;
        }

        var isConstant = _slots.Length == 0;
        if (_readAt >= 0 && !IsEach && (isConstant || row.IsUnchanged(_slots, _readAt)))
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

        if (!IsEach && IsRepeated(_source.Span))
            return;

        if (plan.TakesAll)
        {
            Set(_composed.ReadAll(row, out var sourceFlaw), _composed.Source, Named(sourceFlaw));
            return;
        }

        var isComposed = _composed.TryCompose(row, element, out var stepFlaw);
        Set(isComposed ? _field.Rule.Read(_composed.Span) : FieldValue.Null, isComposed ? _composed.Span : _composed.Source, Named(stepFlaw));
    }

    private string? Named(string? flaw) => flaw is null ? null : $"{_field.Name} {flaw}";

    /// <summary>Has the next row read whatever it holds.</summary>
    private void Forget()
    {
        _readAt = -1;
        _hasSource = false;
    }

    private string Remedy => _field.Rule.Remedy is { } remedy ? $" ({plan.Key}.{remedy})" : "";

    private void ReadPlain(SourceRow row)
    {
        var slot = row.FirstWithValue(plan.Slots);
        if (slot < 0)
        {
            _hasSource = false;
            _lastSource.Clear();
            Set(FieldValue.Null, [], null);
            return;
        }

        var source = row.Value(slot);
        if (row.IsList(slot))
        {
            Forget();
            _lastSource.Replace(source);
            _lastSource.Span.Replace((byte)0, (byte)',');
            Set(FieldValue.Null, _lastSource.Span, $"{_field.Name} {FieldPlanWords.IsArray(plan)}");
            return;
        }

        if (!IsRepeated(source))
            Set(_field.Rule.Read(source), source, null);
    }

    private bool IsRepeated(ReadOnlySpan<byte> source)
    {
        if (_hasSource && source.SequenceEqual(_lastSource.Span))
            return true;

        _lastSource.Replace(source);
        _hasSource = true;
        return false;
    }

    private void Set(FieldValue value, ReadOnlySpan<byte> source, string? flaw)
    {
        if (flaw is null && value.Flaw is not null)
            flaw = $"{_field.Name} {value.Flaw}{(value.IsOutOfRange ? "" : Remedy)}";
        else if (flaw is null && !value.HasValue && _field.IsRequired)
            flaw = $"{_field.Name} is missing";

        Flaw = flaw;
        IsFilled = value.HasValue || (flaw is not null && !source.IsEmpty);
        _flawed.Replace(flaw is null ? [] : source);
        if (!value.HasValue && (flaw is null ? _field.Default : _field.Unreadable ?? _field.Default) is { } number)
            value = FieldValue.Of(number);

        HasValue = value.HasValue;
        Number = value.Number;
        _text.Replace(value.Text);
        Hash =
            !HasValue ? RowHash.Null
            : IsText ? RowHash.Of(value.Text)
            : RowHash.Of(Number);
        SourceHash =
            flaw is not null ? RowHash.Of(source)
            : plan.IsReplaced ? RowHash.Of(_source.Span)
            : Hash;
    }
}
