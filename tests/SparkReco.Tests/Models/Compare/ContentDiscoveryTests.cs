using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Compare;

public sealed class ContentDiscoveryTests
{
    [Fact]
    public void What_one_system_alone_shows_is_told_by_what_is_new_in_it_and_what_became_of_it()
    {
        using var rig = new ModelRig("evaluation.cutoffs=2", "blend.list_size=2", "blend.new_item_days=30");
        // Ten users had hit, which holds 10 of 11: the head. The others are of the long tail. u1 knows the category c1 alone.
        rig.Given(
                "items",
                "item_id, category, published_on",
                ("hit", "c1", Some.DaysAgo(100)),
                ("young", "c2", Some.DaysAgo(3)),
                ("old", "c1", Some.DaysAgo(100)),
                ("plain", (string?)null, (string?)null)
            )
            .Given("engagement", "user_id, item_id", [.. Enumerable.Range(0, 10).Select(user => (object)($"e{user}", "hit")), ("e0", "old")])
            .Given("user_preferences", "user_id, dimension, value", ("u1", "category", "c1"))
            .Given("judged_users", "user_id, segment", ("u1", "all"))
            .Given("truth", "user_id, item_id, watch_seconds, completed_count", ("u1", "young", 90L, 1))
            .Given(
                "judged_list",
                "system, user_id, rank, item_id",
                ("baseline", "u1", 1, "hit"),
                ("baseline", "u1", 2, "old"),
                ("personalize", "u1", 1, "young"),
                ("personalize", "u1", 2, "hit"),
                ("personalize", "one list", 1, "plain")
            );

        Assert.Equal(
            [
                "baseline | all | 1 | 1 | 0 | 0 | 0",
                "baseline | long_tail | 1 | 1 | 0 | 0 | 0",
                "baseline | unshown | 1 | 1 | 0 | 0 | 0",
                "personalize | all | 1 | 1 | 1 | 90 | 1",
                "personalize | long_tail | 1 | 1 | 1 | 90 | 1",
                "personalize | new | 1 | 1 | 1 | 90 | 1",
                "personalize | new_to_user | 1 | 1 | 1 | 90 | 1",
                "personalize | unshown | 1 | 1 | 1 | 90 | 1",
            ],
            rig.Rows("content_discovery", "only_in, kind, place_count, user_count, hit_count, watch_seconds, completed_count")
        );
    }
}
