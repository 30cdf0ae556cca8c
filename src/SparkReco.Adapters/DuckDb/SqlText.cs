namespace SparkReco.Adapters.DuckDb;

/// <summary>The only places where a name or a text becomes part of a statement.</summary>
internal static class SqlText
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>The path of one file, in which no character is a wildcard.</summary>
    public static string Path(string path) =>
        Literal(string.Concat(path.Select(letter => letter is '*' or '?' or '[' ? $"[{letter}]" : letter.ToString())));

    public static string Literal(string text) => $"'{text.Replace("'", "''")}'";
}
