using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using SparkReco.Adapters.DynamoDb;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DynamoDb;

public sealed class PublishedTableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ACTIVE", 0)]
    [InlineData("CREATING ACTIVE", 0)]
    [InlineData("DELETING - UPDATING", 1)]
    // A new table may not be known for a moment.
    [InlineData("- - - CREATING ACTIVE", 1)]
    [InlineData("DELETING - CREATING ACTIVE", 1)]
    public async Task It_is_waited_for_until_it_takes_items_and_made_once_where_it_is_not_there(string statuses, int made)
    {
        using var client = new Service(statuses.Split(' '));

        await OpenAsync(client);

        Assert.Equal(made, client.Made);
    }

    [Theory]
    [InlineData("ARCHIVED", "restore it from its backup, or name another table in 'sinks.app.schema'")]
    [InlineData("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "enable the key and its grants")]
    public async Task One_that_never_takes_items_is_an_error_with_a_remedy(string status, string remedy)
    {
        using var client = new Service([status]);

        var error = await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(client));

        Assert.Contains($"the table lists is {status}", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETING")]
    [InlineData("-")]
    public async Task One_that_does_not_come_is_waited_for_ten_minutes(string status)
    {
        using var client = new Service([status]);

        var error = await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(client));

        Assert.True(error.IsTransient);
        // It is asked for at once, and after each of 600 seconds.
        Assert.Equal(601, client.Asked);
    }

    private static async Task OpenAsync(Service client)
    {
        var clock = new HandClock();
        var opening = new PublishedTable(client, "warehouse", new SinkSettings { Name = "app", Schema = "lists" }, clock, _ => { }).OpenAsync(
            Cancellation
        );
        while (!opening.IsCompleted)
            clock.Advance(TimeSpan.FromSeconds(1));
        await opening;
    }

    /// <summary>Gives a table one status after the other, the last for ever; a dash is a table that is not there.</summary>
    private sealed class Service(string[] statuses)
        : AmazonDynamoDBClient(new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:9" })
    {
        public int Asked { get; private set; }

        public int Made { get; private set; }

        public override Task<DescribeTableResponse> DescribeTableAsync(string tableName, CancellationToken cancellationToken = default)
        {
            var status = statuses[Math.Min(Asked++, statuses.Length - 1)];
            return status == "-"
                ? throw new ResourceNotFoundException("no table")
                : Task.FromResult(new DescribeTableResponse { Table = new TableDescription { TableStatus = status } });
        }

        public override Task<CreateTableResponse> CreateTableAsync(CreateTableRequest request, CancellationToken cancellationToken = default)
        {
            Made++;
            return Task.FromResult(new CreateTableResponse());
        }
    }
}
