using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Compare;

public sealed class RecommendationOverlapTests
{
    private const string All = "overlap, jaccard, rbo, kendall, footrule";

    /// <summary>a b c d e against b a c f g: three in common; 6 of 35 by Kendall, 8 of 30 by the footrule.</summary>
    [Theory]
    [InlineData(80, "0.61056")]
    [InlineData(90, "0.619335")]
    [InlineData(95, "0.61348")]
    [InlineData(98, "0.606347")]
    public void Two_lists_with_three_items_in_common(int persistence, string rbo)
    {
        using var rig = Rig(5, $"comparison.rbo_persistence={persistence}");
        rig.GivenLists(("u1", "abcde", "bacfg"));

        // 3/5, 3/7, RBO, 6/35, 8/30
        Assert.Equal([$"0.6 | 0.428571 | {rbo} | 0.171429 | 0.266667"], rig.Rows("recommendation_overlap", All));
    }

    [Fact]
    public void A_short_list_is_extrapolated_and_its_missing_places_count_in_the_overlap()
    {
        using var rig = Rig(5);
        rig.GivenLists(("u1", "abcde", "bac"));

        // 3/5, 3/5, RBO at depth 1, 2, 3: 0, 1, 1 and 1 from there on: 1 - (1 - .9)
        Assert.Equal(
            ["5 | 3 | 3 | 0.6 | 0.6 | 0.9"],
            rig.Rows("recommendation_overlap", "reference_count, system_count, common_count, overlap, jaccard, rbo")
        );
    }

    [Fact]
    public void The_same_list_twice_is_the_same()
    {
        using var rig = Rig(5);
        rig.GivenLists(("u1", "abcde", "abcde"));

        Assert.Equal(["1 | 1 | 1 | 0 | 0"], rig.Rows("recommendation_overlap", All));
    }

    [Fact]
    public void A_reversed_list_has_all_items_and_another_order()
    {
        using var rig = Rig(5);
        rig.GivenLists(("u1", "abcde", "edcba"));

        // Kendall 10 inverted pairs of 35, footrule 4+2+0+2+4 = 12 of 30.
        Assert.Equal(["1 | 1 | 0.737775 | 0.285714 | 0.4"], rig.Rows("recommendation_overlap", All));
    }

    [Fact]
    public void Lists_without_a_common_item_are_as_far_apart_as_can_be()
    {
        using var rig = Rig(5);
        rig.GivenLists(("u1", "abcde", "fghij"));

        Assert.Equal(["0 | 0 | 0 | 1 | 1"], rig.Rows("recommendation_overlap", All));
    }

    [Theory]
    [InlineData("abcde", "", "5 | 0 | 0")]
    [InlineData("", "abcde", "0 | 5 | 0")]
    public void A_user_with_one_list_stays_and_agrees_in_nothing(string baseline, string personalize, string counts)
    {
        using var rig = Rig(5);
        rig.GivenLists(("u1", baseline, personalize));

        Assert.Equal([$"{counts} | 0 | 0 | 0 | 1 | 1"], rig.Rows("recommendation_overlap", $"reference_count, system_count, common_count, {All}"));
    }

    [Fact]
    public void One_item_alone_is_as_far_from_nothing_as_can_be()
    {
        using var rig = Rig(1);
        rig.GivenLists(("u1", "a", ""), ("u2", "a", "a"), ("u3", "a", "b"));

        Assert.Equal(["u1 | 1 | 1", "u2 | 0 | 0", "u3 | 1 | 1"], rig.Rows("recommendation_overlap", "user_id, kendall, footrule"));
    }

    [Fact]
    public void Each_list_length_counts_the_first_places_only()
    {
        using var rig = Rig(5, "evaluation.cutoffs=1,2,5");
        rig.GivenLists(("u1", "abcde", "bacfg"));

        Assert.Equal(["1 | 0 | 0", "2 | 2 | 1", "5 | 3 | 0.6"], rig.Rows("recommendation_overlap", "k, common_count, overlap"));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(90)]
    [InlineData(98)]
    public void Random_lists_of_any_length_measure_as_by_the_definitions(int persistence)
    {
        var random = new Random(persistence);
        var pairs = Enumerable
            .Range(0, 300)
            .Select(number => (User: $"u{number:000}", A: List(random), B: List(random)))
            .Where(pair => pair.A.Length + pair.B.Length > 0)
            .ToArray();
        using var rig = Rig(10, $"comparison.rbo_persistence={persistence}", "evaluation.cutoffs=1,4,10");
        rig.GivenLists(pairs);

        var rows = rig.Read(
            "recommendation_overlap",
            $"select user_id, k, {All} from recommendation_overlap",
            row =>
                (
                    User: row.GetString(0),
                    K: row.GetInt32(1),
                    Jaccard: row.GetDouble(3),
                    Rbo: row.GetDouble(4),
                    Kendall: row.GetDouble(5),
                    Footrule: row.GetDouble(6)
                )
        );

        Assert.Equal(3 * pairs.Length, rows.Count);
        Assert.All(
            rows,
            row =>
            {
                var (_, a, b) = pairs.Single(pair => pair.User == row.User);
                (a, b) = (a[..Math.Min(row.K, a.Length)], b[..Math.Min(row.K, b.Length)]);
                Assert.Equal(a.Intersect(b).Count() / (double)a.Union(b).Count(), row.Jaccard, 1e-12);
                Assert.Equal(ListDistance.Rbo(a, b, persistence / 100d), row.Rbo, 1e-9);
                var most = ListDistance.Kendall(a, ListDistance.Strangers(b));
                Assert.Equal(most == 0 ? 1 : ListDistance.Kendall(a, b) / most, row.Kendall, 1e-12);
                Assert.Equal(
                    (double)ListDistance.Footrule(a, b, row.K) / ListDistance.Footrule(a, ListDistance.Strangers(b), row.K),
                    row.Footrule,
                    1e-12
                );
            }
        );
    }

    private static string List(Random random) => new([.. "abcdefghijklmno".OrderBy(_ => random.Next()).Take(random.Next(11))]);

    private static ModelRig Rig(int k, params string[] settings) => new([$"blend.list_size={k}", $"evaluation.cutoffs={k}", .. settings]);
}
