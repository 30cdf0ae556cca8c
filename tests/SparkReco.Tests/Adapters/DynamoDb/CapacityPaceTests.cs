using SparkReco.Adapters.DynamoDb;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DynamoDb;

public sealed class CapacityPaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_spent_is_made_up_for_before_more_is()
    {
        var clock = new HandClock();
        var pace = new CapacityPace(10, clock);
        await pace.WaitAsync(Cancellation);

        // 25 units and 5 at 10 a second: free after 2.5 + 0.5 seconds.
        pace.Spend(25);
        pace.Spend(5);
        var waiting = pace.WaitAsync(Cancellation);
        clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        await waiting;
    }

    [Fact]
    public async Task What_was_not_spent_is_not_kept()
    {
        var clock = new HandClock();
        var pace = new CapacityPace(10, clock);

        clock.Advance(TimeSpan.FromHours(1));
        pace.Spend(10);
        var waiting = pace.WaitAsync(Cancellation);

        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    }

    [Fact]
    public void Without_a_rate_nobody_waits()
    {
        var pace = new CapacityPace(null, new HandClock());

        pace.Spend(1e9);

        Assert.True(pace.WaitAsync(Cancellation).IsCompletedSuccessfully);
    }
}
