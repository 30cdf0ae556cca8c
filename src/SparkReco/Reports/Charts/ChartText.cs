using System.Net;
using System.Text;

namespace SparkReco.Reports.Charts;

/// <summary>Texts of charts: made harmless, measured and cut.</summary>
internal static class ChartText
{
    public const double FontSize = 13;
    private const double NarrowWidth = 0.4;
    private const double UsualWidth = 0.62;
    private const double CapitalWidth = 0.73;
    private const double WideWidth = 1.0;

    /// <summary>Encoded for HTML text and attributes; control characters and marks that turn the direction of text become spaces.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(Clean(text));

    /// <summary>An estimate of the width of a text in units of the view box, generous enough for wide sans-serif fonts.</summary>
    public static double WidthOf(string text) => text.EnumerateRunes().Sum(WidthOf) * FontSize;

    /// <summary>The text, or its beginning with an ellipsis when it is wider than the limit.</summary>
    public static string Fit(string text, double limit)
    {
        text = Clean(text);
        if (WidthOf(text) <= limit)
            return text;
        var kept = new StringBuilder();
        var width = WideWidth * FontSize;
        foreach (var rune in text.EnumerateRunes())
        {
            width += WidthOf(rune) * FontSize;
            if (width > limit)
                break;
            kept.Append(rune);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(Rune.IsControl(rune) || IsDirectionMark(rune.Value) || IsNoCharacter(rune.Value) ? " " : rune.ToString());

        return clean.ToString();
    }

    private static bool IsDirectionMark(int value) => value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Values that no text may hold, and XML does not allow.</summary>
    private static bool IsNoCharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static double WidthOf(Rune rune) =>
        rune.Value switch
        {
            'i' or 'j' or 'l' or 'I' or 't' or 'f' or 'r' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' or '(' or ')' or '[' or ']' =>
                NarrowWidth,
            'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.98,
            >= 'A' and <= 'Z' => CapitalWidth,
            >= 0x1100 => rune.Value is >= 0x2000 and <= 0x22FF ? CapitalWidth : WideWidth,
            _ => UsualWidth,
        };
}
