using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparkReco.Personalize;

/// <summary>A member that was asked for and is another.</summary>
/// <param name="Member">The member of the request in which it is.</param>
/// <param name="Text">What is there, and what is wanted.</param>
internal sealed record Difference(string Member, string Text);

/// <summary>Tells in what a resource that is there differs from what is wanted.</summary>
internal static class Differences
{
    // The service answers with other letters than it was asked with.
    private const string Caseless = "datasetType";

    /// <summary>The members that were asked for and are others. What the service does not tell is not compared, nor what was not asked for.</summary>
    public static IEnumerable<Difference> Between(JsonObject wanted, JsonObject found) =>
        wanted.SelectMany(member => Between(member.Value, found[member.Key], member.Key).Select(text => new Difference(member.Key, text)));

    private static IEnumerable<string> Between(JsonNode? wanted, JsonNode? found, string path) =>
        (wanted, found) switch
        {
            (_, null) => [],
            (JsonObject members, JsonObject there) => members.SelectMany(member => Between(member.Value, there[member.Key], $"{path}.{member.Key}")),
            (JsonArray elements, JsonArray there) when elements.Count == there.Count => elements.SelectMany(
                (element, index) => Between(element, there[index], $"{path}[{index}]")
            ),
            _ when string.Equals(Text(wanted), Text(found), path == Caseless ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) => [],
            _ => [$"{path} is {Text(found)} where {Text(wanted)} is wanted"],
        };

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
