namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>Spark's names of DuckDB's types.</summary>
internal static class SparkTypes
{
    public static string Of(string type) =>
        type switch
        {
            "INTEGER" => "int",
            "VARCHAR" => "string",
            _ when type.EndsWith("[]", StringComparison.Ordinal) => $"array<{Of(type[..^2])}>",
            _ when type.StartsWith("STRUCT(", StringComparison.Ordinal) => $"struct<{string.Join(',', type[7..^1].Split(", ").Select(OfField))}>",
            _ => type.ToLowerInvariant(),
        };

    private static string OfField(string field) => $"{field.Split(' ')[0]}:{Of(field.Split(' ')[1])}";
}
