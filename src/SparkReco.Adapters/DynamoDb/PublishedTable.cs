using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>The table that runs are published to: it is made where it is not there, and waited for until it takes items.</summary>
/// <param name="client">The service.</param>
/// <param name="connection">The connection's name, for messages.</param>
/// <param name="sink">The table's name, which is that of the schema.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told that the table is made.</param>
internal sealed class PublishedTable(AmazonDynamoDBClient client, string connection, SinkSettings sink, TimeProvider clock, Action<string> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>The table as the service describes it.</summary>
    /// <exception cref="DatabaseException">It takes no items, and will take none without somebody's doing, or did not for ten minutes.</exception>
    public async Task<TableDescription> OpenAsync(CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        for (var isMade = false; ; )
        {
            var status = "not there yet";
            try
            {
                var table = (await client.DescribeTableAsync(sink.Schema, cancellation)).Table;
                if (table.TableStatus == TableStatus.ACTIVE || table.TableStatus == TableStatus.UPDATING)
                    return table;
                status = table.TableStatus.Value;
                if (RemedyOf(status) is { } remedy)
                    throw Failure($"is {status}: {remedy}, or name another table in 'sinks.{sink.Name}.schema'", isTransient: false);
            }
            catch (ResourceNotFoundException)
            {
                // A table that was made a moment ago may not be known everywhere.
                if (!isMade)
                    await CreateAsync(cancellation);
                isMade = true;
            }

            if (clock.GetElapsedTime(begun) >= LongestWait)
                throw Failure($"is {status} after {LongestWait.TotalMinutes:0} minutes: look at it in the console of DynamoDB", isTransient: true);
            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <summary>What somebody must do about a table that does not come to take items by itself; null where it may.</summary>
    private static string? RemedyOf(string status) =>
        status switch
        {
            "ARCHIVING" or "ARCHIVED" => "its key of KMS could not be used for a week; restore it from its backup",
            "INACCESSIBLE_ENCRYPTION_CREDENTIALS" => "its key of KMS can't be used; enable the key and its grants",
            "REPLICATION_NOT_AUTHORIZED" => "its replication is not allowed; mend the permissions of its replicas",
            _ => null,
        };

    private DatabaseException Failure(string problem, bool isTransient) =>
        new($"connections.{connection}: DynamoDB: the table {sink.Schema} {problem}") { IsTransient = isTransient };

    private async Task CreateAsync(CancellationToken cancellation)
    {
        tell($"DynamoDB: the table {sink.Schema} is not there, and is made; it is paid for by request");
        try
        {
            await client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = sink.Schema,
                    KeySchema = [new(SinkItems.Partition, KeyType.HASH), new(SinkItems.Sort, KeyType.RANGE)],
                    AttributeDefinitions = [new(SinkItems.Partition, ScalarAttributeType.S), new(SinkItems.Sort, ScalarAttributeType.S)],
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                },
                cancellation
            );
        }
        catch (ResourceInUseException)
        {
            // Somebody else has made it meanwhile.
        }
    }
}
