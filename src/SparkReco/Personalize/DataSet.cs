using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Personalize;

/// <summary>A column of a data set: its name in the query; in the service it has it in capitals.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type as Avro names it.</param>
/// <param name="IsOptional">Whether a row may have no value.</param>
/// <param name="Use">How the service uses a text: <c>categorical</c>, <c>textual</c>; null where it is not said.</param>
public sealed record DataSetColumn(string Name, string Type, bool IsOptional = false, string? Use = null);

/// <summary>A data set of Amazon Personalize: its rows are those of a query, its schema follows from its columns.</summary>
/// <param name="type">The service's name for it.</param>
/// <param name="fields">The columns, in the query's order.</param>
public sealed class DataSet(string type, IReadOnlyList<DataSetColumn> fields) : Query($"Personalize/Queries/dataset_{type.ToLowerInvariant()}.sql")
{
    private const string Categorical = "categorical";

    internal static readonly DataSet Users = new(
        "Users",
        [
            new("user_id", "string"),
            new("tier", "string", Use: Categorical),
            new("plan", "string", IsOptional: true, Categorical),
            new("country", "string", IsOptional: true, Categorical),
            new("registered_at", "long", IsOptional: true),
        ]
    );

    internal static readonly DataSet Items = new(
        "Items",
        [
            new("item_id", "string"),
            new("content_type", "string", Use: Categorical),
            new("category", "string", IsOptional: true, Categorical),
            new("language", "string", IsOptional: true, Categorical),
            new("duration_seconds", "long", IsOptional: true),
            new("creation_timestamp", "long", IsOptional: true),
            new("available", "string", Use: Categorical),
            new("title", "string", Use: "textual"),
        ]
    );

    internal static readonly DataSet Interactions = new(
        "Interactions",
        [
            new("user_id", "string"),
            new("item_id", "string"),
            new("timestamp", "long"),
            new("event_type", "string"),
            new("event_value", "float", IsOptional: true),
        ]
    );

    /// <summary>The data sets, in the order in which they are brought to the service.</summary>
    public static IReadOnlyList<DataSet> All { get; } = [Users, Items, Interactions];

    /// <summary>The service's name for it.</summary>
    public string Type => type;

    /// <summary>The name in paths and names.</summary>
    public string Name => type.ToLowerInvariant();

    /// <inheritdoc/>
    public override IReadOnlyList<Column> Columns =>
        [
            .. fields.Select(column => new Column(column.Name, column.Type == "string" ? ColumnType.String : ColumnType.BigInt, "")
            {
                IsNullable = column.IsOptional,
            }),
        ];

    /// <summary>The schema in Avro, as the service wants it.</summary>
    public string Schema =>
        new JsonObject
        {
            ["type"] = "record",
            ["name"] = Type,
            ["namespace"] = "com.amazonaws.personalize.schema",
            ["fields"] = new JsonArray([.. fields.Select(FieldOf)]),
            ["version"] = "1.0",
        }.ToJsonString();

    /// <summary>The rows as SQL, with the names of columns that the service wants as header.</summary>
    public string Select(Settings settings) =>
        $"select {string.Join(", ", Columns.Select(column => $"{column.Name} as {column.Name.ToUpperInvariant()}"))} from ({ModelParameters.Fill(Path, settings)}) as d";

    private static JsonNode FieldOf(DataSetColumn column)
    {
        var field = new JsonObject
        {
            ["name"] = column.Name.ToUpperInvariant(),
            ["type"] = column.IsOptional ? new JsonArray(column.Type, "null") : JsonValue.Create(column.Type),
        };
        if (column.Use is { } use)
            field[use] = true;
        return field;
    }
}
