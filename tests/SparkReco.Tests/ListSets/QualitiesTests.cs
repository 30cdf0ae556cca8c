using SparkReco.ListSets;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.ListSets;

public sealed class QualitiesTests
{
    /// <summary>The list a b c d e with hits at 2 and 5 of two relevant items, as in RecommendationQualityTests.</summary>
    [Fact]
    public void Hits_at_2_and_5_with_two_relevant_items()
    {
        var measures = Measure("abcde", "be", [100, 20], 5)[0];

        // NDCG (1/log2(3) + 1/log2(6)) / (1/log2(2) + 1/log2(3)), average precision (1/2 + 2/5) / 2
        var ideal = 1 + (1 / Math.Log2(3));
        Assert.Equal(((1 / Math.Log2(3)) + (1 / Math.Log2(6))) / ideal, measures.Ndcg, 1e-9);
        Assert.Equal(0.45, measures.AveragePrecision, 1e-9);
        Assert.Equal(
            (2, 1d, 0.4, 1d, 0.5, 120L),
            (measures.HitCount, measures.HitRate, measures.Precision, measures.Recall, measures.ReciprocalRank, measures.WatchSeconds)
        );
    }

    [Fact]
    public void A_user_without_a_list_comes_to_nothing() =>
        Assert.Equal(new Qualities.Measures(0, 0, 0, 0, 0, 0, 0, 0), Measure("", "be", [0, 0], 5)[0]);

    [Fact]
    public void Random_lists_and_behaviour_measure_as_the_model_does_to_the_bit()
    {
        var random = new Random(1);
        var users = Enumerable
            .Range(0, 200)
            .Select(number => (User: $"u{number:000}", List: Letters(random, 0), Truth: Letters(random, 1)))
            .ToArray();
        using var rig = new ModelRig("blend.list_size=10", "evaluation.cutoffs=1,4,10")
            .Given("users", "user_id", [.. users.Select(user => (object)user.User)])
            .Given(
                "truth",
                "user_id, item_id, watch_seconds",
                [.. users.SelectMany(user => user.Truth.Select(item => (object)(user.User, item.ToString(), (long)item)))]
            )
            .Given(
                "judged_list",
                "system, user_id, rank, item_id",
                [.. users.SelectMany(user => user.List.Select((item, place) => (object)("baseline", user.User, place + 1, item.ToString())))]
            );

        var rows = rig.Read(
            "recommendation_quality.baseline",
            "select user_id, k, hit_count, hit_rate, precision, recall, ndcg, average_precision, reciprocal_rank, watch_seconds from recommendation_quality",
            row =>
                (
                    User: row.GetString(0),
                    K: row.GetInt32(1),
                    Measures: new Qualities.Measures(
                        row.GetInt32(2),
                        row.GetDouble(3),
                        row.GetDouble(4),
                        row.GetDouble(5),
                        row.GetDouble(6),
                        row.GetDouble(7),
                        row.GetDouble(8),
                        row.GetInt64(9)
                    )
                )
        );

        Assert.Equal(3 * users.Length, rows.Count);
        var expected = rows.ToDictionary(row => (row.User, row.K), row => row.Measures);
        int[] cutoffs = [1, 4, 10];
        foreach (var (user, list, truth) in users)
        {
            var measures = Measure(list, truth, [.. truth.Select(item => (double)item)], cutoffs);
            Assert.All(cutoffs.Index(), cutoff => Assert.Equal(expected[(user, cutoff.Item)], measures[cutoff.Index]));
        }
    }

    private static Qualities.Measures[] Measure(string list, string truth, double[] seconds, params int[] cutoffs)
    {
        var measures = new Qualities.Measures[cutoffs.Length];
        new Qualities(26, cutoffs).Measure(Numbers(list), Numbers(truth), seconds, measures);
        return measures;
    }

    private static int[] Numbers(string list) => [.. list.Select(letter => letter - 'a')];

    private static string Letters(Random random, int least) => new([.. "abcdefghijklmno".OrderBy(_ => random.Next()).Take(random.Next(least, 11))]);
}
