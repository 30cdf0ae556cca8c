using System.Text;

namespace SparkReco.Ingest;

/// <summary>The part of a row's text that is kept for people: its first 1,000 characters, with U+FFFD for invalid bytes and NUL.</summary>
internal static class RawText
{
    public const int MaxCharacters = 1000;

    // Four bytes for each character suffice: no character of UTF-16 takes more than three.
    public const int MaxBytes = 4 * MaxCharacters;

    public static byte[] Clip(ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxBytes)]).Replace('\0', '\uFFFD');
        var length = Math.Min(decoded.Length, MaxCharacters);
        if (length < decoded.Length && char.IsHighSurrogate(decoded[length - 1]))
            length--;

        return Encoding.UTF8.GetBytes(decoded[..length]);
    }
}
