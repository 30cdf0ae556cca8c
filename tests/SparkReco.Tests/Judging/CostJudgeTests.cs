using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class CostJudgeTests
{
    private const string Figures =
        "monthly_cost, cost_source, extra_hours, extra_hours_low, extra_hours_high, cost_per_hour, cost_per_hour_low, cost_per_hour_high, break_even_minutes";

    [Fact]
    public void What_a_month_costs_is_divided_by_the_hours_that_users_watched_more()
    {
        // 3 more minutes of 40 users in 10 of 28 days are 2 hours, and 6 a month; by the interval of 1.5 to 6 minutes 3 to 12. 600 a month are 100 an
        // hour, 50 to 200. At 12 an hour, 50 hours would pay, which are 75 minutes of each user.
        using var rig = Rig("comparison.monthly_cost=600", "comparison.hour_value=12");
        Given(rig, low: 1.5, high: 6);

        Assert.Equal(["600 | setting | 6 | 3 | 12 | 100 | 50 | 200 | 75"], rig.Rows("cost_summary", Figures));
    }

    [Fact]
    public void Hours_that_may_be_none_have_no_bound_of_their_cost()
    {
        using var rig = Rig("comparison.monthly_cost=600");
        Given(rig, low: -1.5, high: 6);

        Assert.Equal(["600 | setting | 6 | -3 | 12 | 100 | 50 | null | null"], rig.Rows("cost_summary", Figures));
    }

    [Fact]
    public void An_event_of_a_wrong_year_does_not_make_the_days_judged_more()
    {
        // As above: 10 of 28 days, whatever is said to happen in a thousand days.
        using var rig = Rig("comparison.monthly_cost=600", "comparison.hour_value=12");
        Given(rig, low: 1.5, high: 6);
        rig.Given("interactions", "event_date", Some.DaysAgo(-9), Some.DaysAgo(-1000));

        Assert.Equal(["600 | setting | 6 | 3 | 12 | 100 | 50 | 200 | 75"], rig.Rows("cost_summary", Figures));
    }

    [Fact]
    public void Without_a_price_there_is_nothing_to_tell()
    {
        using var rig = Rig();
        Given(rig, low: 1.5, high: 6);

        Assert.Empty(rig.Rows("cost_summary", Figures));
    }

    [Theory]
    // 1 interaction, 1 user and 1 item are 300 bytes. 2 training hours at 5, and lists for 1 of a thousand users at 1000, are 11 a run, 30 times a month.
    [InlineData("personalize.prices.gigabyte=0.0000001", "330")]
    [InlineData("personalize.prices.gigabyte=0", "")]
    public void The_runs_own_jobs_are_a_price_where_all_of_their_parts_have_one(string gigabyte, string cost)
    {
        using var rig = Rig(
            "personalize.endpoint=local",
            "personalize.recipe=user-personalization",
            "personalize.prices.training_hour=5",
            "personalize.prices.thousand_lists=1000",
            gigabyte
        );
        rig.Given("personalize_training", "training_hours", 2.0);
        Given(rig, low: 1.5, high: 6);

        Assert.Equal(cost.Length > 0 ? [$"{cost} | prices"] : [], rig.Rows("cost_summary", "round(monthly_cost, 3), cost_source"));
    }

    private static ModelRig Rig(params string[] settings) => new(settings);

    private static void Given(ModelRig rig, double low, double high) =>
        rig.Given(
                "comparison_summary",
                "reference, system, segment, metric, k, user_count, difference, ci_low, ci_high",
                ("baseline", "personalize", "all", "watch_minutes", 10, 40L, 3.0, low, high)
            )
            .Given("interactions", "event_date", Some.DaysAgo(-9))
            .Given("users", "user_id", "u1")
            .Given("items", "item_id", "i1");
}
