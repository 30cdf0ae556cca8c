using Xunit;

namespace SparkReco.Tests.Configuration;

public sealed class SinkSettingsTests : ConfigurationTest
{
    private const string Connections = """
        "connections": { "db": { "type": "postgresql", "host": "h", "database": "d", "user": "u" } },
        """;

    [Fact]
    public void A_sink_needs_no_more_than_its_connection()
    {
        var sink = Load(Connections + "\"sinks\": { \"shop\": { \"connection\": \"db\" } }").Sinks["shop"];

        Assert.Equal(("shop", "db", "sparkreco", 30), (sink.Name, sink.Connection, sink.Schema, sink.KeepDays));
        Assert.Equal(
            [
                "items",
                "recommendations",
                "evaluation_summary",
                "rank_shifts",
                "recommendation_overlap",
                "comparison_summary",
                "hit_overlap",
                "content_discovery",
                "run_history",
                "list_churn",
                "cost_summary",
                "engagement_by_source",
                "experiment_summary",
                "experiment_checks",
                "row_counts",
                "list_issues",
            ],
            sink.Tables
        );
    }

    [Fact]
    public void Two_sinks_of_one_connection_need_schemas_of_their_own()
    {
        Assert.Equal(
            [
                "sparkreco.json:4: 'sinks.app' has the connection 'db' and the schema 'sparkreco', as 'sinks.shop' has, and they would replace each other's runs: give one another 'schema', or name all tables in one sink",
            ],
            Errors(Connections + Sinks("sparkreco"))
        );
        Assert.Equal(["shop", "app"], Load(Connections + Sinks("other")).Sinks.Keys);

        static string Sinks(string schema) =>
            $$"""
                "sinks": {
                  "shop": { "connection": "db" },
                  "app": { "connection": "db", "schema": "{{schema}}" }
                }
                """;
    }

    [Fact]
    public void All_that_is_wrong_with_sinks_is_told_at_once() =>
        Assert.Equal(
            [
                "sparkreco.json:3: 'sinks.shop.connection' is 'dp', but there is no 'connections.dp'; did you mean 'db'?",
                "sparkreco.json:4: 'sinks.shop.schema' is 'a; drop', but must have 1 to 30 small letters, digits and _, and begin with a letter",
                "sparkreco.json:5: 'sinks.shop.tables' has 'interactions', which sinks do not take (they take items, item_categories, item_popularity, item_neighbors, recommendations, recommendation_quality, evaluation_summary, rank_shifts, recommendation_overlap, comparison_summary, hit_overlap, content_discovery, run_history, list_churn, cost_summary, engagement_by_source, experiment_summary, experiment_checks, row_counts, list_issues)",
                "sparkreco.json:6: 'sinks.shop.keep_days' is '-1', but must be a whole number from 0 to 3650",
                "sparkreco.json:7: 'sinks.shop.keep' is not a setting",
            ],
            Errors(
                Connections
                    + """
                    "sinks": { "shop": {
                      "connection": "dp",
                      "schema": "a; drop",
                      "tables": ["items", "interactions"],
                      "keep_days": -1,
                      "keep": 1
                    } }
                    """
            )
        );
}
