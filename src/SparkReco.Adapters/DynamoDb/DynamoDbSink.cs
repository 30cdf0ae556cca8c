using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Adapters.Aws;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>
/// A table of Amazon DynamoDB with all rows of all runs. Rows are written under a publication that nobody knows; then the item of the run's day
/// names it, and last, under the condition that none of a later day is there, the item of the latest run. What is no longer named expires.
/// </summary>
/// <param name="settings">Where the table is.</param>
/// <param name="sink">The table's name, which is that of the schema, and how long runs stay.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told of retries.</param>
internal sealed class DynamoDbSink(ConnectionSettings settings, SinkSettings sink, TimeProvider clock, Action<string> tell) : ISink
{
    /// <summary>So long rows outlive the days that runs are kept: who stops publishing has lists for that long.</summary>
    public const int DaysOfGrace = 60;

    private const string Latest = "latest";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public string Description { get; } =
        $"DynamoDB, {(settings.Endpoint == ConnectionSettings.None ? AwsPlace.RegionOf(settings) : settings.Endpoint)}/{sink.Schema}";

    public async Task<SinkOutcome> PublishAsync(SinkRun run, CancellationToken cancellation)
    {
        try
        {
            using var client = DynamoDbClient.Open(settings);
            var units = await PrepareAsync(client, cancellation);
            var latest = await ReadAsync(client, Latest, cancellation);
            if (await HasAsync(client, run, latest, cancellation))
                return SinkOutcome.Unchanged;
            if (latest is not null && run.RunDate < DayOf(latest).AddDays(-sink.KeepDays))
                return SinkOutcome.TooOld;
            if (latest is null)
                await ExpireAsync(client, cancellation);
            var publication = $"{run.RunDate:yyyy-MM-dd}.{run.RunId}.{run.Content[..Math.Min(run.Content.Length, 8)]}";
            var expiresAt = clock.GetUtcNow().AddDays(sink.KeepDays + DaysOfGrace).ToUnixTimeSeconds();
            var writer = new BatchWriter(client, sink.Schema, new CapacityPace(units, clock), clock, tell);
            foreach (var table in run.Tables)
            {
                var items = new SinkItems(table, publication, expiresAt);
                var written = 0L;
                await foreach (var batch in table.Read(cancellation))
                {
                    using (batch)
                        written += await writer.WriteAsync(items.Of(batch), cancellation);
                }

                if (written != table.RowCount)
                    throw new DatabaseException(
                        $"{Description} took {written:N0} rows of {table.Name}, where the lake has {table.RowCount:N0}: nothing was published"
                    );
            }

            cancellation.ThrowIfCancellationRequested();
            await NameAsync(client, run, publication);
            return SinkOutcome.Published;
        }
        catch (Exception error) when (DynamoDbClient.IsFailure(error, cancellation))
        {
            throw DynamoDbClient.Failure(settings, error);
        }
    }

    /// <summary>The key of an item that says which publication is that of a day, or the latest.</summary>
    private static Dictionary<string, AttributeValue> KeyOf(string run) =>
        new()
        {
            [SinkItems.Partition] = new() { S = "run" },
            [SinkItems.Sort] = new() { S = run },
        };

