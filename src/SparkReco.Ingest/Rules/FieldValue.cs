namespace SparkReco.Ingest.Rules;

/// <summary>What a rule made of a text: a number, a text, null, or a flaw that makes its row a problem.</summary>
public readonly ref struct FieldValue
{
    private FieldValue(bool hasValue, long number, ReadOnlySpan<byte> text, string? flaw, bool isOutOfRange = false)
    {
        IsOutOfRange = isOutOfRange;
        HasValue = hasValue;
        Number = number;
        Text = text;
        Flaw = flaw;
    }

    public static FieldValue Null => default;

    public bool HasValue { get; }

    /// <summary>A whole number; days since 1970-01-01 for a date, milliseconds since then for a time, 1 or 0 for a boolean.</summary>
    public long Number { get; }

    public ReadOnlySpan<byte> Text { get; }

    /// <summary>What is wrong, to follow the field's name: <c>is empty</c>. It never holds the value.</summary>
    public string? Flaw { get; }

    /// <summary>Whether the flaw is no matter of how the value is written.</summary>
    public bool IsOutOfRange { get; }

    public static FieldValue Of(long number) => new(true, number, [], null);

    public static FieldValue Of(ReadOnlySpan<byte> text) => new(true, 0, text, null);

    public static FieldValue Bad(string flaw) => new(false, 0, [], flaw);

    /// <summary>A value that was read, and that the field does not take.</summary>
    public static FieldValue OutOfRange(string flaw) => new(false, 0, [], flaw, isOutOfRange: true);
}
