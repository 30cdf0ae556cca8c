using System.Text.Json;

namespace SparkReco.Ingest;

/// <summary>Says in words why a line is not JSON.</summary>
internal static class JsonProblem
{
    public static string NotAnObject(ReadOnlySpan<byte> text) =>
        text[0] switch
        {
            (byte)'[' => "not an object: an array",
            (byte)'"' => "not an object: a string",
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "not an object: a number",
            _ when text.StartsWith("null"u8) => "not an object: null",
            _ when text.StartsWith("true"u8) || text.StartsWith("false"u8) => "not an object: a boolean",
            0 => "NUL byte",
            _ => "invalid JSON at byte 1",
        };

    public static string Describe(ReadOnlySpan<byte> line, JsonException error, int depth)
    {
        var at = (int)Math.Min(error.BytePositionInLine ?? 0, line.Length);
        var rest = line[at..];
        if (depth >= JsonRowParser.MaxDepth - 1 && !rest.IsEmpty && rest[0] is (byte)'{' or (byte)'[')
            return $"nested deeper than {JsonRowParser.MaxDepth} levels";

        if (rest.StartsWith("Infinity"u8) || rest.StartsWith("-Infinity"u8))
            return $"Infinity at byte {at + 1}: not JSON";

        return !rest.IsEmpty && rest[0] < (byte)' ' ? $"control character 0x{rest[0]:X2} at byte {at + 1}" : $"invalid JSON at byte {at + 1}";
    }
}
