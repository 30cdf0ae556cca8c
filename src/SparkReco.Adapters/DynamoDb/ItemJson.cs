using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>
/// Items as lines of plain JSON: numbers with all their digits, sets and lists as arrays, maps as objects, bytes as base64. An attribute that an item
/// does not have is not in its line.
/// </summary>
internal static class ItemJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an item, and the end of its line.</summary>
    public static void Write(ArrayBufferWriter<byte> text, Dictionary<string, AttributeValue> item)
    {
        using (var json = new Utf8JsonWriter(text, Options))
            Write(json, item);
        text.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, Dictionary<string, AttributeValue> map)
    {
        json.WriteStartObject();
        foreach (var (name, value) in map)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttributeValue value)
    {
        if (value.S is { } text)
            json.WriteStringValue(text);
        else if (value.N is { } number)
            json.WriteRawValue(number);
        else if (value.BOOL is { } flag)
            json.WriteBooleanValue(flag);
        else if (value.B is { } bytes)
            json.WriteBase64StringValue(bytes.ToArray());
        else if (value.M is { } map)
            Write(json, map);
        else if (value.L is { } list)
            WriteAll(list, element => Write(json, element));
        else if (value.SS is { } texts)
            WriteAll(texts, json.WriteStringValue);
        else if (value.NS is { } numbers)
            WriteAll(numbers, element => json.WriteRawValue(element));
        else if (value.BS is { } binaries)
            WriteAll(binaries, element => json.WriteBase64StringValue(element.ToArray()));
        else
            json.WriteNullValue();

        void WriteAll<T>(IEnumerable<T> elements, Action<T> write)
        {
            json.WriteStartArray();
            foreach (var element in elements)
                write(element);
            json.WriteEndArray();
        }
    }
}
