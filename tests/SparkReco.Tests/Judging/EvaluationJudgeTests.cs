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
        _rig.Given("users", "user_id", "u1", "u2", "u3")
            .Given("items", "item_id, is_available", ("i1", true), ("i2", true), ("i3", true), ("i4", true), ("gone", false))
            .Given("engagement", "user_id, item_id", ("a", "i1"), ("b", "i1"), ("c", "i1"), ("d", "i3"), ("e", "i3"), ("f", "i3"), ("g", "i3"))
            .Given(
                "judged_list",
                Lists,
                ("baseline", "u1", 1, "i1"),
                ("baseline", "u1", 2, "i2"),
                ("baseline", "u2", 1, "i2"),
                ("baseline", "u2", 2, "i1")
            );
}
