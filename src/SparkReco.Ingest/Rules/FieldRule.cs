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

/// <summary>Reads one kind of field: valid UTF-8 text in, a value or a flaw out. A rule has no state.</summary>
public abstract class FieldRule(FieldType type)
{
    public FieldType Type { get; } = type;

    public abstract FieldValue Read(ReadOnlySpan<byte> text);
}
