using System.Text.Json;
using System.Text.RegularExpressions;

namespace SparkReco.ServiceModels;

/// <summary>The kinds of values in requests and replies.</summary>
public enum ShapeKind
{
    Structure,
    List,
    Map,
    String,
    Boolean,
    Integer,

    /// <summary>A number with a fraction, of 32 or 64 bits.</summary>
    Number,

    /// <summary>Seconds since 1970, with a fraction.</summary>
    Timestamp,

    /// <summary>Bytes, as base64.</summary>
    Blob,
}

/// <summary>What a value must look like.</summary>
public sealed class Shape
{
    private Regex? _pattern;

    private Shape(string name) => Name = name;

    public string Name { get; }

    public ShapeKind Kind { get; private set; }

    /// <summary>The members of a structure, by their names.</summary>
    public IReadOnlyDictionary<string, Shape> Members { get; private set; } = new Dictionary<string, Shape>();

    /// <summary>The members that a structure must have.</summary>
    public IReadOnlySet<string> Required { get; private set; } = new HashSet<string>();

    /// <summary>What a list's elements, or a map's values, look like.</summary>
    public Shape? Element { get; private set; }

    /// <summary>What a map's keys look like.</summary>
    public Shape? Key { get; private set; }

    /// <summary>The least value of a number, length of a text, or size of a list or map.</summary>
    public double? Min { get; private set; }

    /// <summary>The greatest.</summary>
    public double? Max { get; private set; }

    /// <summary>The regular expression that a whole text must satisfy, as the model writes it.</summary>
    public string? PatternText { get; private set; }

    /// <summary>Whether a text satisfies the pattern, if there is one. Java names a class of characters that .NET does not.</summary>
    public bool Fits(string text) =>
        PatternText is null
        || (
            _pattern ??= new Regex(
                $@"\A(?:{PatternText.Replace(@"\p{ASCII}", @"[\x00-\x7F]", StringComparison.Ordinal)})\z",
                RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
            )
        ).IsMatch(text);

    /// <summary>The words that a text may be; empty where it may be any.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>Whether values are kept out of logs.</summary>
    public bool IsSensitive { get; private set; }

    /// <summary>The status of HTTP with which an error comes; null where the model names none, which is 400.</summary>
    public int? HttpStatus { get; private set; }

    internal static IReadOnlyDictionary<string, Shape> ReadAll(JsonElement models)
    {
        var shapes = models.EnumerateObject().ToDictionary(member => member.Name, member => new Shape(member.Name));
        foreach (var member in models.EnumerateObject())
            shapes[member.Name].Fill(member.Value, shapes);
        return shapes;
    }

    private void Fill(JsonElement model, IReadOnlyDictionary<string, Shape> shapes)
    {
        Kind = model.GetProperty("type").GetString() switch
        {
            "structure" => ShapeKind.Structure,
            "list" => ShapeKind.List,
            "map" => ShapeKind.Map,
            "string" => ShapeKind.String,
            "boolean" => ShapeKind.Boolean,
            "integer" or "long" => ShapeKind.Integer,
            "float" or "double" => ShapeKind.Number,
            "timestamp" => ShapeKind.Timestamp,
            "blob" => ShapeKind.Blob,
            var other => throw new InvalidDataException($"{Name}: a shape of the kind {other}"),
        };
        if (model.TryGetProperty("members", out var members))
            Members = members.EnumerateObject().ToDictionary(member => member.Name, member => Of(member.Value));
        if (model.TryGetProperty("required", out var required))
            Required = required.EnumerateArray().Select(name => name.GetString()!).ToHashSet();
        if (model.TryGetProperty("member", out var element) || model.TryGetProperty("value", out element))
            Element = Of(element);
        if (model.TryGetProperty("key", out var key))
            Key = Of(key);
        Min = model.TryGetProperty("min", out var min) ? min.GetDouble() : null;
        Max = model.TryGetProperty("max", out var max) ? max.GetDouble() : null;
        PatternText = model.TryGetProperty("pattern", out var pattern) ? pattern.GetString() : null;
        if (model.TryGetProperty("enum", out var words))
            Words = [.. words.EnumerateArray().Select(word => word.GetString()!)];
        IsSensitive = model.TryGetProperty("sensitive", out var sensitive) && sensitive.GetBoolean();
        HttpStatus =
            model.TryGetProperty("error", out var error) && error.TryGetProperty("httpStatusCode", out var status) ? status.GetInt32() : null;

        Shape Of(JsonElement reference) => shapes[reference.GetProperty("shape").GetString()!];
    }
}
