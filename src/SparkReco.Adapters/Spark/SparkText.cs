using SparkReco.Storage;

namespace SparkReco.Adapters.Spark;

/// <summary>The only places where a name or a text becomes part of a statement for Spark.</summary>
public static class SparkText
{
    public static string Identifier(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A folder of an object store, or of the file system that all machines see: without a scheme, a cluster would take it for one of its own file system.</summary>
    public static string Folder(Location folder) => folder.IsLocal ? $"file:{folder}" : $"{folder}";

    /// <summary>A string literal. A dollar is escaped too: Spark would look for a variable to put in.</summary>
    public static string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("$", "\\u0024", StringComparison.Ordinal)}'";
}
