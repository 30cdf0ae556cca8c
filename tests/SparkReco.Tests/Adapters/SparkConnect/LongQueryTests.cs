using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>Queries that outlast the streams of the shared server, and their end by the caller's wish.</summary>
public class LongQueryTests : SparkConnectTest
{
    /// <summary>Both places for tasks are taken for minutes.</summary>
    private const string Endless = "select sum(id % 7) from range(0, 1000000000000, 1, 2)";

    [Fact]
    public async Task A_query_that_is_silent_for_longer_than_a_stream_lasts_has_its_result()
    {
        var milliseconds = 3 * (int)SparkServer.StreamLimit.TotalMilliseconds;

        var rows = await RowsAsync($"select reflect('java.lang.Thread', 'sleep', {milliseconds}L), 42");

        Assert.Equal(42, Assert.Single(rows)[1]);
    }

    [Fact]
    public async Task Rows_that_are_read_slowly_are_complete_and_in_order()
    {
        var numbers = await Session.ReadAsync(
            "select id, repeat('x', 100) from range(0, 300000, 1, 3)",
            row =>
            {
                if (row.GetInt64(0) % 10_000 == 0)
                    Thread.Sleep(150);
                return row.GetInt64(0);
            },
            Cancellation
        );

        Assert.Equal(Enumerable.Range(0, 300_000).Select(number => (long)number), numbers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(1500)]
    public async Task A_cancellation_stops_the_work_on_the_server(int milliseconds)
    {
        using var stop = new CancellationTokenSource(milliseconds);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Session.ReadAsync(Endless, row => row.GetInt64(0), stop.Token));

        await AssertIsFreeAsync();
    }

    [Fact]
    public async Task A_cancellation_stops_a_statement()
    {
        using var stop = new CancellationTokenSource(500);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Session.RunAsync($"create table endless using parquet as {Endless}", stop.Token)
        );

        await AssertIsFreeAsync();
    }

    [Fact]
    public async Task Work_whose_rows_are_read_no_further_is_stopped()
    {
        const string rows = "select id, reflect('java.lang.Thread', 'sleep', 1000L) from range(0, 4000, 1, 4000)";

        await Assert.ThrowsAsync<KeyNotFoundException>(() => Session.ReadAsync<int>(rows, _ => throw new KeyNotFoundException(), Cancellation));

        await AssertIsFreeAsync();
    }

    /// <summary>The server has both places for tasks again: a query that gets none would wait until the test's limit.</summary>
    private async Task AssertIsFreeAsync() =>
        Assert.Equal(
            [
                [10L],
            ],
            await RowsAsync("select count(*) from range(0, 10, 1, 2)")
        );
}
