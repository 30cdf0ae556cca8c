using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SparkReco.Configuration;

/// <summary>Writes a starting configuration: every setting with its meaning, its range and its default.</summary>
public static class SettingsTemplate
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["run_date"] = "\"2026-09-01\"",
        ["inputs.users.paths"] = "[\"raw/users.jsonl\"]",
        ["inputs.items.paths"] = "[\"raw/items.csv\"]",
        ["inputs.events.paths"] = "[\"raw/events\"]",
    };

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write()
    {
        var text = new StringBuilder("// SparkReco's configuration: JSON, with comments. Settings that stand behind // have their defaults.\n");
        WriteSection(
            text,
            [.. SettingsLoader.Describe().Where(setting => !setting.Path.Contains(SettingsReader.AnyName, StringComparison.Ordinal))],
            "",
            0
        );
        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, IReadOnlyList<SettingDescription> settings, string prefix, int depth)
    {
        var indent = new string(' ', 2 * depth);
        text.Append("{\n");
        foreach (
            var group in settings
                .Where(setting => setting.Path.StartsWith(prefix, StringComparison.Ordinal))
                .GroupBy(setting => setting.Path[prefix.Length..].Split('.')[0])
        )
        {
            var setting = group.First();
            var path = prefix + group.Key;
            if (setting.Path != path)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}  \"{group.Key}\": ");
                WriteSection(text, settings, path + ".", depth + 1);
                text.Append(",\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{indent}  // {setting.Meaning} ({setting.Allowed})\n");
            text.Append(
                Examples.TryGetValue(path, out var example)
                    ? $"{indent}  \"{group.Key}\": {example},\n"
                    : $"{indent}  // \"{group.Key}\": {Literal(path, setting.Default)},\n"
            );
        }

        text.Append(indent).Append('}');
        if (depth == 0)
            text.Append('\n');
    }

    private static string Literal(string path, string @default) =>
        path switch
        {
            "inputs.users.fields" => "{ \"user_id\": \"member_no\", \"tier\": { \"constant\": \"paid\" } }",
            "inputs.items.fields" => "{ \"item_id\": \"article_no\", \"content_type\": { \"constant\": \"video\" } }",
            "inputs.events.fields" => "{ \"user_id\": \"member_no\", \"event_type\": { \"constant\": \"watch\" } }",
            _ when path.EndsWith(".where", StringComparison.Ordinal) => "{ \"status\": [\"active\"] }",
            _ when path.EndsWith(".paths", StringComparison.Ordinal) => "[\"personalize/output\"]",
            _ => @default.StartsWith('[') || int.TryParse(@default, out _) || @default == "{}" ? @default : JsonSerializer.Serialize(@default, Json),
        };
}
