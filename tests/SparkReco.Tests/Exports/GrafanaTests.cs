using System.Data.Common;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SparkReco.Adapters;
using SparkReco.Cli;
using SparkReco.Configuration;
using SparkReco.Exports;
using SparkReco.Exports.Grafana;
using SparkReco.Metrics;
using SparkReco.Sinks;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Exports;

public sealed partial class GrafanaTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_query_has_rows_in_PostgreSQL()
    {
        using var world = new TestWorld();
        var database = await PostgreSqlServer.NewDatabaseAsync();
        await PublishAsync(world, database);

        await using var connection = await PostgreSqlServer.OpenAsync(database.Database);
        await CheckQueriesAsync(DataSource.PostgreSql, connection);
    }

    [Fact]
    public async Task Every_query_has_rows_in_MariaDB()
    {
        using var world = new TestWorld();
        var database = await MariaDbServer.NewDatabaseAsync();
        await PublishAsync(world, database);

        // Names in double quotes would be texts there, as for Grafana.
        await using var connection = await MariaDbServer.OpenAsync(database.Database);
        await CheckQueriesAsync(DataSource.MySql, connection);
    }

    [Fact]
    public async Task Dashboards_fit_the_types_of_Grafanas_package()
    {
        using var folder = new TempFolder();
        foreach (var source in DataSource.All)
        foreach (var file in Dashboards(source))
            folder.Write($"{source.Name}-{Path.GetFileName(file.Path)}", file.Text);

        Assert.Equal("", await CheckTypesAsync(Directory.GetFiles(folder.Root)));
    }

    [Fact]
    public async Task A_dashboard_with_a_word_that_Grafana_does_not_know_is_seen()
    {
        using var folder = new TempFolder();
        var text = Dashboards(DataSource.PostgreSql)[0].Text;
        folder.Write("wrong.json", text.Replace("\"cellHeight\": \"sm\"", "\"cellHeight\": \"small\"", StringComparison.Ordinal));

        Assert.Contains("\"small\"", await CheckTypesAsync(Directory.GetFiles(folder.Root)), StringComparison.Ordinal);
    }

    [Fact]
    public void Uids_are_those_that_bookmarks_have()
    {
        var dashboards = Dashboards(DataSource.PostgreSql).Select(file => JsonNode.Parse(file.Text)!);

        Assert.Equal(
            ["sparkreco-data-quality", "sparkreco-experiments", "sparkreco-history", "sparkreco-lists", "sparkreco-overview"],
            dashboards.Select(dashboard => (string)dashboard["uid"]!).Order()
        );
        Assert.Equal(
            ["sparkreco-coverage", "sparkreco-late", "sparkreco-rejected", "sparkreco-worse"],
            Rules(DataSource.PostgreSql).Select(rule => (string)rule["uid"]!).Order()
        );
    }

    [Fact]
    public void Every_headline_metric_has_a_panel_with_its_unit()
    {
        var panels = Dashboards(DataSource.PostgreSql).SelectMany(file => JsonNode.Parse(file.Text)!["panels"]!.AsArray()).ToArray();

        foreach (var metric in MetricList.Headlines)
        {
            var panel = panels.First(panel => Sql(panel!).Contains($"metric = '{metric.Name}'", StringComparison.Ordinal))!;
            Assert.Equal(Grafana(metric.Unit), (string)panel["fieldConfig"]!["defaults"]!["unit"]!);
        }
    }

    [Fact]
    public void Queries_read_tables_that_a_sink_gets_unless_its_settings_say_otherwise()
    {
        var read = DataSource
            .All.SelectMany(source => Queries(source))
            .SelectMany(query => View().Matches(query))
            .Select(match => match.Groups["table"].Value);

        Assert.Subset(SinkTables.Usual.ToHashSet(), read.ToHashSet());
    }

    [Theory]
    [InlineData("postgresql", "athena")]
    [InlineData("mysql", "athena")]
    public void Data_sources_differ_by_names_and_a_few_words(string one, string other)
    {
        var (first, second) = (Queries(Source(one)), Queries(Source(other)));

        Assert.Equal(second.Select(Plain), first.Select(Plain));
    }

    [Fact]
    public void Every_query_begins_with_its_purpose_and_its_grain_and_is_shown_somewhere()
    {
        var assembly = typeof(DataSource).Assembly;
        var shown = Queries(DataSource.Athena).ToHashSet();

        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
            var lines = reader.ReadToEnd().Split('\n');
            Assert.StartsWith("-- purpose: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("-- grain:   ", lines[1], StringComparison.Ordinal);
            Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));
            Assert.Contains(
                MetricList.All.Select(metric => DataSource.Athena.Render(Path.GetFileNameWithoutExtension(file), "sparkreco", metric)),
                shown.Contains
            );
        }
    }

    [Fact]
    public async Task Queries_for_Athena_are_in_its_grammar()
    {
        using var folder = new TempFolder();
        var chosen = new[] { "run_date", "reference", "system", "segment", "metric", "user" }.ToDictionary(name => name, _ => "x");
        chosen["k"] = "10";
        foreach (var (index, query) in Queries(DataSource.Athena).Index())
            folder.Write($"athena/{index}.sql", Fill(query, chosen));

        // It makes no tables, and what the grammar does not take ends the script.
        Assert.Equal("", await PythonTools.RunAsync("parse_ddl.py", new Dictionary<string, string?>(), folder.Root));
    }

    /// <summary>A query without what databases spell differently.</summary>
    private static string Plain(string sql) =>
        DaysSince()
            .Replace(View().Replace(sql, "${table}"), "days")
            .Replace('`', '"')
            .Replace("as char)", "as text)", StringComparison.Ordinal)
            .Replace("as varchar)", "as text)", StringComparison.Ordinal)
            .Replace("as datetime)", "as timestamp)", StringComparison.Ordinal);

    private static string Grafana(MetricUnit unit) =>
        unit switch
        {
            MetricUnit.Share => "percentunit",
            MetricUnit.Minutes => "m",
            _ => "none",
        };

    private static DataSource Source(string name) => DataSource.All.Single(source => source.Name == name);

    private static ExportedFile[] Dashboards(DataSource source) =>
        [.. new GrafanaExport(source, "sparkreco").Files().Where(file => file.Path.StartsWith("dashboards/", StringComparison.Ordinal))];

    private static IEnumerable<JsonNode> Rules(DataSource source)
    {
        var file = new GrafanaExport(source, "sparkreco").Files().Single(file => file.Path == "provisioning/alerting/sparkreco.json");
        return JsonNode.Parse(file.Text)!["groups"]![0]!["rules"]!.AsArray().Select(rule => rule!);
    }

    /// <summary>The queries of all panels, variables and rules.</summary>
    private static string[] Queries(DataSource source) =>
        [
            .. Dashboards(source)
                .Select(file => JsonNode.Parse(file.Text)!)
                .SelectMany(dashboard =>
                    Variables(dashboard)
                        .Where(variable => (string)variable["type"]! == "query")
                        .Select(variable => variable["query"] is JsonObject query ? (string)query["rawSQL"]! : (string)variable["query"]!)
                        .Concat(dashboard["panels"]!.AsArray().Select(panel => Sql(panel!)))
                ),
            .. Rules(source).Select(rule => Target(rule["data"]![0]!["model"]!)),
        ];

    private static IEnumerable<JsonNode> Variables(JsonNode dashboard) => dashboard["templating"]!["list"]!.AsArray().Select(variable => variable!);

    private static string Sql(JsonNode panel) => Target(Assert.Single(panel["targets"]!.AsArray())!);

    private static string Target(JsonNode target) => (string)(target["rawSql"] ?? target["rawSQL"])!;

    private static async Task PublishAsync(TestWorld world, ConnectionSettings database)
    {
        string[] settings =
        [
            $"connections.shop.type={database.Kind.ToString().ToLowerInvariant()}",
            $"connections.shop.host={database.Host}",
            $"connections.shop.port={database.Port}",
            $"connections.shop.database={database.Database}",
            $"connections.shop.user={database.User}",
            "connections.shop.tls=off",
            "sinks.shop.connection=shop",
            // Without one the table of costs has no row.
            "comparison.monthly_cost=500",
        ];
        // A week before as well: some tables say what changed.
        foreach (var day in new[] { world.Summary.RunDate.AddDays(-7), world.Summary.RunDate })
            await Sparkreco.DoneAsync([
                "run",
                "--config",
                world.Configuration,
                "--run-date",
                $"{day:yyyy-MM-dd}",
                .. settings.SelectMany(setting => new[] { "--set", setting }),
            ]);
    }

    /// <summary>Chooses on each dashboard what Grafana does when it is opened, and asks the queries of all panels; then those of the rules.</summary>
    private static async Task CheckQueriesAsync(DataSource source, DbConnection connection)
    {
        foreach (var file in Dashboards(source))
        {
            var dashboard = JsonNode.Parse(file.Text)!;
            Dictionary<string, string> chosen = [];
            foreach (var variable in Variables(dashboard))
                chosen[(string)variable["name"]!] =
                    (string)variable["type"]! == "custom"
                        ? (string)variable["current"]!["value"]!
                        : (await FirstAsync(connection, Fill((string)variable["query"]!, chosen)));
            foreach (var panel in dashboard["panels"]!.AsArray())
                Assert.NotEqual("", await FirstAsync(connection, Fill(Sql(panel!), chosen)));
        }

        foreach (var rule in Rules(source))
            Assert.NotEqual("", await FirstAsync(connection, Target(rule["data"]![0]!["model"]!)));
    }

    private static async Task<string> FirstAsync(DbConnection connection, string sql)
    {
        try
        {
            var rows = await connection.ReadAsync(sql, row => $"{row.GetValue(0)}", Cancellation);
            Assert.True(rows.Count > 0, $"no rows: {sql}");
            return rows[0];
        }
        catch (DbException error)
        {
            Assert.Fail($"{error.Message}: {sql}");
            throw;
        }
    }

    /// <summary>Puts what is chosen into a query as Grafana does: as it is, or with <c>:sqlstring</c> as a literal.</summary>
    private static string Fill(string sql, IReadOnlyDictionary<string, string> chosen) =>
        Chosen()
            .Replace(
                sql,
                match =>
                    match.Groups["form"].Success
                        ? $"'{chosen[match.Groups["name"].Value].Replace("'", "''", StringComparison.Ordinal)}'"
                        : chosen[match.Groups["name"].Value]
            );

    private static async Task<string> CheckTypesAsync(string[] files)
    {
        if (
            Script.Find("node") is not { } node
            || Environment.GetEnvironmentVariable("NODE_PATH") is not { Length: > 0 } modules
            || !Directory.Exists(Path.Combine(modules, "@grafana/schema"))
            || !Directory.Exists(Path.Combine(modules, "typescript"))
        )
        {
            Missing.Skip("NODE_PATH is not a folder with the packages @grafana/schema and typescript");
            return "";
        }

        return await Script.RunAsync(node, "grafana_types.cjs", new Dictionary<string, string?>(), files);
    }

    [GeneratedRegex(@"\$\{(?<name>[a-z_]+)(?<form>:sqlstring)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chosen();

    [GeneratedRegex(@"sparkreco[._](?<table>[a-z_]+?)(_by_run)?\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex View();

    [GeneratedRegex(
        @"current_date - max\(run_date\)|datediff\(current_date, max\(run_date\)\)|date_diff\('day', max\(run_date\), current_date\)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex DaysSince();
}
