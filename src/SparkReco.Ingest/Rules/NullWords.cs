using System.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>Words that programs write for no value: MySQL and Redshift <c>\N</c>, SQL <c>NULL</c>, Python <c>None</c>, pandas <c>NaN</c>, <c>NaT</c> and <c>&lt;NA&gt;</c>, R <c>NA</c>.</summary>
internal static class NullWords
{
    /// <summary>Whether a text is such a word in any field. As they are written: a title may be Nat, and NA is Namibia.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) =>
        text.Length switch
        {
            2 => text.SequenceEqual(@"\N"u8),
            3 => text.SequenceEqual("NaN"u8) || text.SequenceEqual("nan"u8) || text.SequenceEqual("NaT"u8),
            4 => text.SequenceEqual("NULL"u8) || text.SequenceEqual("null"u8) || text.SequenceEqual("None"u8) || text.SequenceEqual("<NA>"u8),
            _ => false,
        };

    /// <summary>Whether a text is such a word where it is no country.</summary>
    public static bool IsNoText(ReadOnlySpan<byte> text) =>
        IsOne(text)
        || text.Length switch
        {
            2 => text.SequenceEqual("NA"u8),
            3 => text.SequenceEqual("N/A"u8) || text.SequenceEqual("n/a"u8),
            4 => text.SequenceEqual("#N/A"u8),
            _ => false,
        };

    /// <summary>Whether a text is such a word where it names something.</summary>
    public static bool IsNoId(ReadOnlySpan<byte> text) =>
        IsOne(text)
        || text.Length switch
        {
            3 => Ascii.EqualsIgnoreCase(text, "nan"u8),
            4 => Ascii.EqualsIgnoreCase(text, "null"u8) || Ascii.EqualsIgnoreCase(text, "none"u8),
            9 => Ascii.EqualsIgnoreCase(text, "undefined"u8),
            _ => false,
        };

    /// <summary>Whether a text is such a word where a number, a date or a boolean should be.</summary>
    public static bool IsNoNumber(ReadOnlySpan<byte> text) =>
        IsNoId(text)
        || text.Length switch
        {
            2 => Ascii.EqualsIgnoreCase(text, "na"u8),
            3 => Ascii.EqualsIgnoreCase(text, "n/a"u8) || Ascii.EqualsIgnoreCase(text, "nat"u8),
            4 => Ascii.EqualsIgnoreCase(text, "#n/a"u8),
            _ => false,
        };
}
