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
                "user_id, item_id, last_on, score",
                ("u1", "i1", "2026-08-01", 9L),
                ("u1", "i2", "2026-08-20", 1L),
                ("u1", "i3", "2026-08-01", 5L),
                ("u1", "i4", "2026-08-01", 9L),
                ("u2", "i1", "2026-08-01", 9L)
            );

        // Items are numbered by their ids: i1 is 1.
        Assert.Equal(
            ["u1 | 1 | 2 | 3", "u1 | 2 | 1 | 3", "u1 | 3 | 4 | 3", "u2 | 1 | 1 | 1"],
            rig.Rows("user_histories", "user_id, age_rank, item_number, item_count")
        );
        Assert.Equal(["1 | 2", "2 | 1", "4 | 1"], rig.Rows("item_degrees", "item_number, degree"));
    }

    [Fact]
    public void Items_of_before_the_lookback_are_no_history()
    {
        using var rig = new ModelRig("engagement.lookback_days=365");
        rig.Given("users", "user_id", "u1")
            .Given("engagement", "user_id, item_id, last_on", ("u1", "i1", Some.DaysAgo(365)), ("u1", "i2", Some.DaysAgo(366)));

        Assert.Equal(["u1 | 1 | 1"], rig.Rows("user_histories", "user_id, item_number, item_count"));
    }
}
