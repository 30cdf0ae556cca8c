using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DuckDB.NET.Data;
using Npgsql;
using SparkReco.Adapters.DynamoDb;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>A run whose users come from DynamoDB and whose events come from Redshift, and that publishes to both; all are stand-ins.</summary>
public sealed class AwsRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_from_Amazons_databases_gives_what_one_from_files_gives_and_brings_it_there()
    {
        using var world = new TestWorld();
        await using var redshift = await RedshiftDataServer.StartAsync();
        var (bucket, dynamoDb, name) = (S3Server.NewFolder(), MotoServer.DynamoDb(), $"t{Guid.NewGuid():N}");
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        using var client = DynamoDbClient.Open(dynamoDb);
        await PutUsersAsync(client, name, world.PathOf("raw/users.jsonl"));
        await LoadEventsAsync(redshift, world);
        var configuration = world.PathOf("aws.json");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            {
              "run_date": "{{world.Summary.RunDate:yyyy-MM-dd}}",
              "lake": "other",
              "connections": {
                "app": { "type": "dynamodb", "region": "eu-west-1", "endpoint": "{{dynamoDb.Endpoint}}" },
                "dwh": {
                  "type": "redshift", "workgroup": "analytics", "database": "dev", "region": "eu-west-1", "endpoint": "{{redshift.Connection.Endpoint}}",
                  "folder": "{{bucket}}"
                }
              },
              "inputs": {
                "users": { "connection": "app", "table": "{{name}}" },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "connection": "dwh", "table": "events", "watermark": "occurred_at", "overlap": 1000 },
                "personalize": { "paths": ["personalize"] }
              },
              "sinks": {
                "app": { "connection": "app", "schema": "{{name[..20]}}", "tables": ["recommendations"] },
                "dwh": { "connection": "dwh" }
              },
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 }
            }
            """,
            Cancellation
        );

        var result = await Sparkreco.DoneAsync("run", "--config", configuration);

        foreach (var table in new[] { "interactions", "recommendations" })
            Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(world.Lake, world.PathOf("other"), table)));
        var rows = TestWorld.Count(world.Lake, "recommendations", "true");
        await using (var connection = await redshift.OpenAsync())
        await using (var command = new NpgsqlCommand("select count(*) from sparkreco.recommendations", connection))
            Assert.Equal(rows, await command.ExecuteScalarAsync(Cancellation));
        var latest = await client.GetItemAsync(
            name[..20],
            new()
            {
                ["pk"] = new() { S = "run" },
                ["sk"] = new() { S = "latest" },
            },
            consistentRead: true,
            Cancellation
        );
        Assert.Equal($"{rows}", latest.Item["tables"].M["recommendations"].N);
        var again = await Sparkreco.DoneAsync("run", "--config", configuration);
        Assert.Contains("there before", again.Errors, StringComparison.Ordinal);
    }

    private static async Task PutUsersAsync(AmazonDynamoDBClient client, string table, string file)
    {
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table,
                KeySchema = [new KeySchemaElement("line", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("line", ScalarAttributeType.N)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            Cancellation
        );
        foreach (var (number, line) in (await File.ReadAllLinesAsync(file, Cancellation)).Index())
        {
            var item = new Dictionary<string, AttributeValue> { ["line"] = new() { N = $"{number}" } };
            foreach (var member in JsonDocument.Parse(line).RootElement.EnumerateObject())
            {
                item[member.Name] = member.Value.ValueKind switch
                {
                    JsonValueKind.String => new() { S = member.Value.GetString() },
                    JsonValueKind.Number => new() { N = member.Value.GetRawText() },
                    JsonValueKind.Null => new() { NULL = true },
                    _ => new() { BOOL = member.Value.GetBoolean() },
                };
            }

            await client.PutItemAsync(table, item, Cancellation);
        }
    }

    /// <summary>The events that the run from files took.</summary>
    private static async Task LoadEventsAsync(RedshiftDataServer redshift, TestWorld world)
    {
        var file = world.PathOf("events.csv");
        await using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync(Cancellation);
        await using var command = duck.CreateCommand();
        command.CommandText =
            $"copy (select event_id, user_id, item_id, event_type, occurred_at_ms, watch_seconds, source, position from read_parquet('{world.Lake}/interactions/**/*.parquet')) to '{file}' (format csv, header false)";
        await command.ExecuteNonQueryAsync(Cancellation);
        await redshift.RunAsync(
            "create table events (event_id varchar(256), user_id varchar(256), item_id varchar(256), event_type varchar(64), occurred_at bigint, watch_seconds bigint, source varchar(256), position int)"
        );
        await using var connection = await redshift.OpenAsync();
        await using var target = await connection.BeginTextImportAsync("copy events from stdin (format csv)", Cancellation);
        await target.WriteAsync(await File.ReadAllTextAsync(file, Cancellation));
    }
}
