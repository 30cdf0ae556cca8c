using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>A column of a dataset.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">Its Avro type, without <c>null</c>.</param>
/// <param name="IsNullable">Whether a row may leave it empty.</param>
/// <param name="IsCategorical">Whether models learn from it as a feature.</param>
/// <param name="IsTextual">Whether it is a text to be understood.</param>
internal sealed record Field(string Name, string Type, bool IsNullable, bool IsCategorical, bool IsTextual)
{
    public bool IsNumber => Type is "int" or "long" or "float" or "double";
}

/// <summary>What a dataset's rows look like: the flat Avro schemas of the service.</summary>
internal sealed record DatasetSchema(string DatasetType, IReadOnlyList<Field> Fields)
{
    /// <summary>Of the kinds of datasets, the columns that each must have, and those that the service knows.</summary>
    private static readonly Dictionary<string, (string[] Required, string[] Reserved, int Metadata)> Rules = new()
    {
        ["Interactions"] = (
            ["USER_ID:string", "ITEM_ID:string", "TIMESTAMP:long"],
            ["EVENT_TYPE", "EVENT_VALUE", "IMPRESSION", "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE"],
            5
        ),
        ["Users"] = (["USER_ID:string"], [], 25),
        ["Items"] = (["ITEM_ID:string"], ["CREATION_TIMESTAMP"], 100),
        ["Actions"] = (["ACTION_ID:string"], ["CREATION_TIMESTAMP", "VALUE", "ACTION_EXPIRATION_TIMESTAMP", "REPEAT_FREQUENCY"], 10),
        ["Action_Interactions"] = (
            ["USER_ID:string", "ACTION_ID:string", "EVENT_TYPE:string", "TIMESTAMP:long"],
            ["RECOMMENDATION_ID", "IMPRESSION"],
            5
        ),
    };

    private static readonly string[] Types = ["float", "double", "int", "long", "string", "boolean"];

    /// <summary>The kinds of datasets as schemas name them.</summary>
    public static IReadOnlyCollection<string> DatasetTypes => Rules.Keys;

    public Field? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Reads a schema.</summary>
    /// <exception cref="ServiceException">It is none, or not one of the service's.</exception>
    public static DatasetSchema Parse(string text)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("a record is expected");
        }
        catch (JsonException error)
        {
            throw Invalid($"it is no JSON object ({error.Message})");
        }

        if (Text(root, "type") != "record")
            throw Invalid("its type must be record");
        var name = Text(root, "name") ?? "";
        if (!Rules.TryGetValue(name, out var rule))
            throw Invalid($"its name must be the type of the dataset, one of {string.Join(", ", Rules.Keys)}, not '{name}'");
        if (root["fields"] is not JsonArray { Count: > 0 } fields)
            throw Invalid("it has no fields");

        var schema = new DatasetSchema(name, [.. fields.Select(ReadField)]);
        schema.Check(rule.Required, rule.Reserved, rule.Metadata);
        return schema;
    }

    private static Field ReadField(JsonNode? node)
    {
        if (node is not JsonObject field || Text(field, "name") is not { Length: > 0 } name)
            throw Invalid("each field must have a name");
        string?[] types = field["type"] switch
        {
            JsonArray union => [.. union.Select(type => type is JsonValue value && value.TryGetValue<string>(out var word) ? word : null)],
            JsonValue single when single.TryGetValue<string>(out var word) => [word],
            _ => [null],
        };
        string?[] given = [.. types.Where(type => type != "null")];
        if (given is not [{ } type] || !Types.Contains(type))
            throw Invalid($"the type of {name} must be one of {string.Join(", ", Types)}, alone or with null");
        var read = new Field(name, type, types.Contains("null"), IsTrue("categorical"), IsTrue("textual"));
        if ((read.IsCategorical || read.IsTextual) && type != "string")
            throw Invalid($"{name} can't be categorical or textual: it is no string");
        return read;

        bool IsTrue(string flag) => field[flag]?.GetValueKind() == JsonValueKind.True;
    }

    private void Check(string[] required, string[] reserved, int most)
    {
        var same = Fields
            .GroupBy(field => string.Concat(field.Name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant())
            .FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
            throw Invalid($"the fields {string.Join(" and ", same.Select(field => field.Name))} have the same name");
        foreach (var (name, type) in required.Select(column => column.Split(':')).Select(parts => (parts[0], parts[1])))
        {
            if (Find(name) is not { IsNullable: false } field || field.Type != type)
                throw Invalid($"the field {name} of type {type} is required");
        }

        if (Find("EVENT_TYPE") is { } eventType && (eventType.Type != "string" || eventType.IsCategorical))
            throw Invalid("EVENT_TYPE must be a string that is not categorical");
        if (DatasetType == "Items" && Find("CREATION_TIMESTAMP") is { } creation && creation.Type != "long")
            throw Invalid("CREATION_TIMESTAMP must be of type long");
        if (Fields.FirstOrDefault(field => field.IsTextual) is { } textual && DatasetType != "Items")
            throw Invalid($"{textual.Name} can't be textual: only Items have texts");
        if (Fields.Count(field => field.IsTextual) > 1)
            throw Invalid("Items may have one textual field");
        var keys = required.Select(column => column.Split(':')[0]).ToHashSet();
        var metadata = Fields.Count(field => !keys.Contains(field.Name) && !reserved.Contains(field.Name));
        if (metadata > most)
            throw Invalid($"{DatasetType} may have at most {most} metadata fields, not {metadata}");
        if (DatasetType is "Users" or "Items" && metadata == 0 && Fields.Count == keys.Count)
            throw Invalid($"{DatasetType} must have at least one metadata field");
    }

    private static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static ServiceException Invalid(string reason) => ServiceException.Invalid($"Input schema is not valid: {reason}.");
}
