using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Adapters.Aws;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>
/// A table of Amazon DynamoDB with all rows of all runs. Rows are written under a publication that nobody knows; then one
/// transaction names it in the item of the run's day and, under the condition that none of a later day is there, in that of the latest run. What is no
/// longer named expires.
/// </summary>
/// <param name="settings">Where the table is.</param>
/// <param name="sink">The table's name, which is that of the schema, and how long runs stay.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told of retries.</param>
internal sealed class DynamoDbSink(ConnectionSettings settings, SinkSettings sink, TimeProvider clock, Action<string> tell) : ISink
{
    /// <summary>So long rows outlive the days that runs are kept: who stops publishing has lists for that long.</summary>
    public const int DaysOfGrace = 60;

    // Items may be deleted some days after they expire: what names rows goes before them.
    private const int DaysBefore = 7;

    public string Description { get; } =
        $"DynamoDB, {(settings.Endpoint == ConnectionSettings.None ? AwsPlace.RegionOf(settings) : settings.Endpoint)}/{sink.Schema}";

    public async Task<SinkOutcome> PublishAsync(SinkRun run, CancellationToken cancellation)
    {
        try
        {
            using var client = DynamoDbClient.Open(settings);
            var units = UnitsOf(await new PublishedTable(client, settings.Name, sink, clock, tell).OpenAsync(cancellation));
            var latest = await ReadAsync(client, Pointers.Latest, cancellation);
            if (await HasAsync(client, run, latest, cancellation))
                return SinkOutcome.Unchanged;
            if (latest is not null && run.RunDate < DayOf(latest).AddDays(-sink.KeepDays))
                return SinkOutcome.TooOld;
            if (latest is null)
                await ExpireAsync(client, cancellation);
            var publication = $"{run.RunDate:yyyy-MM-dd}.{run.RunId}.{run.Content[..Math.Min(run.Content.Length, 8)]}";
            var expiry = clock.GetUtcNow().AddDays(sink.KeepDays + DaysOfGrace);
            var writer = new BatchWriter(client, sink.Schema, new CapacityPace(units, clock), clock, tell);
            foreach (var table in run.Tables)
            {
                var items = new SinkItems(table, publication, expiry.ToUnixTimeSeconds());
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
            await new Pointers(client, sink.Schema, Description, clock, tell).NameAsync(run, publication, expiry.AddDays(-DaysBefore), cancellation);
            return SinkOutcome.Published;
        }
        catch (Exception error) when (DynamoDbClient.IsFailure(error, cancellation))
        {
            throw DynamoDbClient.Failure(settings, error);
        }
    }

    public async Task<SinkLook> LookAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = DynamoDbClient.Open(settings);
            _ = UnitsOf((await client.DescribeTableAsync(sink.Schema, cancellation)).Table);
            var latest = await ReadAsync(client, Pointers.Latest, cancellation);
            return SinkLook.At("the table", latest?["run_date"].S);
        }
        catch (ResourceNotFoundException)
        {
            return new("no table yet: the first publication makes it", []);
        }
        catch (Exception error) when (DynamoDbClient.IsFailure(error, cancellation))
        {
            throw DynamoDbClient.Failure(settings, error);
        }
    }

    private static DateOnly DayOf(Dictionary<string, AttributeValue> run) =>
        DateOnly.ParseExact(run["run_date"].S, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What has expired stays until the service gets to it.</summary>
    private bool IsExpired(Dictionary<string, AttributeValue> item) =>
        item.TryGetValue(SinkItems.ExpiresAt, out var expiresAt)
        && long.Parse(expiresAt.N, CultureInfo.InvariantCulture) <= clock.GetUtcNow().ToUnixTimeSeconds();

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
                    Key = Pointers.KeyOf(run),
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
        await ReadAsync(client, $"{run.RunDate:yyyy-MM-dd}", cancellation) is { } day
        && IsOf(day, run)
        && !IsExpired(day)
        && latest is not null
        && (DayOf(latest) > run.RunDate || IsOf(latest, run));

    /// <summary>The write units a second that may be used; null where there is no limit.</summary>
    /// <exception cref="DatabaseException">The table is somebody else's.</exception>
    private double? UnitsOf(TableDescription table)
    {
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
}
