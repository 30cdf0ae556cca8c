using System.Globalization;
using System.Text;

namespace SparkReco.Ingest;

/// <summary>Text of others as people may see it: what is invisible or turns the direction of writing is an escape.</summary>
public static class VisibleText
{
    public const int MaxCharacters = 60;

    /// <summary>A shortened text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Of(string)"/>
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

    /// <summary>A whole text, as one line.</summary>
    public static string Line(string text) => string.Concat(text.EnumerateRunes().Select(Of));

    /// <summary>A whole text, whose lines stay.</summary>
    public static string Lines(string text) => string.Join(Environment.NewLine, text.Split(Environment.NewLine).Select(Line));

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
