using System.Globalization;
using System.Text.RegularExpressions;

namespace SparkReco.Adapters.Sinks;

/// <summary>A version of a sink's tables and views: the statements that lead there from the version before, in the words that all databases share.</summary>
/// <param name="Version">The version, from 1.</param>
/// <param name="Text">Its SQL: statements that end with a semicolon and a line break. What databases spell differently stands in braces.</param>
internal sealed partial record SinkMigration(int Version, string Text)
{
    /// <summary>All versions, in order.</summary>
    public static IReadOnlyList<SinkMigration> All { get; } =
    [
        .. typeof(SinkMigration)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Sinks/Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SinkMigration(int.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture), Read(name))),
    ];

    /// <summary>The statements in a database's own words.</summary>
    public IEnumerable<string> StatementsFor(Func<string, string> render) =>
        Comment()
            .Replace(Text, "")
            .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(statement => statement.TrimEnd(';'))
            .Select(render);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(SinkMigration).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^--.*\n", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();
}
