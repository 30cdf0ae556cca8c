using SparkReco.Configuration;
using SparkReco.Kernels;
using SparkReco.Tests.Support;
using SparkReco.Tuning;
using Xunit;

namespace SparkReco.Tests.Tuning;

/// <summary>
/// The window begins 28 days before the run date. A used x five days before it, y in it and x again; B, who pays nothing, was last active forty days
/// before it; C pays, and began in it.
/// </summary>
public sealed class TuningWindowTests
{
    private const int Window = 28;

    [Fact]
    public async Task Users_are_judged_who_were_eligible_then_and_did_something_new()
    {
        var window = await WindowAsync();

        Assert.Equal(2, window.UserCount);
        Assert.True(window.HasCategories);
        Assert.False(window.HasTimes);
    }

    [Fact]
    public async Task A_setting_is_judged_by_the_ndcg_of_the_lists_of_that_day()
    {
        var window = await WindowAsync();

        // A's list is z, which B used once, then y: the hit stands second. C's is what newcomers used, x of five days ago before z of forty, then y.
        Assert.Equal(
            [1 / Math.Log2(3), 1 / Math.Log2(4)],
            window.Try(new(), new(), TestContext.Current.CancellationToken),
            (one, other) => Math.Abs(one - other) < 1e-12
        );
    }

    [Fact]
    public async Task What_happens_from_the_run_date_on_is_not_looked_at()
    {
        var before = await WindowAsync();
        var after = await WindowAsync(("A", "z", Some.DaysAgo(0)), ("B", "y", Some.DaysAgo(0)), ("C", "x", Some.DaysAgo(-1)));

        Assert.Equal(before.UserCount, after.UserCount);
        Assert.Equal(before.Try(new(), new(), TestContext.Current.CancellationToken), after.Try(new(), new(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_one_day_some_items_of_each_user_are_held_out_and_found_by_who_had_them_together()
    {
        // Of twenty users each had the ten items of one of two kinds: what is held out of them is what the others of the kind had.
        using var rig = new ModelRig("item_item.min_support=1", "item_item.direction=both", "blend.min_history=1", "evaluation.horizon_days=28");
        rig.Given("users", "user_id", [.. Enumerable.Range(0, 20).Select(user => (object)$"u{user}")])
            .Given("items", "item_id", [.. Enumerable.Range(0, 20).Select(item => (object)$"i{item}")])
            .Given(
                "interactions",
                "user_id, item_id, event_date",
                [
                    .. from user in Enumerable.Range(0, 20)
                    from item in Enumerable.Range(0, 10)
                    select (object)($"u{user}", $"i{(2 * item) + (user % 2)}", Some.DaysAgo(1)),
                ]
            );
        var context = rig.Context("users", "items", "item_categories", "interactions");
        var (users, items) = await World.PeopleAndItemsAsync(context, TestContext.Current.CancellationToken);
        var log = await World.EventsAsync(context, TestContext.Current.CancellationToken);

        var window = TuningWindow.HeldOut(log, users, items, context.Settings, TestContext.Current.CancellationToken);

        Assert.False(window.IsTimed);
        Assert.InRange(window.UserCount, 10, 20);
        var pairs = new ItemItemSettings
        {
            Direction = PairDirection.Both,
            MinSupport = 1,
            HalfLifeHours = 0,
        };
        Assert.All(
            window.Try(
                pairs,
                new()
                {
                    MinHistory = 1,
                    Popularity = 0,
                    Category = 0,
                    ItemState = 0,
                },
                TestContext.Current.CancellationToken
            ),
            ndcg => Assert.Equal(1, ndcg, 1e-12)
        );
    }

    private static async Task<TuningWindow> WindowAsync(params object[] more)
    {
        using var rig = new ModelRig("evaluation.horizon_days=28");
        rig.Given("users", "user_id, tier", ("A", "free"), ("B", "free"), ("C", "paid"))
            .Given("items", "item_id, category", ("x", "c"), ("y", "c"), ("z", "c"))
            .Given(
                "interactions",
                "user_id, item_id, event_date",
                [
                    ("A", "x", Some.DaysAgo(Window + 5)),
                    ("A", "x", Some.DaysAgo(Window - 2)),
                    ("A", "y", Some.DaysAgo(Window - 3)),
                    ("B", "z", Some.DaysAgo(Window + 40)),
                    ("B", "y", Some.DaysAgo(Window - 3)),
                    ("C", "y", Some.DaysAgo(Window - 4)),
                    .. more,
                ]
            );
        var context = rig.Context("users", "items", "item_categories", "interactions");
        var cancellation = TestContext.Current.CancellationToken;
        var (users, items) = await World.PeopleAndItemsAsync(context, cancellation);
        var log = await World.EventsAsync(context, cancellation);
        var firstDay = context.Settings.RunDate.AddDays(-Window);
        return TuningWindow.Of(log, users, items.On(firstDay), context.Settings with { RunDate = firstDay }, cancellation);
    }
}
