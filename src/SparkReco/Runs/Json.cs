using System.Text.Json;
using System.Text.Json.Serialization;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>The files of a run are JSON in snake case.</summary>
public static class Json
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // Older records have choices as numbers, which are still read.
        Converters = { new FiniteNumbers(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>JSON has no word for what is not a number, or infinite: it is missing.</summary>
    private sealed class FiniteNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static string FileText<T>(T value) => Text(value) + "\n";

    public static Task WriteJsonAsync<T>(this IFileWriter store, Location path, T value, CancellationToken cancellation) =>
        store.WriteTextAsync(path, FileText(value), cancellation);

    /// <summary>The value in a file; null where there is no such file or no such value in it.</summary>
    public static async Task<T?> ReadJsonAsync<T>(this IFileReader store, Location path, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await store.ReadTextAsync(path, cancellation) is { } text ? JsonSerializer.Deserialize<T>(text, Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
