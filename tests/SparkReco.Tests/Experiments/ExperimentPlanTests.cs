using SparkReco.Experiments;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Experiments;

public sealed class ExperimentPlanTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_users_needed_follow_from_mean_and_variance_of_the_last_days()
    {
        // In the last week 50 of 100 users watch 2 minutes and 50 watch none: mean 1, variance 100/99 of a minute squared. What they did before
        // counts in two weeks: with the 3 minutes of each, mean 4.
        List<object> rows = [];
        for (var user = 0; user < 100; user++)
        {
            rows.Add(($"u{user}", "watch", "2026-08-01", 180L));
            rows.Add(($"u{user}", user % 2 == 0 ? "watch" : "click", "2026-08-14", user % 2 == 0 ? 120L : (long?)null));
        }

        _rig.Given("interactions", "user_id, event_type, event_date, watch_seconds", [.. rows]);

        var lengths = await PlanAsync("watch_minutes_per_user", effect: 0.5);

        // By statsmodels 0.13.5: zt_ind_solve_power(0.5 / sqrt(100 / 99), alpha=0.05, power=0.8) * 2 = 126.85 and, of 2 minutes, 7.93
        Assert.Equal([(7, 100L, 127d), (14, 100L, 8d)], lengths.Select(length => (length.Days, length.Users, length.UsersNeeded)));
        Assert.Equal([1, 4], lengths.Select(length => Math.Round(length.Value, 9)));
        Assert.Equal([false, true], lengths.Select(length => length.IsEnough));
        // 50 % · sqrt(126.85 / 100)
        Assert.Equal(56.3, lengths[0].DetectablePercent, 0.05);
    }

    [Fact]
    public async Task A_metric_that_nobody_has_anything_of_has_no_plan()
    {
        _rig.Given("interactions", "user_id, event_type, event_date", ("u1", "click", "2026-08-01"), ("u2", "click", "2026-08-14"));

        Assert.Empty(await PlanAsync("click_through_rate", effect: 0.5));
    }

    private Task<IReadOnlyList<PlannedLength>> PlanAsync(string metric, double effect)
    {
        _rig.Rows("list_impressions", "user_id");
        return ExperimentPlan.MakeAsync(
            _rig.Context("interactions", "list_impressions").Tables,
            Support.Some.Settings(),
            ExperimentMetric.Of(metric),
            effect,
            0.8,
            TestContext.Current.CancellationToken
        );
    }
}
