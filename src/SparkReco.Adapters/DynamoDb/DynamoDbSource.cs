using System.Buffers;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Adapters.Aws;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>
/// Reads a table of Amazon DynamoDB by scans of its segments side by side, and writes each item as a line of JSON. A scan sees no one state: what is
/// written while it goes on may be in it or not.
/// </summary>
internal sealed class DynamoDbSource(ConnectionSettings settings, TimeProvider clock) : IRowSource
{
    // A page is a megabyte at most, which costs a unit for each 8 kB, or for each 4 kB where it is read consistently.
    private const int PageUnits = 128;

    private readonly AmazonDynamoDBClient _client = DynamoDbClient.Open(settings);

    public string Description { get; } =
        $"DynamoDB, {settings.Endpoint switch { ConnectionSettings.None => AwsPlace.RegionOf(settings), var other => other }}";

    public string? Snapshot => null;

    private bool IsConsistent => settings.Consistency == ReadConsistency.Strong;

    public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        if (!request.IsTable || request.Watermark is not null)
            throw new ConfigurationException($"'{request.Source}': DynamoDB has whole tables, and neither queries nor watermarks");
        try
        {
            parts.Begin([], ".jsonl");
            var units = await UnitsAsync(request.Query, cancellation);
            var segments = units is null
                ? settings.Segments
                : Math.Clamp((int)(units / (IsConsistent ? 2 * PageUnits : PageUnits)), 1, settings.Segments);
            // Some rows are those of the first page.
            if (request.Most is not null)
                segments = 1;
            var pace = new CapacityPace(units, clock);
            using var writing = new SemaphoreSlim(1);
            await Parallel.ForAsync(
                0,
                segments,
                new ParallelOptions { MaxDegreeOfParallelism = segments, CancellationToken = cancellation },
                async (segment, stop) => await ScanAsync(request, segment, segments, pace, parts, writing, stop)
            );
            return null;
        }
        catch (Exception error) when (DynamoDbClient.IsFailure(error, cancellation))
        {
            throw SourceQuery.At(request, DynamoDbClient.Failure(settings, error));
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>So many units a second may be used; null where they are paid for by request, and there is no limit.</summary>
    private async Task<double?> UnitsAsync(string table, CancellationToken cancellation)
    {
        if (settings.ReadUnits > 0)
            return settings.ReadUnits;
        var described = await _client.DescribeTableAsync(table, cancellation);
        return described.Table.ProvisionedThroughput?.ReadCapacityUnits is > 0 and var provisioned ? provisioned / 2.0 : null;
    }

    private async Task ScanAsync(
        FetchRequest request,
        int segment,
        int segments,
        CapacityPace pace,
        RawParts parts,
        SemaphoreSlim writing,
        CancellationToken cancellation
    )
    {
        var text = new ArrayBufferWriter<byte>();
        Dictionary<string, AttributeValue>? start = null;
        do
        {
            await pace.WaitAsync(cancellation);
            var page = await _client.ScanAsync(
                new ScanRequest
                {
                    TableName = request.Query,
                    Segment = segment,
                    TotalSegments = segments,
                    ConsistentRead = IsConsistent,
                    ExclusiveStartKey = start,
                    Limit = request.Most,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                },
                cancellation
            );
            pace.Spend(page.ConsumedCapacity?.CapacityUnits ?? 0);
            text.ResetWrittenCount();
            foreach (var item in page.Items ?? [])
                ItemJson.Write(text, item);
            await writing.WaitAsync(cancellation);
            try
            {
                await parts.WriteAsync(text.WrittenMemory, page.Items?.Count ?? 0, cancellation);
            }
            finally
            {
                writing.Release();
            }

            start = request.Most is null ? page.LastEvaluatedKey : null;
        } while (start is { Count: > 0 });
    }
}
