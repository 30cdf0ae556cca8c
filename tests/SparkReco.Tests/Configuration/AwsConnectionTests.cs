using SparkReco.Configuration;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Configuration;

public sealed class AwsConnectionTests
{
    [Theory]
    [InlineData("""{ "type": "dynamodb" }""", "\"table\": \"users\"")]
    [InlineData("""{ "type": "redshift", "workgroup": "w", "database": "d", "folder": "s3://b/f" }""", "\"query\": \"select 1\"")]
    [InlineData("""{ "type": "redshift", "host": "h", "user": "u", "database": "d" }""", "\"table\": \"users\"")]
    [InlineData("""{ "type": "redshift", "cluster": "c", "database": "d", "secret": "s", "folder": "s3://b/f" }""", "\"table\": \"users\"")]
    [InlineData("""{ "type": "postgresql", "secret": "s" }""", "\"table\": \"users\"")]
    public void Amazons_databases_are_sources(string connection, string source) => Assert.Equal("", Problem(connection, source));

    [Theory]
    [InlineData(
        """{ "type": "dynamodb" }""",
        "\"query\": \"select 1\"",
        "'inputs.events' has a query, and DynamoDB has no SQL: name a 'table' in its place; 'fields' says which attributes are taken"
    )]
    [InlineData(
        """{ "type": "dynamodb" }""",
        "\"table\": \"users\", \"watermark\": \"at\"",
        "'inputs.events' has a watermark, and a scan of DynamoDB reads the whole table whatever is wanted of it: leave it out"
    )]
    [InlineData(
        """{ "type": "dynamodb", "endpoint": "localhost:8000" }""",
        "\"table\": \"users\"",
        "'connections.shop.endpoint' is 'localhost:8000', but must be an address such as https://HOST"
    )]
    [InlineData(
        """{ "type": "redshift", "workgroup": "w", "database": "d" }""",
        "\"table\": \"users\"",
        "'connections.shop.folder' is missing: Redshift unloads rows to s3://BUCKET/FOLDER, and the lake"
    )]
    [InlineData(
        """{ "type": "redshift", "workgroup": "w", "database": "d", "folder": "/tmp/f" }""",
        "\"table\": \"users\"",
        "'connections.shop.folder' is '/tmp/f': Redshift writes and reads s3://BUCKET/FOLDER"
    )]
    [InlineData(
        """{ "type": "redshift", "workgroup": "w", "database": "d", "folder": "s3://b/f", "password_env": "P" }""",
        "\"table\": \"users\"",
        "'connections.shop' has a password, and Redshift's Data API takes none: it knows who asks by the credentials of AWS or a 'secret'"
    )]
    [InlineData(
        """{ "type": "redshift", "workgroup": "w", "cluster": "c", "database": "d", "folder": "s3://b/f" }""",
        "\"table\": \"users\"",
        "'connections.shop' needs 'cluster' or 'workgroup' for Redshift's Data API, or 'host' for the protocol of PostgreSQL"
    )]
    public void What_such_a_database_can_not_do_is_told_before_a_run(string connection, string source, string problem) =>
        Assert.Contains(problem, Problem(connection, source), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "type": "dynamodb" }""", "")]
    [InlineData("""{ "type": "redshift", "workgroup": "w", "database": "d", "folder": "s3://b/f" }""", "")]
    [InlineData(
        """{ "type": "redshift", "workgroup": "w", "database": "d" }""",
        "'connections.shop.folder' is missing: Redshift copies what is published from s3://BUCKET/FOLDER"
    )]
    [InlineData(
        """{ "type": "redshift", "host": "h", "user": "u", "database": "d", "folder": "s3://b/f" }""",
        "'connections.shop' has a host, and Redshift is published to by its Data API: make a connection with 'cluster' or 'workgroup' for 'sinks.app'"
    )]
    public void Amazons_databases_are_sinks(string connection, string problem) =>
        Assert.Contains(
            problem,
            Problem(connection, "\"paths\": [\"events.jsonl\"]", """ "sinks": { "app": { "connection": "shop" } }, """),
            StringComparison.Ordinal
        );

    private static string Problem(string connection, string source, string sinks = "")
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "sparkreco.json",
            $$"""
            {
              "run_date": "2026-09-01",
              {{sinks}}
              "connections": { "shop": {{connection}} },
              "inputs": {
                "users": { "paths": ["users.jsonl"] },
                "items": { "paths": ["items.jsonl"] },
                "events": { {{(sinks.Length == 0 ? "\"connection\": \"shop\", " : "")}}{{source}} }
              }
            }
            """
        );
        try
        {
            Some.Load(path, new Dictionary<string, string>());
            return "";
        }
        catch (ConfigurationException error)
        {
            return error.Message;
        }
    }
}
