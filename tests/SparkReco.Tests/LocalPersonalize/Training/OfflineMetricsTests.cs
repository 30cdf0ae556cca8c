using SparkReco.LocalPersonalize.Training;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize.Training;

public class OfflineMetricsTests
{
    private static readonly int[] List = [1, 2, 3, 4, 5];

    [Fact]
    public void HitsAtTwoAndFiveOfTwoRelevant()
    {
        // (1/log2(3) + 1/log2(6)) / (1/log2(2) + 1/log2(3)) = (0.6309 + 0.3869) / 1.6309
        Assert.Equal(0.6241, OfflineMetrics.Ndcg(List, [2, 5], 5), 4);
        Assert.Equal(1.0 / 2, OfflineMetrics.ReciprocalRank(List, [2, 5], 25));
        Assert.Equal(2.0 / 5, OfflineMetrics.Precision(List, [2, 5], 5));
    }

    [Fact]
    public void TheIdealListIsNoLongerThanTheDepth() =>
        // One of two places hit: 1 / (1 + 1/log2(3)), though three are relevant.
        Assert.Equal(1 / (1 + 1 / Math.Log2(3)), OfflineMetrics.Ndcg([1, 9], [1, 2, 3], 2), 12);

    [Fact]
    public void PrecisionDividesByTheDepthAlsoWhereTheListIsShorter() => Assert.Equal(1.0 / 10, OfflineMetrics.Precision([1], [1], 10));

    [Fact]
    public void WithoutAHitAllIsZero()
    {
        Assert.Equal(0, OfflineMetrics.Ndcg(List, [9], 5));
        Assert.Equal(0, OfflineMetrics.ReciprocalRank(List, [9], 5));
        Assert.Equal(0, OfflineMetrics.ReciprocalRank([], [9], 5));
        Assert.Equal(0, OfflineMetrics.Precision(List, [9], 5));
    }

    [Fact]
    public void MeansAreOverUsersAndCoverageOverItems()
    {
        var metrics = OfflineMetrics.Of([(List: [1, 2], Truth: [1]), (List: [2, 3], Truth: [9])], 6);
        Assert.Equal(3.0 / 6, metrics["coverage"]);
        Assert.Equal((1.0 + 0) / 2, metrics["mean_reciprocal_rank_at_25"]);
        Assert.Equal((1.0 / 5 + 0) / 2, metrics["precision_at_5"]);
        Assert.Equal(
            [
                "coverage",
                "mean_reciprocal_rank_at_25",
                "normalized_discounted_cumulative_gain_at_10",
                "normalized_discounted_cumulative_gain_at_25",
                "normalized_discounted_cumulative_gain_at_5",
                "precision_at_10",
                "precision_at_25",
                "precision_at_5",
            ],
            metrics.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void OfEqualScoresTheLowerNumberIsFirst() => Assert.Equal([3, 0, 2], OfflineMetrics.Best([1, 0, 1, 2, float.NegativeInfinity, 1], 3));

    [Fact]
    public void TheLatestTenthOfAUserIsSetAside()
    {
        var interactions =
            from user in Enumerable.Range(0, 200)
            from i in Enumerable.Range(0, 25)
            select new Interaction(user, i, World.Start + i, 1);
        var heldOut = HeldOut.Of(Histories.Of(World.Of(interactions)));
        Assert.InRange(heldOut.Users.Length, 10, 30);
        Assert.Equal([23, 24], heldOut.Truth(heldOut.Users[0]).Order());
        Assert.Equal(22, heldOut.LatestItem(heldOut.Users[0]));
    }

    [Fact]
    public void OfTwoInteractionsTheLaterOneIsSetAsideAndASingleOneIsKept()
    {
        var interactions =
            from user in Enumerable.Range(0, 200)
            from i in Enumerable.Range(0, 1 + user % 2)
            select new Interaction(user, i, World.Start + i, 1);
        var heldOut = HeldOut.Of(Histories.Of(World.Of(interactions)));
        Assert.NotEmpty(heldOut.Users);
        Assert.All(heldOut.Users, user => Assert.Equal([1], heldOut.Truth(user)));
        Assert.All(heldOut.Users, user => Assert.Equal(1, user % 2));
    }
}
