using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Evaluate;

/// <summary>The list a b c d e, judged at 5 with the conventions of docs/metrics.md.</summary>
public sealed class RecommendationQualityTests
{
    private const string Id = "recommendation_quality.baseline";
    private const string Accuracy = "truth_count, hit_count, precision, recall, ndcg, average_precision, reciprocal_rank, hit_rate";

    [Fact]
    public void Hits_at_2_and_5_with_two_relevant_items()
    {
        using var rig = Rig("be");

        // NDCG (1/log2(3) + 1/log2(6)) / (1/log2(2) + 1/log2(3)), average precision (1/2 + 2/5) / 2
        Assert.Equal(["2 | 2 | 0.4 | 1 | 0.624051 | 0.45 | 0.5 | 1"], rig.Rows(Id, Accuracy));
    }

    [Fact]
    public void A_hit_at_2_with_one_relevant_item()
    {
        using var rig = Rig("b");

        // NDCG 1/log2(3)
        Assert.Equal(["1 | 1 | 0.2 | 1 | 0.63093 | 0.5 | 0.5 | 1"], rig.Rows(Id, Accuracy));
    }

    [Fact]
    public void Hits_at_2_and_5_with_eight_relevant_items()
    {
        using var rig = Rig("beuvwxyz");

        // NDCG is ideal at min(8, 5), average precision (1/2 + 2/5) / min(8, 5)
        Assert.Equal(["8 | 2 | 0.4 | 0.25 | 0.345191 | 0.18 | 0.5 | 1"], rig.Rows(Id, Accuracy));
    }

    [Fact]
    public void Without_a_hit_everything_is_0()
    {
        using var rig = Rig("xyz");

        Assert.Equal(["3 | 0 | 0 | 0 | 0 | 0 | 0 | 0"], rig.Rows(Id, Accuracy));
    }

    [Fact]
    public void A_perfect_list_reaches_1()
    {
        using var rig = Rig("abcde");

        Assert.Equal(["5 | 5 | 1 | 1 | 1 | 1 | 1 | 1"], rig.Rows(Id, Accuracy));
    }

    [Fact]
    public void A_user_without_a_list_counts_0()
    {
        using var rig = Rig("be").Given("judged_list", "system, user_id, rank, item_id", ("personalize", "u1", 1, "b"));

        Assert.Equal(["u1 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0"], rig.Rows(Id, "user_id, " + Accuracy));
    }

    [Fact]
    public void A_short_list_is_still_divided_by_k()
    {
        using var rig = Rig("a").Given("judged_list", "system, user_id, rank, item_id", ("baseline", "u1", 1, "a"));

        Assert.Equal(["0.2 | 1"], rig.Rows(Id, "precision, recall"));
    }

    [Fact]
    public void Each_list_length_counts_the_hits_of_its_places()
    {
        using var rig = Rig("be", "evaluation.cutoffs=1,2,5");

        // 1/1 missed; 1 of 2 found: NDCG (1/log2(3)) / (1 + 1/log2(3)), average precision (1/2) / 2
        Assert.Equal(
            ["1 | 0 | 0 | 0 | 0", "2 | 1 | 0.5 | 0.386853 | 0.25", "5 | 2 | 0.4 | 0.624051 | 0.45"],
            rig.Rows(Id, "k, hit_count, precision, ndcg, average_precision")
        );
    }

    [Fact]
    public void Only_the_watching_of_hits_counts()
    {
        using var rig = Rig("be").Given("truth", "user_id, item_id, watch_seconds", ("u1", "b", 100L), ("u1", "e", 20L), ("u1", "x", 3L));

        Assert.Equal(["120"], rig.Rows(Id, "watch_seconds"));
    }

    [Fact]
    public void Buckets_sum_the_users_of_each_segment_in_parts_per_billion()
    {
        using var rig = new ModelRig();
        rig.Given("judged_users", "user_id, segment, bucket", ("u1", "all", 3), ("u2", "all", 3), ("u3", "all", 4), ("u1", "tier=paid", 3))
            .Given(
                "recommendation_quality",
                "system, user_id, k, precision, ndcg, watch_seconds",
                ("baseline", "u1", 10, 0.2, 0.5, 60L),
                ("baseline", "u2", 10, 0.4, 0.25, 30L),
                ("baseline", "u3", 10, 0.0, 0.0, 0L)
            );

        Assert.Equal(
            ["all | 3 | 2 | 600000000 | 750000000 | 90", "all | 4 | 1 | 0 | 0 | 0", "tier=paid | 3 | 1 | 200000000 | 500000000 | 60"],
            rig.Rows("quality_buckets", "segment, bucket, user_count, precision, ndcg, watch_seconds")
        );
    }

    private static ModelRig Rig(string relevant, params string[] settings) =>
        new ModelRig(["blend.list_size=5", "evaluation.cutoffs=5", .. settings])
            .Given("users", "user_id", "u1")
            .Given("truth", "user_id, item_id", [.. relevant.Select(item => (object)("u1", item.ToString()))])
            .Given(
                "judged_list",
                "system, user_id, rank, item_id",
                [.. "abcde".Select((item, place) => (object)("baseline", "u1", place + 1, item.ToString()))]
            );
}
