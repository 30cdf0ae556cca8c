using SparkReco.Adapters.SparkConnect;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

public sealed class RetryBudgetTests
{
    private readonly RetryBudget _budget = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Waits_grow_up_to_a_tenth_and_add_up_to_the_whole()
    {
        var waits = Waits();

        Assert.Equal([50, 200, 800, 1000], waits.Take(4).Select(wait => wait.TotalMilliseconds));
        Assert.Equal(TimeSpan.FromSeconds(10), waits.Aggregate((sum, wait) => sum + wait));
    }

    [Fact]
    public void A_renewed_budget_begins_anew()
    {
        var first = Waits();

        _budget.Renew();

        Assert.Equal(first, Waits());
    }

    [Fact]
    public void A_server_may_ask_for_a_longer_wait_within_the_whole()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), _budget.Next(TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromSeconds(3), _budget.Next(TimeSpan.FromSeconds(7)));
        Assert.Null(_budget.Next());
    }

    private List<TimeSpan> Waits()
    {
        List<TimeSpan> waits = [];
        while (_budget.Next() is { } wait)
            waits.Add(wait);
        return waits;
    }
}
