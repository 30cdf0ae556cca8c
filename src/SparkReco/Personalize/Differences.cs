using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparkReco.Personalize;

/// <summary>Tells in what a resource that is there differs from what is wanted.</summary>
internal static class Differences
{
    // The service answers with other letters than it was asked with.
    private const string Caseless = "datasetType";

    /// <summary>The members that were asked for and are others. What the service does not tell is not compared, nor what was not asked for.</summary>
    public static IEnumerable<string> Between(JsonObject wanted, JsonObject found) => Between(wanted, found, "");

    private static IEnumerable<string> Between(JsonObject wanted, JsonObject found, string path)
    {
        foreach (var (name, value) in wanted)
        {
            var there = found[name];
            if (value is JsonObject inner && there is JsonObject innerThere)
            {
                foreach (var difference in Between(inner, innerThere, $"{path}{name}."))
                    yield return difference;
            }
            else if (
                there is not null
                && !string.Equals(Text(value), Text(there), name == Caseless ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            )
            {
                yield return $"{path}{name} is {Text(there)} where {Text(value)} is wanted";
            }
        }
    }

    /// <summary>A value's text; numbers may come as texts, and texts of JSON with other blanks and another order of members.</summary>
    private static string Text(JsonNode? value) =>
        value switch
        {
            null => "nothing",
            JsonObject members =>
                $"{{{string.Join(", ", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {Text(member.Value)}"))}}}",
            JsonArray elements => $"[{string.Join(", ", elements.Select(Text))}]",
            JsonValue text when text.TryGetValue(out string? json) && json.StartsWith('{') && Parsed(json) is { } parsed => Text(parsed),
            JsonValue number when number.GetValueKind() == JsonValueKind.Number =>
                $"{double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture):R}",
            _ => value.ToString(),
        };

    private static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
