using System.Globalization;
using System.Text;

namespace SparkReco.Ingest;

/// <summary>Text of others as people may see it: shortened, and what is invisible or turns the direction of writing as an escape.</summary>
public static class VisibleText
{
    public const int MaxCharacters = 60;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var visible = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * (MaxCharacters + 1))]).EnumerateRunes())
        {
            var shown = Of(rune);
            if (visible.Length + shown.Length > MaxCharacters)
                return visible.Append('…').ToString();

            visible.Append(shown);
        }

        return visible.ToString();
    }

    private static string Of(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned => rune.Value <= 0xFFFF ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}",
            _ => rune.ToString(),
        };
}
