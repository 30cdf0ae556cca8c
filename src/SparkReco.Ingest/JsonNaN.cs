using System.Text.Json;

namespace SparkReco.Ingest;

/// <summary>A bare NaN in JSON: Python writes what is missing so, though it is not JSON.</summary>
internal static class JsonNaN
{
    /// <summary>Whether one stands where a text was found not to be JSON.</summary>
    public static bool StartsAt(ReadOnlySpan<byte> text, JsonException error)
    {
        for (var line = 0; line < error.LineNumber; line++)
            text = text[(text.IndexOf((byte)'\n') + 1)..];
        return error.BytePositionInLine < text.Length && text[(int)error.BytePositionInLine..].StartsWith("NaN"u8);
    }

    /// <summary>Puts an empty text, which is as good and as long, in the place of each value that is a bare NaN. False when there is none.</summary>
    public static bool Replace(Span<byte> line)
    {
        var isReplaced = false;
        var isInText = false;
        byte before = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (isInText)
            {
                isInText = line[i] != (byte)'"';
                i += line[i] == (byte)'\\' ? 1 : 0;
                continue;
            }

            if (before is (byte)':' or (byte)',' or (byte)'[' && line[i..].StartsWith("NaN"u8))
            {
                "\"\" "u8.CopyTo(line[i..]);
                isReplaced = true;
                before = (byte)'"';
                i += 2;
                continue;
            }

            isInText = line[i] == (byte)'"';
            before = line[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' ? before : line[i];
        }

        return isReplaced;
    }
}
