using System.Buffers;

namespace SparkReco.Ingest.Rules;

/// <summary>What the rules need to know about UTF-8 text.</summary>
internal static class Characters
{
    private const byte LeadOfC1 = 0xC2;

    private static readonly SearchValues<byte> _mayBeControl = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), 0x7F, LeadOfC1]);

    /// <summary>Takes ASCII blanks off both ends: spaces, tabs, line breaks, form feeds.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsBlank(text[start]))
            start++;

        while (end > start && IsBlank(text[end - 1]))
            end--;

        return text[start..end];
    }

    /// <summary>Whether there is a character of C0 or C1, or DEL.</summary>
    public static bool HasControl(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOfAny(_mayBeControl); at >= 0; at = text.IndexOfAny(_mayBeControl))
        {
            if (IsControl(text[at..]))
                return true;

            text = text[(at + 1)..];
        }

        return false;
    }

    /// <summary>The same text with a blank for each control character.</summary>
    public static byte[] BlankControls(ReadOnlySpan<byte> text)
    {
        var clean = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isControl = IsControl(text[i..]);
            clean.Add(isControl ? (byte)' ' : text[i]);
            i += isControl && text[i] == LeadOfC1 ? 1 : 0;
        }

        return [.. clean];
    }

    /// <summary>Where the code point after the given number of them begins; -1 when the text is not longer than those.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int codePoints)
    {
        if (text.Length <= codePoints)
            return -1;

        for (var i = 0; i < text.Length; i++)
        {
            var isStart = (text[i] & 0xC0) != 0x80;
            if (isStart && codePoints-- == 0)
                return i;
        }

        return -1;
    }

    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private static bool IsBlank(byte value) => value is (byte)' ' or >= 9 and <= 13;

    private static bool IsControl(ReadOnlySpan<byte> text) =>
        text[0] < 32 || text[0] == 0x7F || (text[0] == LeadOfC1 && text.Length > 1 && text[1] < 0xA0);
}
