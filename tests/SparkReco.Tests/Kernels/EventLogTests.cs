using SparkReco.Kernels;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Kernels;

public sealed class EventLogTests
{
    private static readonly long Today = Some.MsAgo(0);

    [Fact]
    public async Task What_happened_from_the_day_on_and_impressions_are_neither_held_nor_counted()
    {
        using var rig = new ModelRig();
        rig.Given("users", "user_id", "u1", "u2")
            .Given("items", "item_id", "i1")
            .Given(
                "interactions",
                "user_id, item_id, event_type, occurred_at_ms, event_date",
                ("u1", "i1", "click", Today - 1, Some.DaysAgo(1)),
                ("u1", "i1", "click", Today, Some.DaysAgo(0)),
                ("u1", "i1", "impression", Today - 1, Some.DaysAgo(1)),
                ("u2", "i1", "watch", Today + 1, Some.DaysAgo(0))
            );
        var context = rig.Context("users", "items", "item_categories", "interactions");
        var (users, items) = await World.PeopleAndItemsAsync(context, TestContext.Current.CancellationToken);

        var log = await EventLog.ReadAsync(context.Tables, users, items, Some.RunDate, threads: 1, TestContext.Current.CancellationToken);

        Assert.Equal([Today - 1], log.Of(0).ToArray().Select(e => e.AtMs));
        Assert.Equal(0, log.Of(1).Length);
    }
}
