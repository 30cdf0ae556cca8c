using System.Text.RegularExpressions;
using SparkReco.Ingest;
using SparkReco.Sinks;

namespace SparkReco.Configuration;

/// <summary>A database that published runs are brought to; <c>sinks.NAME</c> in the configuration.</summary>
public sealed partial record SinkSettings
{
    /// <summary>Its name in the configuration.</summary>
    public string Name { get; init; } = "";

    [Setting("connection", "The name of the connection to the database.")]
    public string Connection { get; init; } = ConnectionSettings.None;

    [Setting(
        "schema",
        "What the tables are kept apart by: the schema in PostgreSQL, which is made; in Redshift, too; in MySQL, whose databases have none, what their names begin with, as sparkreco_runs; in DynamoDB the name of the one table."
    )]
    public string Schema { get; init; } = "sparkreco";

    [Setting("tables", "The tables that are published there.")]
    public IReadOnlyList<string> Tables { get; init; } = SinkTables.Usual;

    [Setting("keep_days", "Runs stay there until their run dates are more than so many days before the latest.", Max = 3650)]
    public int KeepDays { get; init; } = 30;

    /// <summary>Checks that it can be published to.</summary>
    /// <param name="require">Takes whether a part is good, its name, and the problem.</param>
    internal void Require(Action<bool, string, string> require)
    {
        var path = $"sinks.{Name}";
        require(
            SchemaName().IsMatch(Schema),
            "schema",
            $"'{path}.schema' is '{Schema}', but must have 1 to 30 small letters, digits and _, and begin with a letter"
        );
        foreach (var table in Tables.Where(table => !SinkTables.Names.Contains(table)))
            require(
                false,
                "tables",
                $"'{path}.tables' has '{table}', which sinks do not take{NearestName.Hint(table, SinkTables.Names)} (they take {string.Join(", ", SinkTables.Names)})"
            );
        require(Tables.Count > 0 && Tables.Distinct().Count() == Tables.Count, "tables", $"'{path}.tables' must name tables, each once");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,29}$", RegexOptions.NonBacktracking)]
    private static partial Regex SchemaName();
}
