using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparkReco.ServiceModels;

/// <summary>Tells what of a request or a reply does not fit its shape, in the words of AWS's services.</summary>
public static class ShapeCheck
{
    /// <summary>What does not fit; empty where all does.</summary>
    /// <param name="shape">What the value must look like; null is a structure without members.</param>
    /// <param name="value">The value.</param>
    /// <param name="knowsAll">Whether a member that the shape does not have is wrong, too. Services pass over such members.</param>
    public static IReadOnlyList<string> Check(Shape? shape, JsonNode? value, bool knowsAll = false)
    {
        List<string> problems = [];
        if (shape is not null)
            Check(shape, value, "", problems, knowsAll);
        else if (knowsAll && value is JsonObject { Count: > 0 } members)
            problems.AddRange(members.Select(member => $"Unknown member '{member.Key}'"));
        return problems;
    }

    private static void Check(Shape shape, JsonNode? value, string path, List<string> problems, bool knowsAll)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure when value is JsonObject members:
                foreach (var name in shape.Required.Where(name => members[name] is null))
                    problems.Add($"Value null at '{Below(name)}' failed to satisfy constraint: Member must not be null");
                foreach (var (name, member) in members.Where(member => member.Value is not null))
                {
                    if (shape.Members.TryGetValue(name, out var of))
                        Check(of, member, Below(name), problems, knowsAll);
                    else if (knowsAll)
                        problems.Add($"Unknown member '{Below(name)}'");
                }

                break;
            case ShapeKind.List when value is JsonArray elements:
                Size(elements.Count);
                foreach (var (index, element) in elements.Index())
                    Check(shape.Element!, element, Below($"{index + 1}.member"), problems, knowsAll);
                break;
            case ShapeKind.Map when value is JsonObject entries:
                Size(entries.Count);
                foreach (var (key, entry) in entries)
                {
                    Check(shape.Key!, JsonValue.Create(key), Below("key"), problems, knowsAll);
                    Check(shape.Element!, entry, Below($"{key}.value"), problems, knowsAll);
                }

                break;
            case ShapeKind.String when value is JsonValue text && text.GetValueKind() == JsonValueKind.String:
                CheckText(text.GetValue<string>());
                break;
            case ShapeKind.Blob when value is JsonValue bytes && bytes.TryGetValue(out string? base64) && Base64.IsValid(base64):
                break;
            case ShapeKind.Boolean when value is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                break;
            case ShapeKind.Integer when value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && IsWhole(number):
            case ShapeKind.Number or ShapeKind.Timestamp when value is JsonValue real && real.GetValueKind() == JsonValueKind.Number:
                var size = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
                if (shape.Min is { } least && size < least)
                    Fail($"Member must have value greater than or equal to {least}");
                if (shape.Max is { } most && size > most)
                    Fail($"Member must have value less than or equal to {most}");
                break;
            default:
                Fail($"Member must be of the type {shape.Kind}");
                break;
        }

        string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";

        void Fail(string constraint) =>
            problems.Add($"Value '{(shape.IsSensitive ? "***" : value?.ToString())}' at '{path}' failed to satisfy constraint: {constraint}");

        void Size(int length)
        {
            if (shape.Min is { } least && length < least)
                Fail($"Member must have length greater than or equal to {least}");
            if (shape.Max is { } most && length > most)
                Fail($"Member must have length less than or equal to {most}");
        }

        void CheckText(string text)
        {
            Size(text.Length);
            if (!shape.Fits(text))
                Fail($"Member must satisfy regular expression pattern: {shape.PatternText}");
            if (shape.Words.Count > 0 && !shape.Words.Contains(text))
                Fail($"Member must satisfy enum value set: [{string.Join(", ", shape.Words)}]");
        }
    }

    private static bool IsWhole(JsonValue number) =>
        long.TryParse(number.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
