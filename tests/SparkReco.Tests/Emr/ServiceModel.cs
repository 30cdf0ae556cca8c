using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Emr;

/// <summary>The contract of an AWS service, as its SDKs are made from it; says where a request breaks it.</summary>
internal sealed class ServiceModel
{
    private readonly JsonElement _model;

    public ServiceModel(string service)
    {
        var file = Path.Combine(Golden.Root, "..", "shared", "aws-models", $"{service}.service-2.json");
        if (!File.Exists(file))
            Missing.Skip($"the contract of {service} is missing");

        _model = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }

    public IReadOnlyList<string> Problems(string operation, JsonElement request)
    {
        var problems = new List<string>();
        Check(_model.GetProperty("operations").GetProperty(operation).GetProperty("input"), request, operation, problems);
        return problems;
    }

    private void Check(JsonElement reference, JsonElement value, string path, List<string> problems)
    {
        var shape = _model.GetProperty("shapes").GetProperty(reference.GetProperty("shape").GetString()!);
        var type = shape.GetProperty("type").GetString()!;
        if (value.ValueKind != KindOf(type, value))
        {
            problems.Add($"{path}: {value.ValueKind} is no {type}");
            return;
        }

        switch (type)
        {
            case "structure":
                CheckStructure(shape, value, path, problems);
                break;
            case "list":
                CheckSize(shape, value.GetArrayLength(), path, problems);
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Check(shape.GetProperty("member"), item, $"{path}[{index}]", problems);

                break;
            case "map":
                CheckSize(shape, value.EnumerateObject().Count(), path, problems);
                foreach (var entry in value.EnumerateObject())
                    Check(shape.GetProperty("value"), entry.Value, $"{path}.{entry.Name}", problems);

                break;
            case "string":
                CheckText(shape, value.GetString()!, path, problems);
                break;
            case "integer" or "long":
                CheckSize(shape, value.GetInt64(), path, problems);
                break;
        }
    }

    private void CheckStructure(JsonElement shape, JsonElement value, string path, List<string> problems)
    {
        var members = shape.GetProperty("members");
        foreach (var member in value.EnumerateObject())
        {
            if (members.TryGetProperty(member.Name, out var reference))
            {
                Check(reference, member.Value, $"{path}.{member.Name}", problems);
            }
            else
            {
                problems.Add($"{path}.{member.Name}: unknown");
            }
        }

        if (shape.TryGetProperty("required", out var required))
            problems.AddRange(
                required
                    .EnumerateArray()
                    .Select(name => name.GetString()!)
                    .Where(name => !value.TryGetProperty(name, out _))
                    .Select(name => $"{path}.{name}: missing")
            );
    }

    private static void CheckText(JsonElement shape, string text, string path, List<string> problems)
    {
        CheckSize(shape, text.Length, path, problems);
        if (shape.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == text))
            problems.Add($"{path}: '{text}' is none of the values");

        if (shape.TryGetProperty("pattern", out var pattern) && !Pattern(pattern.GetString()!).IsMatch(text))
            problems.Add($"{path}: '{text}' does not match {pattern.GetString()}");
    }

    /// <summary>A pattern covers the whole text. Some write the characters beyond 16 bits as a range of pairs, which .NET takes unit by unit.</summary>
    private static Regex Pattern(string pattern) =>
        new(
            $"^(?:{pattern.Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.Ordinal)})$",
            RegexOptions.None,
            TimeSpan.FromSeconds(5)
        );

    private static void CheckSize(JsonElement shape, long size, string path, List<string> problems)
    {
        if (
            (shape.TryGetProperty("min", out var min) && size < min.GetInt64()) || (shape.TryGetProperty("max", out var max) && size > max.GetInt64())
        )
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {size} is out of bounds"));
    }

    private static JsonValueKind KindOf(string type, JsonElement value) =>
        type switch
        {
            "structure" or "map" => JsonValueKind.Object,
            "list" => JsonValueKind.Array,
            "string" => JsonValueKind.String,
            "boolean" => value.ValueKind == JsonValueKind.False ? JsonValueKind.False : JsonValueKind.True,
            _ => JsonValueKind.Number,
        };
}
