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

/// <summary>Reads one kind of field: valid UTF-8 text in, a value or a flaw out. Blanks around a value do not count. A rule has no state.</summary>
public abstract class FieldRule(FieldType type)
{
    public FieldType Type { get; } = type;

    /// <summary>Whether the values are words, which the settings can map.</summary>
    public virtual bool HasWords => false;

    public abstract FieldValue Read(ReadOnlySpan<byte> text);
}
