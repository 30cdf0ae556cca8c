using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class EvaluationJudgeTests : IDisposable
{
    private const string Lists = "system, user_id, rank, item_id";

    private readonly ModelRig _rig = new ModelRig().Given("quality_buckets", "system");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_value_is_the_mean_over_the_users_and_stands_beside_its_lead_over_popularity()
    {
        // Two users a bucket; all buckets alike, so the intervals are points.
        _rig.Given("list_exposure", "system")
            .Given(
                "quality_buckets",
                "system, segment, k, bucket, user_count, average_precision, watch_seconds",
                ("baseline", "all", 5, 1, 2L, 600_000_000L, 240L),
                ("baseline", "all", 5, 2, 2L, 600_000_000L, 240L),
                ("popularity", "all", 5, 1, 2L, 200_000_000L, 0L),
                ("popularity", "all", 5, 2, 2L, 200_000_000L, 0L)
            );

        Assert.Equal(
            [
                "baseline | map | 4 | 0.3 | 0.3 | 0.3 | 0.2 | 0.2 | 0.2",
                "baseline | watch_minutes | 4 | 2 | 2 | 2 | 2 | 2 | 2",
                "popularity | map | 4 | 0.1 | 0.1 | 0.1 | null | null | null",
                "popularity | watch_minutes | 4 | 0 | 0 | 0 | null | null | null",
            ],
            _rig.Rows(
                "evaluation_summary",
                "system, metric, user_count, metric_value, ci_low, ci_high, over_popularity, over_popularity_ci_low, over_popularity_ci_high",
                "metric in ('map', 'watch_minutes')"
            )
        );
    }

    [Fact]
    public void Coverage_is_the_share_of_the_available_catalogue_and_of_the_eligible_users()
    {
        GivenLists();

        // i1 and i2 of four available items; u1 and u2 of three eligible users.
        Assert.Equal(
            ["coverage | 0.5", "user_coverage | 0.666667"],
            _rig.Rows("evaluation_summary", "metric, metric_value", "metric in ('coverage', 'user_coverage') and k = 5")
        );
    }

    [Fact]
    public void Novelty_is_the_information_of_meeting_an_item_and_an_item_nobody_had_is_the_most_novel()
    {
        GivenLists();

        // Of 7 active users 3 had i1: -log2(4/8) = 1, and nobody i2: -log2(1/8) = 3. Both fill two places.
        Assert.Equal(["2"], _rig.Rows("evaluation_summary", "metric_value", "metric = 'novelty' and k = 5"));
    }

    [Fact]
    public void The_Gini_index_is_of_all_items_on_offer_those_in_no_list_among_them()
    {
        GivenLists();

        // Places of the four items, rising: 0, 0, 2, 2. Sum of (2 i - 5) c = 1 * 2 + 3 * 2 = 8, divided by 4 items and 4 places.
        Assert.Equal(["0.5"], _rig.Rows("evaluation_summary", "metric_value", "metric = 'gini' and k = 5"));
    }

    [Fact]
    public void Lists_that_are_the_same_for_all_are_not_personal_and_lists_without_a_common_item_are()
    {
        GivenItems()
            .Given(
                "judged_list",
                Lists,
                ("baseline", "u1", 1, "i1"),
                ("baseline", "u2", 1, "i2"),
                ("popularity", "u1", 1, "i1"),
                ("popularity", "u2", 1, "i1")
            )
            .Given("popularity_list", "user_id, rank, item_id", ("u1", 1, "i1"), ("u2", 1, "i1"));

        // Of the popularity list's two users both have its one item: a tenth of ten places is in common. The baseline has half of it.
        Assert.Equal(
            [
                "baseline | personalization | 1",
                "baseline | popularity_overlap | 0.05",
                "popularity | personalization | 0.9",
                "popularity | popularity_overlap | 0.1",
            ],
            _rig.Rows("evaluation_summary", "system, metric, metric_value", "metric in ('personalization', 'popularity_overlap')")
        );
    }

    [Fact]
    public void A_list_is_the_more_diverse_the_fewer_of_its_items_share_a_type_or_a_category()
    {
        _rig.Given("users", "user_id", "u1", "u2")
            .Given(
                "items",
                "item_id, content_type, category",
                ("i1", "video", "c1"),
                ("i2", "video", "c2"),
                ("i3", "course", "c1"),
                ("i4", "course", (string?)null)
            )
            .Given("engagement", "user_id, item_id")
            .Given("popularity_list", "user_id")
            .Given(
                "judged_list",
                Lists,
                ("baseline", "u1", 1, "i1"),
                ("baseline", "u1", 2, "i2"),
                ("baseline", "u1", 3, "i3"),
                ("baseline", "u2", 1, "i4")
            );

        // i1 and i2 share the type, i1 and i3 the category, i2 and i3 nothing: distances 1/2, 1/2 and 1. A list of one item has none.
        Assert.Equal(["0.666667"], _rig.Rows("evaluation_summary", "metric_value", "metric = 'diversity'"));
    }

    [Fact]
    public void Popularity_lift_compares_the_items_shown_with_those_that_users_had()
    {
        _rig.Given("users", "user_id", "u1", "u2")
            .Given("items", "item_id", "i1", "i2")
            .Given("engagement", "user_id, item_id", ("u1", "i2"), ("u2", "i1"), ("e", "i1"), ("f", "i1"))
            .Given("popularity_list", "user_id")
            .Given("judged_list", Lists, ("baseline", "u1", 1, "i1"), ("baseline", "u2", 1, "i1"));

        // i1 had 3 users and i2 one. Eligible users had 3 and 1, so 2 on average; the lists show 3: half as much again.
        Assert.Equal(["0.5"], _rig.Rows("evaluation_summary", "metric_value", "metric = 'popularity_lift' and k = 5"));
    }

    [Fact]
    public void The_popularity_list_has_no_lead_over_itself_and_a_system_without_it_beside_has_none()
    {
        _rig.Given("list_exposure", "system")
            .Given(
                "quality_buckets",
                "system, segment, k, bucket, user_count, ndcg",
                ("popularity", "all", 5, 1, 2L, 200_000_000L),
                ("baseline", "tier=paid", 5, 1, 2L, 200_000_000L)
            );

        Assert.Equal(
            ["baseline | 0.1 | null", "popularity | 0.1 | null"],
            _rig.Rows("evaluation_summary", "system, metric_value, over_popularity", "metric = 'ndcg'")
        );
    }

    private void GivenLists() =>
        GivenItems()
            .Given(
                "judged_list",
                Lists,
                ("baseline", "u1", 1, "i1"),
                ("baseline", "u1", 2, "i2"),
                ("baseline", "u2", 1, "i2"),
                ("baseline", "u2", 2, "i1")
            );

    private ModelRig GivenItems() =>
        _rig.Given("users", "user_id", "u1", "u2", "u3")
            .Given("items", "item_id, is_available", ("i1", true), ("i2", true), ("i3", true), ("i4", true), ("gone", false))
            .Given("engagement", "user_id, item_id", ("a", "i1"), ("b", "i1"), ("c", "i1"), ("d", "i3"), ("e", "i3"), ("f", "i3"), ("g", "i3"));
}
