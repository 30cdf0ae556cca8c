using SparkReco.Metrics;

namespace SparkReco.Exports.Grafana;

/// <summary>Grafana's provisioning: a data source, dashboards over published tables, and alert rules.</summary>
/// <param name="source">What Grafana reads.</param>
/// <param name="schema">The schema of the sink, or the database of Athena.</param>
public sealed class GrafanaExport(DataSource source, string schema)
{
    /// <summary>The data source's uid, by which dashboards and rules find it.</summary>
    internal const string SourceUid = "sparkreco";

    /// <summary>The folder of dashboards and rules in Grafana.</summary>
    internal const string Folder = "SparkReco";

    /// <summary>The files, at their paths below Grafana's folder <c>provisioning</c>, but for the dashboards, which the provider names.</summary>
    public IReadOnlyList<ExportedFile> Files() =>
        [
            new("README.md", ReadMe()),
            new("provisioning/datasources/sparkreco.yaml", SourceFile()),
            new("provisioning/dashboards/sparkreco.yaml", Provider),
            new("provisioning/alerting/sparkreco.json", AlertRules.Text(this)),
            .. new Dashboards((query, metric) => source.Render(query, schema, metric)).All.Select(dashboard => new ExportedFile(
                $"dashboards/{dashboard.Name}.json",
                dashboard.Text(this)
            )),
        ];

    /// <summary>A query in the data source's words.</summary>
    internal string Render(string query, Metric? metric = null) => source.Render(query, schema, metric);

    /// <summary>How panels and variables name the data source.</summary>
    internal object SourceReference => new { Type = source.Plugin, Uid = SourceUid };

    /// <summary>A query of a panel, in the form of the data source's plugin.</summary>
    internal object Target(string id, string sql) =>
        source == DataSource.Athena
            ? AthenaQuery(id, sql)
            : new
            {
                RefId = id,
                Datasource = SourceReference,
                EditorMode = "code",
                RawQuery = true,
                RawSql = sql,
                Format = "table",
            };

    /// <summary>A query of a variable, in the form of the data source's plugin.</summary>
    internal object VariableQuery(string sql) => source == DataSource.Athena ? AthenaQuery("A", sql) : sql;

    private object AthenaQuery(string id, string sql) =>
        new
        {
            RefId = id,
            Datasource = SourceReference,
            RawSQL = sql,
            Format = 1,
            ConnectionArgs = new
            {
                Region = "__default",
                Catalog = "__default",
                Database = "__default",
            },
        };

    private const string Provider = """
        apiVersion: 1
        providers:
          - name: sparkreco
            folder: SparkReco
            type: file
            allowUiUpdates: true
            options:
              path: $SPARKRECO_DASHBOARDS

        """;

    private string SourceFile() =>
        $"""
            apiVersion: 1
            datasources:
              - name: SparkReco
                uid: {SourceUid}
                type: {source.Plugin}
                access: proxy
            {source.Connection.Replace("{schema}", schema, StringComparison.Ordinal)}

            """;

    private string ReadMe() =>
        $"""
            # SparkReco in Grafana

            A data source, dashboards and alert rules. Written by `sparkreco export grafana` for {source.Name}.

            1. Copy `provisioning/` into Grafana's folder of that name (`/etc/grafana/provisioning`), and `dashboards/` to where Grafana can read it.
            2. Give Grafana these variables of its environment:

               | variable | what it is |
               |---|---|
               | `SPARKRECO_DASHBOARDS` | the folder `dashboards/`, such as `/etc/grafana/sparkreco/dashboards` |
            {string.Join('\n', source.Environment.Select(variable => $"   | `{variable.Name}` | {variable.Meaning} |"))}

            3. Restart Grafana. The dashboards are in the folder `{Folder}`; begin with *who is better*.

            {source.Needs(schema)}

            The alert rules notify by Grafana's default policy; their thresholds are in `provisioning/alerting/sparkreco.json`. Dashboards and rules have uids that stay, so that a
            newer export takes the place of this one.

            """;
}
