using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Evaluate;

public sealed class TruthTests
{
    [Fact]
    public void The_days_judged_begin_with_the_run_date_and_end_with_the_horizons_last_day()
    {
        using var rig = new ModelRig("evaluation.horizon_days=28")
            .Given("users", "user_id", "u1")
            .Given("items", "item_id", "before", "first", "last", "after");
        rig.Given(
            "interactions",
            "user_id, item_id, event_date",
            ("u1", "before", Some.DaysAgo(1)),
            ("u1", "first", Some.DaysAgo(0)),
            ("u1", "last", Some.DaysAgo(-27)),
            ("u1", "after", Some.DaysAgo(-28))
        );

        Assert.Equal(["first", "last"], rig.Rows("truth", "item_id"));
    }

    [Fact]
    public void Only_items_that_are_new_to_the_user_count()
    {
        using var rig = new ModelRig()
            .Given("items", "item_id", "i1", "i2")
            .Given("users", "user_id", "u1", "u2")
            .Given("engagement", "user_id, item_id, score", ("u1", "i1", 0L));
        rig.Given("interactions", "user_id, item_id, event_date", ("u1", "i1", "2026-09-02"), ("u1", "i2", "2026-09-02"), ("u2", "i1", "2026-09-02"));

        Assert.Equal(["u1 | i2", "u2 | i1"], rig.Rows("truth", "user_id, item_id"));
    }

    [Fact]
    public void Only_eligible_users_count()
    {
        using var rig = new ModelRig()
            .Given("items", "item_id", "i1", "i2")
            .Given("users", "user_id, tier, is_monthly_active, is_eligible", ("u1", "free", false, false), ("u2", "paid", false, true));
        rig.Given("interactions", "user_id, item_id, event_date", ("u1", "i1", "2026-09-02"), ("u2", "i1", "2026-09-02"));

        Assert.Equal(["u2"], rig.Rows("truth", "user_id"));
    }

    [Fact]
    public void Seeing_an_item_is_not_behaviour()
    {
        using var rig = new ModelRig().Given("items", "item_id", "i1", "i2").Given("users", "user_id", "u1");
        rig.Given("interactions", "user_id, item_id, event_type, event_date", ("u1", "i1", "impression", "2026-09-02"));

        Assert.Empty(rig.Rows("truth", "item_id"));
    }

    [Fact]
    public void Watching_is_summed_over_the_days_judged()
    {
        using var rig = new ModelRig().Given("items", "item_id", "i1", "i2").Given("users", "user_id", "u1");
        rig.Given(
            "interactions",
            "user_id, item_id, event_date, watch_seconds",
            ("u1", "i1", "2026-09-02", 60L),
            ("u1", "i1", "2026-09-03", Some.Nothing),
            ("u1", "i1", "2026-09-04", 30L),
            ("u1", "i1", "2026-12-01", 500L)
        );

        Assert.Equal(["i1 | 90"], rig.Rows("truth", "item_id, watch_seconds"));
    }
}
