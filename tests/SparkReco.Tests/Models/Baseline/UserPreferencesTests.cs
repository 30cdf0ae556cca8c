using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Baseline;

public sealed class UserPreferencesTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_weight_is_the_share_of_the_users_engagement()
    {
        _rig.Given("items", "item_id, content_type, category", ("i1", "video", "art"), ("i2", "course", "art"), ("i3", "course", "bread"))
            .Given("engagement", "user_id, item_id, score", ("u1", "i1", 1L), ("u1", "i2", 2L), ("u1", "i3", 5L), ("u2", "i1", 7L));

        Assert.Equal(
            [
                "u1 | category | art | 375000",
                "u1 | category | bread | 625000",
                "u1 | content_type | course | 875000",
                "u1 | content_type | video | 125000",
                "u2 | category | art | 1000000",
                "u2 | content_type | video | 1000000",
            ],
            _rig.Rows("user_preferences", "user_id, dimension, value, weight")
        );
    }

    [Fact]
    public void The_weights_of_a_dimension_add_up_to_a_million_but_for_rounding()
    {
        _rig.Given("items", "item_id, content_type", ("i1", "video"), ("i2", "course"), ("i3", "podcast"))
            .Given("engagement", "user_id, item_id, score", ("u1", "i1", 1L), ("u1", "i2", 1L), ("u1", "i3", 1L));

        Assert.Equal(["course | 333333", "podcast | 333333", "video | 333333"], _rig.Rows("user_preferences", "value, weight"));
    }

    [Fact]
    public void An_item_counts_in_full_in_each_of_its_categories()
    {
        _rig.Given("raw_items", "item_id, category", ("i1", "art\u001fbread"), ("i2", "bread"))
            .Given("engagement", "user_id, item_id, score", ("u1", "i1", 1L), ("u1", "i2", 3L));

        Assert.Equal(["art | 250000", "bread | 1000000"], _rig.Rows("user_preferences", "value, weight", "dimension = 'category'"));
    }

    [Fact]
    public void Items_without_a_category_have_a_content_type_only()
    {
        _rig.Given("items", "item_id, category", ("i1", Some.Nothing), ("i2", "art"))
            .Given("engagement", "user_id, item_id, score", ("u1", "i1", 3L), ("u1", "i2", 1L));

        Assert.Equal(["category | art | 250000", "content_type | video | 1000000"], _rig.Rows("user_preferences", "dimension, value, weight"));
    }

    [Fact]
    public void Engagement_that_scores_nothing_is_no_preference()
    {
        _rig.Given("items", "item_id", "i1").Given("engagement", "user_id, item_id, score", ("u1", "i1", 0L));

        Assert.Empty(_rig.Rows("user_preferences", "value"));
    }
}
