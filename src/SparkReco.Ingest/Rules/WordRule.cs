using System.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>One of a few words, in any case; stored in lower case.</summary>
public sealed class WordRule(params string[] words) : FieldRule(FieldType.Text)
{
    private readonly byte[][] _words = [.. words.Select(Encoding.ASCII.GetBytes)];

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        foreach (byte[] word in _words)
        {
            if (text.Length == word.Length && Ascii.EqualsIgnoreCase(text, word))
            {
                return FieldValue.Of(word);
            }
        }

        return text.IsEmpty ? FieldValue.Null : FieldValue.Bad("is unknown");
    }
}
