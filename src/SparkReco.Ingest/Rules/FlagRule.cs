using System.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>A boolean, in the words and numbers that files use for it: pandas writes 1.0 for 1 where a column has gaps.</summary>
public sealed class FlagRule() : FieldRule(FieldType.Boolean)
{
    private static readonly byte[][] _yes = ["true"u8.ToArray(), "t"u8.ToArray(), "yes"u8.ToArray(), "y"u8.ToArray(), "1"u8.ToArray()];
    private static readonly byte[][] _no = ["false"u8.ToArray(), "f"u8.ToArray(), "no"u8.ToArray(), "n"u8.ToArray(), "0"u8.ToArray()];

    public override string Remedy => "values maps other words";

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || NullWords.IsNoNumber(text))
            return FieldValue.Null;

        var word =
            text.Length > 2 && text[1] == (byte)'.' && Characters.IsDigit(text[0]) && !text[2..].ContainsAnyExcept((byte)'0') ? text[..1] : text;
        if (IsOneOf(word, _yes))
            return FieldValue.Of(1);

        return IsOneOf(word, _no) ? FieldValue.Of(0) : FieldValue.Bad("is not a boolean, such as true, false, 1 or 0");
    }

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.Length == word.Length && Ascii.EqualsIgnoreCase(text, word))
                return true;
        }

        return false;
    }
}
