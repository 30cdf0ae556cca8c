namespace SparkReco.Adapters.DuckDb;

/// <summary>The only places where a name or a text becomes part of a statement.</summary>
internal static class SqlText
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>A path of a file to read, as a literal: DuckDB takes every path for a pattern, so that what means something in one is put in brackets.</summary>
    public static string File(string path) => Literal(string.Concat(path.Select(letter => letter is '*' or '?' or '[' or '\\' ? $"[{letter}]" : $"{letter}")));

    public static string Literal(string text) => $"'{text.Replace("'", "''")}'";
}
