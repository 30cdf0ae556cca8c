using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>The items that say which publication is that of a day, and which is the latest. Both are written in one transaction.</summary>
/// <param name="client">The service.</param>
/// <param name="table">The table's name.</param>
/// <param name="description">The database, for people.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told of what the service lacks.</param>
internal sealed class Pointers(AmazonDynamoDBClient client, string table, string description, TimeProvider clock, Action<string> tell)
{
    public const string Latest = "latest";

    private const int Attempts = 10;
    private const string IsNoEarlier = "attribute_not_exists(run_date) or run_date <= :run_date";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Who stops a run waits ten seconds before killing it.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(8);

    /// <summary>The key of an item that names a publication.</summary>
    /// <param name="run">A day, or the latest.</param>
    public static Dictionary<string, AttributeValue> KeyOf(string run) =>
        new()
        {
            [SinkItems.Partition] = new() { S = "run" },
            [SinkItems.Sort] = new() { S = run },
        };

    /// <summary>
    /// Makes a publication that of its day, and the latest unless one of a later day is there. Once it is begun a stop leaves it some seconds to end.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="publication">What its rows are under.</param>
    /// <param name="dayExpiry">When the day's item may be deleted: before the rows.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatabaseException">Nobody knows whether it was done.</exception>
    public async Task NameAsync(SinkRun run, string publication, DateTimeOffset dayExpiry, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var stopping = cancellation.Register(() => limit.CancelAfter(LongestEnd));
        var item = ItemOf(run, publication);
        var day = new Put
        {
            TableName = table,
            Item = new(item.Concat(KeyOf($"{run.RunDate:yyyy-MM-dd}"))) { [SinkItems.ExpiresAt] = new() { N = $"{dayExpiry.ToUnixTimeSeconds()}" } },
        };
        var latest = new Put
        {
            TableName = table,
            Item = new(item.Concat(KeyOf(Latest))),
            ConditionExpression = IsNoEarlier,
            ExpressionAttributeValues = new() { [":run_date"] = item["run_date"] },
        };
        try
        {
            await WriteAsync(day, latest, limit.Token);
        }
        catch (Exception error) when (IsUnknown(error, cancellation))
        {
            throw new DatabaseException(
                $"{description}: {error.Message.Split('\n')[0].Trim()}; whether run {run.RunId} is published is not known: the same command finds out, and does the rest",
                error
            )
            {
                IsOutcomeUnknown = true,
            };
        }
    }

    /// <summary>Whether the service may have done what it did not answer.</summary>
    private static bool IsUnknown(Exception error, CancellationToken cancellation) =>
        error is OperationCanceledException
        || (
            DynamoDbClient.IsFailure(error, cancellation) && (error is not AmazonDynamoDBException refused || (int)refused.StatusCode is 0 or >= 500)
        );

    private static Dictionary<string, AttributeValue> ItemOf(SinkRun run, string publication) =>
        new()
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
                M = run.Tables.ToDictionary(rows => rows.Name, rows => new AttributeValue { N = $"{rows.RowCount}" }),
                IsMSet = true,
            },
        };

    private async Task WriteAsync(Put day, Put latest, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.TransactWriteItemsAsync(
                    new TransactWriteItemsRequest { TransactItems = [new() { Put = day }, new() { Put = latest }] },
                    cancellation
                );
                return;
            }
            catch (TransactionCanceledException error) when (Has(error, "ConditionalCheckFailed"))
            {
                // A later day is the latest, and stays it.
                await client.PutItemAsync(table, day.Item, cancellation);
                return;
            }
            catch (TransactionCanceledException error) when (Has(error, "TransactionConflict") && attempt < Attempts)
            {
                // Somebody else names a publication at this moment.
                await Task.Delay(Pause * attempt, clock, cancellation);
            }
            catch (AmazonDynamoDBException error) when (error.ErrorCode == "UnknownOperationException")
            {
                tell($"{description} has no transactions: the day's run and the latest are named one after the other");
                await WriteApartAsync(day, latest, cancellation);
                return;
            }
        }
    }

    private async Task WriteApartAsync(Put day, Put latest, CancellationToken cancellation)
    {
        await client.PutItemAsync(table, day.Item, cancellation);
        try
        {
            await client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = latest.Item,
                    ConditionExpression = latest.ConditionExpression,
                    ExpressionAttributeValues = latest.ExpressionAttributeValues,
                },
                cancellation
            );
        }
        catch (ConditionalCheckFailedException)
        {
            // A later day is the latest, and stays it.
        }
    }

    private static bool Has(TransactionCanceledException error, string code) => error.CancellationReasons?.Any(reason => reason.Code == code) == true;
}
