using System.Text.Json;
using SparkReco.Configuration;
using SparkReco.Runs;

namespace SparkReco.History;

/// <summary>The settings that two runs have different values of.</summary>
internal static class SettingDifferences
{
    // Where things are, and what is another in every run.
    private static readonly string[] Beside = ["base_folder", "lake", "run_date", "engine", "connections", "sinks", "fetch"];

    /// <summary>The path of each setting as records keep it, with both values as JSON; empty where a run had no such setting.</summary>
    public static IEnumerable<(string Setting, string Earlier, string Now)> Of(Settings earlier, Settings now)
    {
        var (before, after) = (Flat(earlier), Flat(now));
        return before
            .Keys.Union(after.Keys)
            .Order(StringComparer.Ordinal)
            .Select(path => (path, before.GetValueOrDefault(path, ""), after.GetValueOrDefault(path, "")))
            .Where(change => change.Item2 != change.Item3);
    }

    private static Dictionary<string, string> Flat(Settings settings)
    {
        using var document = JsonDocument.Parse(Json.Text(settings.ToRecord()));
        Dictionary<string, string> values = [];
        foreach (var section in document.RootElement.EnumerateObject().Where(section => !Beside.Contains(section.Name)))
            Add(section.Name, section.Value);
        return values;

        void Add(string path, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                    Add($"{path}.{property.Name}", property.Value);
            }
            else
            {
                values[path] = element.GetRawText();
            }
        }
    }
}
