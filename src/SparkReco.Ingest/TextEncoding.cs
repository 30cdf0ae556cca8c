using System.Text;

namespace SparkReco.Ingest;

/// <summary>Encodings of text other than UTF-8.</summary>
public static class TextEncoding
{
    /// <summary>The encoding of a name that IANA knows; null where this program knows none.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            // What can't be read becomes a NUL, which rejects the values that have it and nothing else.
            var fallback = new DecoderReplacementFallback("\0");
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, fallback)
                ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, fallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The encoding of a file that begins with the given bytes; null is UTF-8, or no encoding that is known.</summary>
    internal static Encoding? Of(SourceSettings settings, ReadOnlySpan<byte> head)
    {
        // No text of another encoding begins like a mark.
        var name = ContentHead.Mark(head) ?? settings.Encoding;
        return name is null || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? null : Find(name);
    }
}
