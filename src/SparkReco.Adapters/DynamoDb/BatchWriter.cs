using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>Writes items in batches, several at once. What the service leaves unprocessed is written again, later and later.</summary>
/// <param name="client">The service.</param>
/// <param name="table">The table's name.</param>
/// <param name="pace">Keeps the rate.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told of long waits.</param>
internal sealed class BatchWriter(AmazonDynamoDBClient client, string table, CapacityPace pace, TimeProvider clock, Action<string> tell)
{
    // The service takes no more at once.
    private const int BatchSize = 25;

    private const int AtOnce = 8;
    private const int Attempts = 12;
    private const int QuietAttempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Writes items, and gives how many the service has taken: all.</summary>
    /// <exception cref="DatabaseException">The service took none of what was left for minutes.</exception>
    public async Task<long> WriteAsync(IEnumerable<Dictionary<string, AttributeValue>> items, CancellationToken cancellation)
    {
        var taken = 0L;
        await Parallel.ForEachAsync(
            items.Chunk(BatchSize),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (batch, stop) => Interlocked.Add(ref taken, await WriteBatchAsync(batch, stop))
        );
        return taken;
    }

    private async Task<int> WriteBatchAsync(Dictionary<string, AttributeValue>[] items, CancellationToken cancellation)
    {
        List<WriteRequest> left = [.. items.Select(item => new WriteRequest(new PutRequest(item)))];
        for (var attempt = 1; ; )
        {
            await pace.WaitAsync(cancellation);
            var reply = await client.BatchWriteItemAsync(
                new BatchWriteItemRequest
                {
                    RequestItems = new() { [table] = left },
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                },
                cancellation
            );
            pace.Spend(reply.ConsumedCapacity?.Sum(used => used.CapacityUnits ?? 0) ?? 0);
            var unprocessed = reply.UnprocessedItems?.GetValueOrDefault(table) ?? [];
            if (unprocessed.Count == 0)
                return items.Length;
            attempt = unprocessed.Count < left.Count ? 1 : attempt + 1;
            left = unprocessed;
            if (attempt > Attempts)
                throw new DatabaseException(
                    $"DynamoDB takes no more items of {table}: its capacity is used up; raise it, or lower the connection's 'write_units'"
                )
                {
                    IsTransient = true,
                };
            var pause = FirstPause * Math.Pow(2, attempt - 1);
            pause = pause < LongestPause ? pause : LongestPause;
            if (attempt > QuietAttempts)
                tell($"DynamoDB takes no items of {table}: again in {pause.TotalSeconds:0} s");
            await Task.Delay(pause, clock, cancellation);
        }
    }
}
