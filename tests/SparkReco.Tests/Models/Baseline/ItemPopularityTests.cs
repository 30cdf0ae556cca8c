using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Baseline;

public sealed class ItemPopularityTests : IDisposable
{
    private const string Scores = "user_id, item_id, score";

    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Items_are_ordered_by_score_then_by_users_then_by_id()
    {
        _rig.Given("users", "user_id", "u1", "u2")
            .Given("items", "item_id", "i1", "i2", "i3", "i4")
            .Given("engagement", Scores, ("u1", "i2", 6L), ("u1", "i3", 3L), ("u2", "i3", 3L), ("u1", "i1", 6L), ("u1", "i4", 9L));

        Assert.Equal(
            ["1 | i4 | 9 | 1", "2 | i3 | 6 | 2", "3 | i1 | 6 | 1", "4 | i2 | 6 | 1"],
            _rig.Rows("item_popularity", "rank, item_id, score, user_count", "segment = 'all'")
        );
    }

    [Fact]
    public void Each_tier_and_each_content_type_has_an_order_of_its_own()
    {
        _rig.Given("users", "user_id, tier", ("u1", "paid"), ("u2", "free"))
            .Given("items", "item_id, content_type", ("i1", "video"), ("i2", "video"), ("i3", "course"))
            .Given("engagement", Scores, ("u1", "i1", 5L), ("u2", "i2", 9L), ("u2", "i3", 1L));

        Assert.Equal(
            [
                "all | 1 | i2",
                "all | 2 | i1",
                "all | 3 | i3",
                "content_type=course | 1 | i3",
                "content_type=video | 1 | i2",
                "content_type=video | 2 | i1",
                "tier=free | 1 | i2",
                "tier=free | 2 | i3",
                "tier=free | 3 | i1",
                "tier=paid | 1 | i1",
                "tier=paid | 2 | i2",
                "tier=paid | 3 | i3",
            ],
            _rig.Rows("item_popularity", "segment, rank, item_id")
        );
    }

    [Fact]
    public void All_available_items_are_there_and_no_others()
    {
        _rig.Given("users", "user_id", "u1")
            .Given("items", "item_id, is_available", ("i1", true), ("i2", false), ("i3", true))
            .Given("engagement", Scores, ("u1", "i2", 9L), ("u1", "i3", 0L));

        Assert.Equal(["1 | i1 | 0 | 0", "2 | i3 | 0 | 0"], _rig.Rows("item_popularity", "rank, item_id, score, user_count", "segment = 'tier=paid'"));
    }

    [Fact]
    public void A_bot_moves_an_item_by_at_most_one_days_points()
    {
        _rig.Given("users", "user_id", "bot", "u1", "u2")
            .Given("items", "item_id", "i1", "i2")
            .Given("engagement", Scores, ("bot", "i1", 365L * 60_000_000), ("u1", "i2", 40_000_000L), ("u2", "i2", 40_000_000L));

        Assert.Equal(["1 | i2 | 80000000", "2 | i1 | 60000000"], _rig.Rows("item_popularity", "rank, item_id, score", "segment = 'all'"));
    }
}
