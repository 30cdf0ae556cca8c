using System.Text;
using System.Text.Json;

namespace SparkReco.Ingest;

/// <summary>The names of the properties that objects of JSON have, those within with their path.</summary>
internal static class JsonNames
{
    private const int MostRows = 1000;

    // What tells the elements of an array apart, such as GA4's parameters.
    private static readonly string[] _keys = ["key", "name"];

    /// <summary>The names of all properties; null when no line is an object.</summary>
    /// <param name="lines">Objects, one a line.</param>
    /// <param name="settings">How the lines are read.</param>
    /// <param name="withSelectors">Whether arrays of keys and values have a path for each key.</param>
    public static HashSet<string>? Of(ReadOnlySpan<byte> lines, SourceSettings settings, bool withSelectors = false)
    {
        HashSet<string>? names = null;
        var item = new DynamoDbItem();
        foreach (var line in Encoding.UTF8.GetString(lines).Split('\n').Take(MostRows))
        {
            var isItem = settings.Format == SourceFormat.DynamoDb && item.TryUnwrap(Encoding.UTF8.GetBytes(line));
            using var document = TryParse(isItem ? Encoding.UTF8.GetString(item.Buffer, 0, item.Length) : line);
            if (document?.RootElement.ValueKind == JsonValueKind.Object)
                Add(document.RootElement, "", names ??= [], withSelectors);
        }

        return names;
    }

    /// <summary>Null where the text is not JSON; such a line is rejected, and told.</summary>
    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Add(JsonElement parent, string path, HashSet<string> names, bool withSelectors)
    {
        foreach (var property in parent.EnumerateObject())
        {
            if (TextOf(() => property.Name) is not { } name)
                continue;
            names.Add(path + name);
            AddInside(property.Value, path + name, names, withSelectors);
        }
    }

    private static void AddInside(JsonElement value, string path, HashSet<string> names, bool withSelectors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Add(value, $"{path}.", names, withSelectors);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object))
                {
                    Add(element, $"{path}.", names, withSelectors);
                    if (withSelectors && KeyOf(element) is var (key, text))
                    {
                        var chosen = $"{path}[{key}={text}].";
                        Add(element, chosen, names, withSelectors);
                        names.Remove(chosen + key);
                    }
                }

                break;
            case JsonValueKind.String when TextOf(value.GetString) is ['{' or '[', ..] text:
                using (var document = TryParse(text))
                {
                    if (document is not null)
                        AddInside(document.RootElement, path, names, withSelectors);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The property that tells an element of an array from the others, and its text.</summary>
    private static (string Key, string Text)? KeyOf(JsonElement element)
    {
        foreach (var property in element.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String))
        {
            if (_keys.FirstOrDefault(key => TextOf(() => property.Name) == key) is { } name && TextOf(property.Value.GetString) is { } text)
                return (name, text);
        }

        return null;
    }

    /// <summary>Null where a text has half a character, as that of an emoji that was cut: such a value is told when rows are read.</summary>
    private static string? TextOf(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
