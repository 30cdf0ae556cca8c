using System.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>
/// An identifier: blanks around it are dropped, everything else stays as it is, case included. Words that programs write for no value
/// are no identifier; an optional one is then null.
/// </summary>
public sealed class IdRule(bool isOptional = false) : FieldRule(FieldType.Text)
{
    private const int MaxCodePoints = 256;

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (IsNothing(text))
        {
            return isOptional ? FieldValue.Null : FieldValue.Bad("is empty");
        }

        if (Characters.EndOf(text, MaxCodePoints) >= 0)
        {
            return FieldValue.Bad("is too long");
        }

        return Characters.HasControl(text) ? FieldValue.Bad("has control characters") : FieldValue.Of(text);
    }

    private static bool IsNothing(ReadOnlySpan<byte> text) => text.Length switch
    {
        0 => true,
        3 => Ascii.EqualsIgnoreCase(text, "nan"u8),
        4 => Ascii.EqualsIgnoreCase(text, "null"u8) || Ascii.EqualsIgnoreCase(text, "none"u8),
        9 => Ascii.EqualsIgnoreCase(text, "undefined"u8),
        _ => false,
    };
}
