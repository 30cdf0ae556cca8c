using System.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>A boolean, in the words that files use for it.</summary>
public sealed class FlagRule() : FieldRule(FieldType.Boolean)
{
    private static readonly byte[][] _yes = ["true"u8.ToArray(), "t"u8.ToArray(), "yes"u8.ToArray(), "y"u8.ToArray(), "1"u8.ToArray()];
    private static readonly byte[][] _no = ["false"u8.ToArray(), "f"u8.ToArray(), "no"u8.ToArray(), "n"u8.ToArray(), "0"u8.ToArray()];

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty)
        {
            return FieldValue.Null;
        }

        if (IsOneOf(text, _yes))
        {
            return FieldValue.Of(1);
        }

        return IsOneOf(text, _no) ? FieldValue.Of(0) : FieldValue.Bad("is not a boolean");
    }

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (text.Length == word.Length && Ascii.EqualsIgnoreCase(text, word))
            {
                return true;
            }
        }

        return false;
    }
}
