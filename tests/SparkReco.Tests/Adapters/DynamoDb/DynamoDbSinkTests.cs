using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Adapters.DynamoDb;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Tests.Adapters.Sinks;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DynamoDb;

/// <summary>Runs in DynamoDB, on servers that are made in its likeness, read as an application reads them.</summary>
public abstract class DynamoDbSinkTests : IDisposable
{
    private static readonly DateOnly Day = Some.RunDate;

    private readonly SinkSettings _sink = new()
    {
        Name = "app",
        Schema = $"t{Guid.NewGuid():N}",
        KeepDays = 7,
    };
    private readonly List<string> _told = [];
    private AmazonDynamoDBClient? _client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A connection to the server.</summary>
    protected abstract ConnectionSettings Connection { get; }

    /// <summary>Whether the server deletes by time.</summary>
    protected abstract bool HasTimeToLive { get; }

    /// <summary>Whether the server writes several items in one transaction.</summary>
    protected abstract bool HasTransactions { get; }

    private AmazonDynamoDBClient Client => _client ??= DynamoDbClient.Open(Connection);

    [Fact]
    public async Task The_list_of_a_user_is_a_range_in_order()
    {
        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run("r1", Day, users: 30)));

        Assert.Equal(["baseline|1|i1|1|of r1", "baseline|2|i2|0.5|of r1"], await ListAsync("u7", "baseline"));
    }

    [Fact]
    public async Task Both_systems_lists_of_a_user_are_one_range()
    {
        await PublishAsync(
            SinkRows.Run(
                "r1",
                SinkRows.Table(
                    "recommendations",
                    [
                        ["personalize", "u1", 1, "i2", null, "p", null],
                        ["baseline", "u1", 11, "i3", 1.0, "b", null],
                        ["baseline", "u1", 2, "i1", 2.0, "b", null],
                        ["baseline", "u10", 1, "i9", 2.0, "b", null],
                    ]
                )
            )
        );

        Assert.Equal(["baseline|2|i1|2|b", "baseline|11|i3|1|b", "personalize|1|i2||p"], await ListAsync("u1"));
    }

    [Fact]
    public async Task A_look_tells_what_is_there_and_makes_no_table()
    {
        Assert.Equal("no table yet: the first publication makes it", (await Sink.LookAsync(Cancellation)).Saw);
        Assert.DoesNotContain(_sink.Schema, (await Client.ListTablesAsync(Cancellation)).TableNames);

        await PublishAsync(SinkRows.Run("r1", Day));

        Assert.Equal("the table, the latest run of 2026-09-01", (await Sink.LookAsync(Cancellation)).Saw);
    }

    [Fact]
    public async Task The_same_run_once_more_changes_nothing()
    {
        await PublishAsync(SinkRows.Run("r1", Day));

        Assert.Equal(SinkOutcome.Unchanged, await PublishAsync(SinkRows.Run("r1", Day)));
    }

    [Theory]
    [InlineData("r2", "a")]
    [InlineData("r1", "b")]
    public async Task A_run_replaces_that_of_its_day_whole(string id, string content)
    {
        await PublishAsync(SinkRows.Run("r1", Day, users: 5));

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run(id, Day, users: 2, content)));

        Assert.Equal(2, (await ListAsync("u2", "baseline")).Count);
        Assert.Empty(await ListAsync("u5", "baseline"));
    }

    [Fact]
    public async Task An_older_run_date_does_not_take_the_place_of_the_latest_and_is_found_by_its_day()
    {
        await PublishAsync(SinkRows.Run("late", Day));

        Assert.Equal(SinkOutcome.Published, await PublishAsync(SinkRows.Run("early", Day.AddDays(-1))));

        Assert.Equal("late", (await PointerAsync("latest"))["run_id"].S);
        Assert.Equal("early", (await PointerAsync("2026-08-31"))["run_id"].S);
        Assert.Equal(SinkOutcome.Unchanged, await PublishAsync(SinkRows.Run("early", Day.AddDays(-1))));
        Assert.Equal(SinkOutcome.TooOld, await PublishAsync(SinkRows.Run("too old", Day.AddDays(-8))));
    }

    [Fact]
    public async Task Until_all_rows_are_there_readers_see_the_run_before()
    {
        await PublishAsync(SinkRows.Run("r1", Day));
        var broken = SinkRows.Run(
            "r2",
            Day,
            users: 2000,
            content: "b",
            reading: batch =>
            {
                if (batch == 2)
                    throw new EngineException("the third batch");
            }
        );

        await Assert.ThrowsAsync<EngineException>(() => PublishAsync(broken));

        Assert.Equal("r1", (await PointerAsync("latest"))["run_id"].S);
        Assert.Equal(["baseline|1|i1|1|of r1", "baseline|2|i2|0.5|of r1"], await ListAsync("u1", "baseline"));
    }

    [Fact]
    public async Task Fewer_rows_than_the_lake_has_are_refused()
    {
        var table = SinkRows.Table(
            "items",
            [
                ["i1", "course", "One", null, null, null, null, null, true],
            ]
        ) with
        {
            RowCount = 2,
        };

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkRows.Run("r1", table)));

        Assert.Contains("took 1 rows of items, where the lake has 2: nothing was published", error.Message, StringComparison.Ordinal);
        Assert.Empty(await PointerAsync("latest"));
    }

    [Fact]
    public async Task Rows_expire_long_after_the_days_that_runs_are_kept_and_the_item_of_their_day_a_week_before_them()
    {
        var before = TimeProvider.System.GetUtcNow();
        await PublishAsync(SinkRows.Run("r1", Day));

        var row = (await QueryAsync("user_id#u1", ""))[0];
        // 7 days are kept, and 60 days of grace.
        Assert.InRange(
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(row["expires_at"].N)),
            before.AddDays(67).AddSeconds(-1),
            TimeProvider.System.GetUtcNow().AddDays(67)
        );
        Assert.Equal(
            TimeSpan.FromDays(7).TotalSeconds,
            long.Parse(row["expires_at"].N) - long.Parse((await PointerAsync("2026-09-01"))["expires_at"].N)
        );
        Assert.DoesNotContain("expires_at", (await PointerAsync("latest")).Keys);
        if (HasTimeToLive)
            Assert.Equal("expires_at", (await Client.DescribeTimeToLiveAsync(_sink.Schema, Cancellation)).TimeToLiveDescription.AttributeName);
        else
            Assert.Contains(_told, told => told.EndsWith("deletes nothing by time: the rows of old runs stay", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hard_values_come_back_as_they_were()
    {
        string[] ids = ["u ", "U", " u", "ü", "u\u0308", "🦄👩‍👩‍👧", "a\tb\\n\nc'\"\r", "#", "a\0b", "x".PadRight(256, 'é')];
        object?[][] lists = [.. ids.Select(id => new object?[] { "baseline", id, 1, "i", 0.1 + 0.2, "", "item_item,recency" })];
        object?[][] places =
        [
            ["all", 1, "i", long.MaxValue, long.MinValue],
        ];
        object?[][] items =
        [
            ["first", "course", "", null, null, null, 0L, new DateOnly(1, 1, 1), false],
        ];

        await PublishAsync(
            SinkRows.Run("r1", SinkRows.Table("recommendations", lists), SinkRows.Table("item_popularity", places), SinkRows.Table("items", items))
        );

        foreach (var id in ids)
        {
            var row = Assert.Single(await QueryAsync($"user_id#{id}", ""));
            Assert.Equal((id, "0.30000000000000004", ""), (row["user_id"].S, row["score"].N, row["reason"].S));
        }

        var place = Assert.Single(await QueryAsync("segment#all", ""));
        Assert.Equal(($"{long.MaxValue}", $"{long.MinValue}"), (place["score"].N, place["user_count"].N));
        var item = Assert.Single(await QueryAsync("item_id#first", ""));
        Assert.Equal(("0001-01-01", false), (item["published_on"].S, item["is_available"].BOOL));
        Assert.DoesNotContain("category", item.Keys);
    }

    [Theory]
    [InlineData(1e126)]
    [InlineData(1e-131)]
    [InlineData(double.NaN)]
    public async Task A_number_that_DynamoDB_does_not_have_is_refused(double score)
    {
        var table = SinkRows.Table(
            "recommendations",
            [
                ["baseline", "u1", 1, "i", score, "r", null],
            ]
        );

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkRows.Run("r1", table)));

        Assert.StartsWith("recommendations.score has the number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_somebody_elses_is_left_alone()
    {
        await Client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = _sink.Schema,
                KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            Cancellation
        );

        var error = await Assert.ThrowsAsync<DatabaseException>(() => PublishAsync(SinkRows.Run("r1", Day)));

        Assert.Contains("has other keys than pk and sk, both texts: name another in 'sinks.app.schema'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_publishes_the_same_day_at_once_leaves_one_run_as_the_days_and_the_latest()
    {
        if (!HasTransactions)
            return;
        await PublishAsync(SinkRows.Run("r0", Day));

        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => PublishAsync(SinkRows.Run($"r{number}", Day, content: $"{number}"))));

        Assert.Equal((await PointerAsync("2026-09-01"))["publication"].S, (await PointerAsync("latest"))["publication"].S);
    }

    [Fact]
    public async Task What_the_service_leaves_unprocessed_is_written_again()
    {
        using var client = new HalfProcessing(Connection);
        await PublishAsync(SinkRows.Run("r0", Day, users: 1));
        var items = Enumerable
            .Range(0, 60)
            .Select(number => new Dictionary<string, AttributeValue>
            {
                ["pk"] = new() { S = "half" },
                ["sk"] = new() { S = $"{number:D2}" },
            });

        var taken = await new BatchWriter(
            client,
            _sink.Schema,
            new CapacityPace(null, TimeProvider.System),
            TimeProvider.System,
            _ => { }
        ).WriteAsync(items, Cancellation);

        Assert.Equal(60, taken);
        Assert.Equal(60, (await QueryAsync("half", "")).Count);
        Assert.All(client.Sizes, size => Assert.InRange(size, 1, 25));
    }

    [Fact]
    public async Task A_service_that_takes_nothing_for_minutes_is_an_error_that_says_so()
    {
        using var client = new HalfProcessing(Connection) { TakesNothing = true };
        var clock = new HandClock();
        var writing = new BatchWriter(client, _sink.Schema, new CapacityPace(null, clock), clock, _ => { }).WriteAsync(
            [
                new()
                {
                    ["pk"] = new() { S = "a" },
                    ["sk"] = new() { S = "b" },
                },
            ],
            Cancellation
        );
        while (!writing.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<DatabaseException>(() => writing);
        Assert.True(error.IsTransient);
        Assert.Contains("takes no more items", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client?.Dispose();
        GC.SuppressFinalize(this);
    }

    private DynamoDbSink Sink => new(Connection, _sink, TimeProvider.System, _told.Add);

    private Task<SinkOutcome> PublishAsync(SinkRun run) => Sink.PublishAsync(run, Cancellation);

    /// <summary>As an application asks: which publication is the latest, then the range of the user in it.</summary>
    private async Task<IReadOnlyList<string>> ListAsync(string user, string? system = null)
    {
        var publication = (await PointerAsync("latest"))["publication"].S;
        return
        [
            .. (await QueryAsync($"user_id#{user}", $"{publication}#recommendations#{(system is null ? "" : $"{system}#")}")).Select(row =>
                $"{row["system"].S}|{row["rank"].N}|{row["item_id"].S}|{(row.TryGetValue("score", out var score) ? double.Parse(score.N, CultureInfo.InvariantCulture) : null)}|{row["reason"].S}"
            ),
        ];
    }

    private async Task<Dictionary<string, AttributeValue>> PointerAsync(string run) =>
        (
            await Client.GetItemAsync(
                _sink.Schema,
                new()
                {
                    ["pk"] = new() { S = "run" },
                    ["sk"] = new() { S = run },
                },
                consistentRead: true,
                Cancellation
            )
        ).Item
        ?? [];

    private async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> QueryAsync(string partition, string prefix) =>
        (
            await Client.QueryAsync(
                new QueryRequest
                {
                    TableName = _sink.Schema,
                    KeyConditionExpression = prefix.Length == 0 ? "pk = :pk" : "pk = :pk and begins_with(sk, :prefix)",
                    ExpressionAttributeValues =
                        prefix.Length == 0
                            ? new() { [":pk"] = new() { S = partition } }
                            : new()
                            {
                                [":pk"] = new() { S = partition },
                                [":prefix"] = new() { S = prefix },
                            },
                    ConsistentRead = true,
                },
                Cancellation
            )
        ).Items
        ?? [];

    /// <summary>Writes half of each batch, and says that the rest was not processed.</summary>
    private sealed class HalfProcessing(ConnectionSettings connection)
        : AmazonDynamoDBClient(new AmazonDynamoDBConfig { ServiceURL = connection.Endpoint, AuthenticationRegion = connection.Region })
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Sizes { get; } = [];

        public bool TakesNothing { get; init; }

        public override async Task<BatchWriteItemResponse> BatchWriteItemAsync(
            BatchWriteItemRequest request,
            CancellationToken cancellationToken = default
        )
        {
            var (table, writes) = request.RequestItems.Single();
            Sizes.Add(writes.Count);
            if (TakesNothing)
                return new BatchWriteItemResponse { UnprocessedItems = request.RequestItems };
            var taken = (writes.Count + 1) / 2;
            var reply = await base.BatchWriteItemAsync(
                new BatchWriteItemRequest { RequestItems = new() { [table] = writes[..taken] } },
                cancellationToken
            );
            reply.UnprocessedItems = taken == writes.Count ? [] : new() { [table] = writes[taken..] };
            return reply;
        }
    }
}

/// <summary>On moto.</summary>
public sealed class MotoDynamoDbSinkTests : DynamoDbSinkTests
{
    protected override ConnectionSettings Connection { get; } = MotoServer.DynamoDb();

    protected override bool HasTimeToLive => true;

    protected override bool HasTransactions => true;
}

/// <summary>On dynalite, which refuses what is beyond the service's limits.</summary>
public sealed class DynaliteDynamoDbSinkTests : DynamoDbSinkTests
{
    protected override ConnectionSettings Connection { get; } = DynaliteServer.DynamoDb();

    protected override bool HasTimeToLive => false;

    protected override bool HasTransactions => false;
}
