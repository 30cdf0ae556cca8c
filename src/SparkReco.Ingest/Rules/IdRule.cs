namespace SparkReco.Ingest.Rules;

/// <summary>
/// An identifier: blanks around it are dropped, everything else stays as it is, case included. Words that programs write for no value
/// are no identifier.
/// </summary>
public sealed class IdRule() : FieldRule(FieldType.Text)
{
    private const int MaxCodePoints = 256;

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || NullWords.IsNoId(text))
            return FieldValue.Null;

        if (Characters.EndOf(text, MaxCodePoints) >= 0)
            return FieldValue.Bad($"has more than {MaxCodePoints} characters");

        return Characters.HasControl(text) ? FieldValue.Bad("has control characters") : FieldValue.Of(text);
    }
}