    private static DateOnly DayOf(Dictionary<string, AttributeValue> run) =>
        DateOnly.ParseExact(run["run_date"].S, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsOf(Dictionary<string, AttributeValue>? there, SinkRun run) =>
        there is not null
        && there["run_id"].S == run.RunId
        && there["content"].S == run.Content
        && there["tables"].M.Keys.Order(StringComparer.Ordinal).SequenceEqual(run.Tables.Select(table => table.Name).Order(StringComparer.Ordinal));

    private async Task<Dictionary<string, AttributeValue>?> ReadAsync(AmazonDynamoDBClient client, string run, CancellationToken cancellation) =>
        (
            await client.GetItemAsync(
                new GetItemRequest
                {
                    TableName = sink.Schema,
                    Key = KeyOf(run),
                    ConsistentRead = true,
                },
                cancellation
            )
        ).Item
            is { Count: > 0 } item
            ? item
            : null;

    private async Task<bool> HasAsync(
        AmazonDynamoDBClient client,
        SinkRun run,
        Dictionary<string, AttributeValue>? latest,
        CancellationToken cancellation
    ) =>
        IsOf(await ReadAsync(client, $"{run.RunDate:yyyy-MM-dd}", cancellation), run)
        && latest is not null
        && (DayOf(latest) > run.RunDate || IsOf(latest, run));

    /// <summary>Makes the table where it is not there, and gives the write units a second that may be used; null where there is no limit.</summary>
    private async Task<double?> PrepareAsync(AmazonDynamoDBClient client, CancellationToken cancellation)
    {
        TableDescription? table = null;
        for (var isMade = false; table?.TableStatus is not { } status || (status != TableStatus.ACTIVE && status != TableStatus.UPDATING); )
        {
            try
            {
                table = (await client.DescribeTableAsync(sink.Schema, cancellation)).Table;
                if (table.TableStatus == TableStatus.CREATING)
                    await Task.Delay(Pause, clock, cancellation);
            }
            catch (ResourceNotFoundException) when (!isMade)
            {
                await CreateAsync(client, cancellation);
                isMade = true;
            }
        }

        if (
            !table.KeySchema.Select(key => key.AttributeName).SequenceEqual([SinkItems.Partition, SinkItems.Sort])
            || table.AttributeDefinitions.Any(attribute => attribute.AttributeType != ScalarAttributeType.S)
        )
            throw new DatabaseException(
                $"connections.{settings.Name}: DynamoDB: the table {sink.Schema} has other keys than {SinkItems.Partition} and {SinkItems.Sort}, both texts: name another in 'sinks.{sink.Name}.schema'"
            );
        return settings.WriteUnits > 0 ? settings.WriteUnits
            : table.ProvisionedThroughput?.WriteCapacityUnits is > 0 and var provisioned ? provisioned / 2.0
            : null;
    }

    private async Task CreateAsync(AmazonDynamoDBClient client, CancellationToken cancellation)
    {
        tell($"{Description}: the table is not there, and is made; it is paid for by request");
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

    /// <summary>Has the service delete what has expired. One in its place may have no such thing.</summary>
    private async Task ExpireAsync(AmazonDynamoDBClient client, CancellationToken cancellation)
    {
        try
        {
            var status = (await client.DescribeTimeToLiveAsync(sink.Schema, cancellation)).TimeToLiveDescription?.TimeToLiveStatus;
            if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING)
                return;
            await client.UpdateTimeToLiveAsync(
                new UpdateTimeToLiveRequest
                {
                    TableName = sink.Schema,
                    TimeToLiveSpecification = new() { AttributeName = SinkItems.ExpiresAt, Enabled = true },
                },
                cancellation
            );
        }
        catch (AmazonDynamoDBException error) when (error.ErrorCode == "UnknownOperationException")
        {
            tell($"{Description} deletes nothing by time: the rows of old runs stay");
        }
    }

    /// <summary>Makes a publication that of its day, and the latest unless one of a later day is there. Once it is begun it is not given up.</summary>
    private async Task NameAsync(AmazonDynamoDBClient client, SinkRun run, string publication)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["publication"] = new() { S = publication },
            ["run_id"] = new() { S = run.RunId },
            ["run_date"] = new() { S = $"{run.RunDate:yyyy-MM-dd}" },
            ["published_at_ms"] = new() { N = $"{run.PublishedAt.ToUnixTimeMilliseconds()}" },
            ["content"] = new() { S = run.Content },
            ["engine"] = new() { S = run.Engine },
            ["settings_hash"] = new() { S = run.SettingsHash },
            ["tables"] = new()
            {
                M = run.Tables.ToDictionary(table => table.Name, table => new AttributeValue { N = $"{table.RowCount}" }),
                IsMSet = true,
            },
        };
        await client.PutItemAsync(sink.Schema, new(item.Concat(KeyOf($"{run.RunDate:yyyy-MM-dd}"))), CancellationToken.None);
        try
        {
            await client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = sink.Schema,
                    Item = new(item.Concat(KeyOf(Latest))),
                    ConditionExpression = "attribute_not_exists(run_date) or run_date <= :run_date",
                    ExpressionAttributeValues = new() { [":run_date"] = item["run_date"] },
                },
                CancellationToken.None
            );
        }
        catch (ConditionalCheckFailedException)
        {
            // A later day is the latest, and stays it.
        }
    }
}
