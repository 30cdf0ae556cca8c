using System.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>One of a few words, in any case; stored in lower case.</summary>
public sealed class WordRule(params string[] words) : FieldRule(FieldType.Text)
{
    // No longer text is near to a word.
    private const int MostBytes = 32;

    private readonly byte[][] _words = [.. words.Select(Encoding.ASCII.GetBytes)];

    public override string Remedy => "values maps other words";

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        foreach (var word in _words)
        {
            if (text.Length == word.Length && Ascii.EqualsIgnoreCase(text, word))
                return FieldValue.Of(word);
        }

        return text.IsEmpty || NullWords.IsNoId(text)
            ? FieldValue.Null
            : FieldValue.Bad(
                $"is none of {string.Join(", ", words)}{NearestName.Hint(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostBytes)]), words)}"
            );
    }
}
