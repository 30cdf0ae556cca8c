using SparkReco.ListSets;
using SparkReco.Tests.Models.Compare;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.ListSets;

public sealed class AgreementsTests
{
    /// <summary>a b c d e against b a c f g: 3/5, 3/7, RBO, 6/35, 8/30, as in RecommendationOverlapTests.</summary>
    [Theory]
    [InlineData(80, 0.61056)]
    [InlineData(90, 0.619335)]
    [InlineData(95, 0.61348)]
    [InlineData(98, 0.606347)]
    public void Two_lists_with_three_items_in_common(int persistence, double rbo)
    {
        var measures = Measure("abcde", "bacfg", persistence, 5)[0];

        Assert.Equal(0.6, measures.Overlap);
        Assert.Equal(3 / 7d, measures.Jaccard);
        Assert.Equal(rbo, measures.Rbo, 1e-6);
        Assert.Equal(6 / 35d, measures.Kendall, 1e-12);
        Assert.Equal(8 / 30d, measures.Footrule, 1e-12);
    }

    [Fact]
    public void One_item_alone_has_no_order_and_is_the_same_or_as_far_as_can_be()
    {
        Assert.Equal((0, 0d), (Measure("a", "a", 90, 1)[0].Kendall, Measure("a", "a", 90, 1)[0].Footrule));
        Assert.Equal((1, 1d), (Measure("a", "b", 90, 1)[0].Kendall, Measure("a", "b", 90, 1)[0].Footrule));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(90)]
    [InlineData(98)]
    public void Random_lists_of_any_length_measure_as_the_model_does_to_the_bit(int persistence)
    {
        var random = new Random(persistence);
        var pairs = Enumerable
            .Range(0, 300)
            .Select(number => (User: $"u{number:000}", A: List(random), B: List(random)))
            .Where(pair => pair.A.Length > 0 && pair.B.Length > 0)
            .ToArray();
        using var rig = new ModelRig("blend.list_size=10", $"comparison.rbo_persistence={persistence}", "evaluation.cutoffs=1,4,10");
        rig.GivenLists(pairs);

        var rows = rig.Read(
            "recommendation_overlap",
            "select user_id, k, reference_count, system_count, common_count, overlap, jaccard, rbo, kendall, footrule from recommendation_overlap",
            row =>
                (
                    User: row.GetString(0),
                    K: row.GetInt32(1),
                    Measures: new Agreements.Measures(
                        row.GetInt32(2),
                        row.GetInt32(3),
                        row.GetInt32(4),
                        row.GetDouble(5),
                        row.GetDouble(6),
                        row.GetDouble(7),
                        row.GetDouble(8),
                        row.GetDouble(9)
                    )
                )
        );

        Assert.Equal(3 * pairs.Length, rows.Count);
        var expected = rows.ToDictionary(row => (row.User, row.K), row => row.Measures);
        int[] cutoffs = [1, 4, 10];
        foreach (var (user, a, b) in pairs)
        {
            var measures = Measure(a, b, persistence, cutoffs);
            Assert.All(cutoffs.Index(), cutoff => Assert.Equal(expected[(user, cutoff.Item)], measures[cutoff.Index]));
        }
    }

    private static Agreements.Measures[] Measure(string a, string b, int persistence, params int[] cutoffs)
    {
        var measures = new Agreements.Measures[cutoffs.Length];
        new Agreements(26, cutoffs, persistence).Measure(Numbers(a), Numbers(b), measures);
        return measures;
    }

    private static int[] Numbers(string list) => [.. list.Select(letter => letter - 'a')];

    private static string List(Random random) => new([.. "abcdefghijklmno".OrderBy(_ => random.Next()).Take(random.Next(11))]);
}
