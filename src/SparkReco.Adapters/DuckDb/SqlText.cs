namespace SparkReco.Adapters.DuckDb;

/// <summary>The only places where a name or a text becomes part of a statement.</summary>
internal static class SqlText
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''")}'";
}
