using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Compare;

public sealed class HitOverlapTests
{
    [Fact]
    public void What_users_did_is_told_apart_by_who_foretold_it_and_the_shares_are_one_together()
    {
        using var rig = new ModelRig("evaluation.cutoffs=2", "blend.list_size=5");
        // u1 did a, b, c and d; u2 did a alone. Among the first two: both have a for u1, the reference b, the system c, nobody d; nobody a for u2,
        // which stands third in the system's list.
        rig.Given("judged_users", "user_id, segment, truth_count", ("u1", "all", 4), ("u2", "all", 1), ("u1", "tier=paid", 4))
            .Given(
                "truth",
                "user_id, item_id, watch_seconds, completed_count, liked_count",
                ("u1", "a", 60L, 1, 0),
                ("u1", "b", 30L, 0, 0),
                ("u1", "c", 10L, 0, 1),
                ("u1", "d", 5L, 0, 0),
                ("u2", "a", 7L, 1, 1)
            )
            .Given(
                "judged_list",
                "system, user_id, rank, item_id",
                ("baseline", "u1", 1, "a"),
                ("baseline", "u1", 2, "b"),
                ("personalize", "u1", 1, "c"),
                ("personalize", "u1", 2, "a"),
                ("personalize", "u2", 1, "x"),
                ("personalize", "u2", 2, "y"),
                ("personalize", "u2", 3, "a")
            );

        // Shares: of u1 a quarter each, of u2 one by neither; the means over two users are 1/8, 1/8, 1/8 and (1/4 + 1) / 2.
        Assert.Equal(
            [
                "both | 1 | 1 | 0.125 | 60 | 1 | 0",
                "neither | 2 | 2 | 0.625 | 12 | 1 | 1",
                "reference | 1 | 1 | 0.125 | 30 | 0 | 0",
                "system | 1 | 1 | 0.125 | 10 | 0 | 1",
            ],
            rig.Rows("hit_overlap", "found_by, user_count, item_count, recall_share, watch_seconds, completed_count, liked_count")
        );
    }
}
