using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Baseline;

public sealed class UserHistoriesTests
{
    [Fact]
    public void A_history_holds_the_latest_items_then_the_higher_scores_then_the_lower_ids()
    {
        using var rig = new ModelRig("item_item.history_size=3");
        rig.Given("users", "user_id", "u1", "u2")
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms, score",
                ("u1", "i1", Some.MsAgo(31), 9L),
                ("u1", "i2", Some.MsAgo(12), 1L),
                ("u1", "i3", Some.MsAgo(31), 5L),
                ("u1", "i4", Some.MsAgo(31), 9L),
                ("u2", "i1", Some.MsAgo(31), 9L)
            );

        // Items are numbered by their ids: i1 is 1.
        Assert.Equal(
            ["u1 | 1 | 2 | 3", "u1 | 2 | 1 | 3", "u1 | 3 | 4 | 3", "u2 | 1 | 1 | 1"],
            rig.Rows("user_histories", "user_id, age_rank, item_number, item_count")
        );
        Assert.Equal(["1 | 2", "2 | 1", "4 | 1"], rig.Rows("item_degrees", "item_number, degree"));
    }

    [Fact]
    public void Items_of_before_the_lookback_are_history_too()
    {
        using var rig = new ModelRig("engagement.lookback_days=365");
        rig.Given("users", "user_id", "u1")
            .Given("engagement", "user_id, item_id, last_at_ms", ("u1", "i1", Some.MsAgo(365)), ("u1", "i2", Some.MsAgo(366)));

        Assert.Equal(["u1 | 1 | 2", "u1 | 2 | 2"], rig.Rows("user_histories", "user_id, item_number, item_count"));
    }

    [Fact]
    public void A_use_counts_half_after_each_half_life_by_its_age_on_the_run_date_and_at_the_users_last_use()
    {
        using var rig = new ModelRig("item_item.half_life_hours=48");
        rig.Given("users", "user_id", "u1")
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("u1", "i1", Some.MsAgo(2)),
                ("u1", "i2", Some.MsAgo(4)),
                ("u1", "i3", Some.MsAgo(50))
            );

        // Ages of 2, 4 and 50 days are 1, 2 and 25 half-lives, and 0, 1 and 24 at the last use; beyond 20 half-lives nothing is left.
        Assert.Equal(["1 | 500000 | 1000000", "2 | 250000 | 500000", "3 | 0 | 0"], rig.Rows("user_histories", "item_number, recency, own_recency"));
    }
}
