using System.Text.RegularExpressions;
using SparkReco.Metrics;

namespace SparkReco.Exports.Grafana;

/// <summary>
/// What Grafana reads the tables from: its plugin, and the words in which databases differ. Queries name tables in braces, <c>{comparison_summary}</c>, and
/// names that are words of SQL in double quotes.
/// </summary>
public sealed partial class DataSource
{
    /// <summary>A sink in PostgreSQL.</summary>
    public static DataSource PostgreSql { get; } =
        new()
        {
            Name = "postgresql",
            Plugin = "grafana-postgresql-datasource",
            Table = (schema, table) => $"{schema}.{table}_by_run",
            Quote = '"',
            TextType = "text",
            TimeType = "timestamp",
            DaysSince = day => $"current_date - {day}",
            Connection = """
                    url: $SPARKRECO_DB_HOST
                    user: $SPARKRECO_DB_USER
                    jsonData:
                      database: $SPARKRECO_DB_NAME
                      sslmode: $SPARKRECO_DB_SSLMODE
                    secureJsonData:
                      password: $SPARKRECO_DB_PASSWORD
                """,
            Environment = [.. OfDatabase(5432), ("SPARKRECO_DB_SSLMODE", "`verify-full`, or `disable` in a network of your own")],
            Needs = schema =>
                $"The dashboards read the views of the schema `{schema}`, to which a sink publishes the usual tables. A user may read them after "
                + $"`grant usage on schema {schema} to grafana; grant select on all tables in schema {schema} to grafana`.",
        };

    /// <summary>A sink in MySQL or MariaDB, whose databases have no schemas.</summary>
    public static DataSource MySql { get; } =
        new()
        {
            Name = "mysql",
            Plugin = "mysql",
            Table = (schema, table) => $"{schema}_{table}_by_run",
            Quote = '`',
            TextType = "char",
            TimeType = "datetime",
            DaysSince = day => $"datediff(current_date, {day})",
            Connection = """
                    url: $SPARKRECO_DB_HOST
                    user: $SPARKRECO_DB_USER
                    jsonData:
                      database: $SPARKRECO_DB_NAME
                    secureJsonData:
                      password: $SPARKRECO_DB_PASSWORD
                """,
            Environment = OfDatabase(3306),
            Needs = schema =>
                $"The dashboards read the views whose names begin with `{schema}_`, to which a sink publishes the usual tables. A user may read them after "
                + "`grant select on DATABASE.* to 'grafana'@'%'`. For TLS see `tlsAuthWithCACert` of Grafana's data source.",
        };

    /// <summary>The lake in Amazon S3, by the tables of <c>sparkreco export athena</c>.</summary>
    public static DataSource Athena { get; } =
        new()
        {
            Name = "athena",
            Plugin = "grafana-athena-datasource",
            Table = (schema, table) => $"{schema}.{table}",
            Quote = '"',
            TextType = "varchar",
            TimeType = "timestamp",
            DaysSince = day => $"date_diff('day', {day}, current_date)",
            Connection = """
                    jsonData:
                      authType: default
                      defaultRegion: $SPARKRECO_AWS_REGION
                      catalog: AwsDataCatalog
                      database: {schema}
                      workgroup: $SPARKRECO_ATHENA_WORKGROUP
                      outputLocation: $SPARKRECO_ATHENA_OUTPUT
                """,
            Environment =
            [
                ("SPARKRECO_AWS_REGION", "the region of Athena"),
                ("SPARKRECO_ATHENA_WORKGROUP", "the workgroup, such as `primary`"),
                ("SPARKRECO_ATHENA_OUTPUT", "where Athena writes results, `s3://BUCKET/FOLDER/`"),
            ],
            Needs = schema =>
                $"Grafana needs the plugin `grafana-athena-datasource` and an AWS role that may query the database `{schema}`, whose tables `sparkreco export athena` makes.",
        };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DataSource> All { get; } = [PostgreSql, MySql, Athena];

    private DataSource() { }

    /// <summary>The variables that name a database and a user of it.</summary>
    private static (string Name, string Meaning)[] OfDatabase(int port) =>
        [
            ("SPARKRECO_DB_HOST", $"the host and port of the database, such as `db.example.com:{port}`"),
            ("SPARKRECO_DB_NAME", "the database that the sink publishes to"),
            ("SPARKRECO_DB_USER", "a user who may only read"),
            ("SPARKRECO_DB_PASSWORD", "the user's password"),
        ];

    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the data source in Grafana.</summary>
    public required string Plugin { get; init; }

    /// <summary>The lines of the data source's file that say where the database is; <c>{schema}</c> stands for the schema.</summary>
    public required string Connection { get; init; }

    /// <summary>The variables of Grafana's environment that those lines name.</summary>
    public required IReadOnlyList<(string Name, string Meaning)> Environment { get; init; }

    /// <summary>What there has to be beside, for a schema.</summary>
    public required Func<string, string> Needs { get; init; }

    /// <summary>What has a table's rows of all runs.</summary>
    private Func<string, string, string> Table { get; init; } = null!;

    private char Quote { get; init; }

    private string TextType { get; init; } = "";

    private string TimeType { get; init; } = "";

    private Func<string, string> DaysSince { get; init; } = null!;

    /// <summary>A query of this folder in the database's words, without its comments.</summary>
    /// <param name="query">The name of its file.</param>
    /// <param name="schema">The schema of the sink, or the database of Athena.</param>
    /// <param name="metric">The metric of a query about one.</param>
    public string Render(string query, string schema, Metric? metric = null) =>
        Word().Replace(Comment().Replace(Read(query), ""), match => WordOf(match.Groups["word"].Value, schema, metric)).Replace('"', Quote).Trim();

    private string WordOf(string word, string schema, Metric? metric) =>
        word switch
        {
            "text" => TextType,
            "time" => TimeType,
            "metric" => $"'{metric!.Name}'",
            "headline metrics" => Names(MetricList.Headlines),
            "metrics of all lists" => Names(MetricList.Of(MetricFamily.BeyondAccuracy)),
            "place of metric" => $"case metric {string.Join(' ', MetricList.All.Index().Select(at => $"when '{at.Item.Name}' then {at.Index}"))} end",
            "days since the latest run" => DaysSince("max(run_date)"),
            _ => Table(schema, LakeTable.Of(word).Name),
        };

    private static string Names(IEnumerable<Metric> metrics) => string.Join(", ", metrics.Select(metric => $"'{metric.Name}'"));

    private static string Read(string query)
    {
        using var stream =
            typeof(DataSource).Assembly.GetManifestResourceStream($"{query}.sql")
            ?? throw new InvalidOperationException($"There is no file Grafana/Queries/{query}.sql.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // Not a variable of Grafana's, ${metric}.
    [GeneratedRegex(@"(?<!\$)\{(?<word>[a-z_ ]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^--.*\n", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();
}
