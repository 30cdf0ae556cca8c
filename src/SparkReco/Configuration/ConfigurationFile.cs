using System.Text;
using System.Text.Json;

namespace SparkReco.Configuration;

/// <summary>A value of a configuration file and the line it begins on.</summary>
public sealed class ConfigurationValue
{
    public required int Line { get; init; }

    public required JsonTokenType Kind { get; init; }

    /// <summary>The text of a string, number or boolean as written.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyDictionary<string, ConfigurationValue> Members { get; init; } = new Dictionary<string, ConfigurationValue>();

    public IReadOnlyList<ConfigurationValue> Items { get; init; } = [];

    public bool IsObject => Kind == JsonTokenType.StartObject;

    public bool IsArray => Kind == JsonTokenType.StartArray;

    public bool IsNull => Kind == JsonTokenType.Null;
}

/// <summary>Reads a configuration file: JSON in which comments and trailing commas are allowed, and a key may stand once.</summary>
public static class ConfigurationFile
{
    /// <exception cref="ConfigurationException">The text is not JSON, or a key stands twice.</exception>
    public static ConfigurationValue Parse(string path, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new ConfigurationException($"{path}:1: the configuration is not a JSON object: it begins with {{ and ends with }}");
            var root = ReadValue(ref reader, utf8, path);
            while (reader.Read())
            {
                // Utf8JsonReader throws on anything but comments and blanks here.
            }

            return root;
        }
        catch (JsonException error)
        {
            throw new ConfigurationException(
                $"{path}:{error.LineNumber + 1}: not valid JSON at column {error.BytePositionInLine + 1}: {FirstSentence(error.Message)}",
                error
            );
        }
    }

    private static string FirstSentence(string message) =>
        message.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? message[..end] : message;

    private static ConfigurationValue ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, string path)
    {
        var line = LineAt(utf8, reader.TokenStartIndex);
        var kind = reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.StartObject:
                var members = new Dictionary<string, ConfigurationValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var nameLine = LineAt(utf8, reader.TokenStartIndex);
                    var name = ReadText(ref reader, path, nameLine);
                    reader.Read();
                    if (!members.TryAdd(name, ReadValue(ref reader, utf8, path)))
                        throw new ConfigurationException(
                            $"{path}:{nameLine}: the key '{name}' stands twice: keep one of them (the first is on line {members[name].Line})"
                        );
                }

                return new ConfigurationValue
                {
                    Line = line,
                    Kind = kind,
                    Members = members,
                };
            case JsonTokenType.StartArray:
                var items = new List<ConfigurationValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(ref reader, utf8, path));
                return new ConfigurationValue
                {
                    Line = line,
                    Kind = kind,
                    Items = items,
                };
            case JsonTokenType.String:
                return new ConfigurationValue
                {
                    Line = line,
                    Kind = kind,
                    Text = ReadText(ref reader, path, line),
                };
            default:
                return new ConfigurationValue
                {
                    Line = line,
                    Kind = kind,
                    Text = Encoding.UTF8.GetString(reader.ValueSpan),
                };
        }
    }

    private static string ReadText(ref Utf8JsonReader reader, string path, int line)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new ConfigurationException(
                $"{path}:{line}: not valid JSON: a text is not valid UTF-8, or has an escape that is half a character",
                error
            );
        }
    }

    private static int LineAt(ReadOnlySpan<byte> utf8, long index) => utf8[..(int)index].Count((byte)'\n') + 1;
}

/// <summary>The configuration or the command line is wrong; the message names every problem, its place and its remedy.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException() { }

    public ConfigurationException(string message)
        : base(message) { }

    public ConfigurationException(string message, Exception inner)
        : base(message, inner) { }
}
