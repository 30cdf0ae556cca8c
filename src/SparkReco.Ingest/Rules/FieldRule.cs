namespace SparkReco.Ingest.Rules;

/// <summary>How a field is stored.</summary>
public enum FieldType
{
    Text,
    BigInt,
    Int,
    Date,
    Boolean,
}

/// <summary>What a field holds, which decides by which settings its text can be read.</summary>
public enum FieldKind
{
    Text,
    Number,

    /// <summary>A number of seconds.</summary>
    Duration,
    Day,
    Time,
}

/// <summary>Reads one kind of field: valid UTF-8 text in, a value or a flaw out. Blanks around a value do not count. A rule has no state.</summary>
public abstract class FieldRule(FieldType type)
{
    public FieldType Type { get; } = type;

    /// <summary>Which part of a mapping helps where values cannot be read, in words; null for none.</summary>
    public virtual string? Remedy => null;

    /// <summary>What the field holds.</summary>
    public virtual FieldKind Kind => FieldKind.Text;

    public abstract FieldValue Read(ReadOnlySpan<byte> text);
}
