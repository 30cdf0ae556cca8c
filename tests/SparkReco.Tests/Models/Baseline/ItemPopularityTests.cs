using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Baseline;

public sealed class ItemPopularityTests : IDisposable
{
    private const string Uses = "user_id, item_id, last_at_ms";

    private readonly ModelRig _rig = new("blend.popularity_half_life_hours=24");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Items_are_ordered_by_score_then_by_users_then_by_id()
    {
        _rig.Given("users", "user_id", "u1", "u2")
            .Given("items", "item_id", "i1", "i2", "i3", "i4")
            .Given(
                "engagement",
                Uses,
                ("u1", "i2", Some.MsAgo(1)),
                ("u1", "i3", Some.MsAgo(2)),
                ("u2", "i3", Some.MsAgo(2)),
                ("u1", "i1", Some.MsAgo(1)),
                ("u1", "i4", Some.MsAgo(1)),
                ("u2", "i4", Some.MsAgo(3))
            );

        // A user of a day ago counts 1/2, of two days ago 1/4, of three 1/8.
        Assert.Equal(
            ["1 | i4 | 625000 | 2", "2 | i3 | 500000 | 2", "3 | i1 | 500000 | 1", "4 | i2 | 500000 | 1"],
            _rig.Rows("item_popularity", "rank, item_id, score, user_count", "segment = 'all'")
        );
    }

    [Fact]
    public void Each_tier_each_content_type_and_each_category_has_an_order_of_its_own()
    {
        _rig.Given("users", "user_id, tier", ("u1", "paid"), ("u2", "free"))
            .Given("items", "item_id, content_type, category", ("i1", "video", "b"), ("i2", "video", Some.Nothing), ("i3", "course", "b"))
            .Given("engagement", Uses, ("u1", "i1", Some.MsAgo(2)), ("u2", "i2", Some.MsAgo(1)), ("u2", "i3", Some.MsAgo(3)));

        Assert.Equal(
            [
                "all | 1 | i2",
                "all | 2 | i1",
                "all | 3 | i3",
                "category=b | 1 | i1",
                "category=b | 2 | i3",
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
    public void An_item_has_a_place_in_each_of_its_categories()
    {
        _rig.Given("users", "user_id", "u1")
            .Given("raw_items", "item_id, category", ("i1", "a\u001fb"), ("i2", "b"))
            .Given("engagement", Uses, ("u1", "i2", Some.MsAgo(1)));

        Assert.Equal(
            ["category=a | 1 | i1", "category=b | 1 | i2", "category=b | 2 | i1"],
            _rig.Rows("item_popularity", "segment, rank, item_id", "segment like 'category=%'")
        );
    }

    [Fact]
    public void All_available_items_are_there_and_no_others()
    {
        _rig.Given("users", "user_id", "u1")
            .Given("items", "item_id, is_available", ("i1", true), ("i2", false), ("i3", true))
            .Given("engagement", "user_id, item_id", ("u1", "i2"));

        Assert.Equal(["1 | i1 | 0 | 0", "2 | i3 | 0 | 0"], _rig.Rows("item_popularity", "rank, item_id, score, user_count", "segment = 'tier=paid'"));
    }

    [Fact]
    public void A_bot_is_one_user_however_much_it_does()
    {
        _rig.Given("users", "user_id", "bot", "u1", "u2")
            .Given("items", "item_id", "i1", "i2")
            .Given(
                "engagement",
                "user_id, item_id, score, last_at_ms",
                ("bot", "i1", 365L * 60_000_000, Some.MsAgo(1)),
                ("u1", "i2", 1L, Some.MsAgo(1)),
                ("u2", "i2", 1L, Some.MsAgo(1))
            );

        Assert.Equal(["1 | i2 | 1000000", "2 | i1 | 500000"], _rig.Rows("item_popularity", "rank, item_id, score", "segment = 'all'"));
    }

    [Fact]
    public void Without_a_half_life_all_users_count_alike()
    {
        using var rig = new ModelRig("blend.popularity_half_life_hours=0");
        rig.Given("users", "user_id", "u1", "u2")
            .Given("items", "item_id", "i1", "i2")
            .Given("engagement", Uses, ("u1", "i1", Some.MsAgo(1)), ("u1", "i2", Some.MsAgo(900)), ("u2", "i2", Some.MsAgo(300)));

        Assert.Equal(["1 | i2 | 2000000", "2 | i1 | 1000000"], rig.Rows("item_popularity", "rank, item_id, score", "segment = 'all'"));
    }
}
