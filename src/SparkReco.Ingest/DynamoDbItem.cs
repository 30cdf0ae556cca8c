using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SparkReco.Ingest;

/// <summary>
/// Writes an item as DynamoDB exports it, <c>{"Item":{"user_id":{"S":"u1"},"tags":{"SS":["a"]}}}</c>, as plain JSON:
/// <c>{"user_id":"u1","tags":["a"]}</c>.
/// </summary>
internal sealed class DynamoDbItem
{
    private static readonly JsonReaderOptions _reading = new() { MaxDepth = 3 * JsonRowParser.MaxDepth };
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _plain = new(4096);

    /// <summary>Holds the plain item at its front.</summary>
    public byte[] Buffer => MemoryMarshal.TryGetArray(_plain.WrittenMemory, out var segment) ? segment.Array! : [];

    public int Length => _plain.WrittenCount;

    /// <summary>False where the line is no such item; reading it as it is then tells what is wrong.</summary>
    public bool TryUnwrap(ReadOnlySpan<byte> line)
    {
        _plain.ResetWrittenCount();
        try
        {
            var reader = new Utf8JsonReader(line, _reading);
            using var writer = new Utf8JsonWriter(_plain, _writing);
            var isItem =
                reader.Read()
                && reader.TokenType == JsonTokenType.StartObject
                && reader.Read()
                && reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals("Item"u8)
                && reader.Read()
                && reader.TokenType == JsonTokenType.StartObject;
            if (!isItem || !TryMembers(ref reader, writer, line))
                return false;

            writer.Flush();
            return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryMembers(ref Utf8JsonReader reader, Utf8JsonWriter writer, ReadOnlySpan<byte> line)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WritePropertyName(reader.GetString()!);
            if (!reader.Read() || !TryValue(ref reader, writer, line))
                return false;
        }

        writer.WriteEndObject();
        return reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>Writes the value of <c>{"S":"text"}</c> and its like.</summary>
    private static bool TryValue(ref Utf8JsonReader reader, Utf8JsonWriter writer, ReadOnlySpan<byte> line)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;

        var type = reader.GetString();
        if (!reader.Read())
            return false;

        var isWritten = type switch
        {
            "S" or "B" or "N" => TryScalar(ref reader, writer, line, isNumber: type == "N"),
            "BOOL" => TryBoolean(ref reader, writer),
            "NULL" => TryNull(writer),
            "M" => reader.TokenType == JsonTokenType.StartObject && TryMembers(ref reader, writer, line),
            "L" => TryElements(ref reader, writer, line, "L"),
            "SS" or "BS" or "NS" => TryElements(ref reader, writer, line, type),
            _ => false,
        };
        return isWritten && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryElements(ref Utf8JsonReader reader, Utf8JsonWriter writer, ReadOnlySpan<byte> line, string type)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;

        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var isWritten = type == "L" ? TryValue(ref reader, writer, line) : TryScalar(ref reader, writer, line, isNumber: type == "NS");
            if (!isWritten)
                return false;
        }

        writer.WriteEndArray();
        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Texts go through as they are written, escapes and all; numbers are written without their quotes.</summary>
    private static bool TryScalar(ref Utf8JsonReader reader, Utf8JsonWriter writer, ReadOnlySpan<byte> line, bool isNumber)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;

        var isLiteral = isNumber && NumberText.IsLiteral(reader.ValueSpan);
        var written = isLiteral ? reader.ValueSpan : line[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        writer.WriteRawValue(written, skipInputValidation: true);
        return true;
    }

    private static bool TryBoolean(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        var isBoolean = reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        if (isBoolean)
            writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);

        return isBoolean;
    }

    private static bool TryNull(Utf8JsonWriter writer)
    {
        writer.WriteNullValue();
        return true;
    }
}
