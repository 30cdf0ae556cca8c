using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Baseline;

/// <summary>Three users and three items: A had x and y, B had x, y and z, C had x. So x has the degree 3, y 2 and z 1.</summary>
public sealed class ItemNeighborsTests
{
    private static readonly string[] Symmetric = ["item_item.direction=both", "item_item.half_life_hours=0"];

    private static readonly string[] Cosine =
    [
        .. Symmetric,
        "item_item.user_exponent=0",
        "item_item.history_exponent=50",
        "item_item.target_exponent=50",
        "item_item.min_support=1",
    ];
    private static readonly string[] P3Alpha =
    [
        .. Symmetric,
        "item_item.user_exponent=100",
        "item_item.history_exponent=100",
        "item_item.target_exponent=0",
        "item_item.min_support=1",
    ];

    [Fact]
    public void Cosine_divides_the_users_in_common_by_the_root_of_both_degrees()
    {
        using var rig = Rig(Cosine);

        AssertSimilar(rig, ("x", "y", 2 / Math.Sqrt(3 * 2)), ("x", "z", 1 / Math.Sqrt(3 * 1)), ("y", "z", 1 / Math.Sqrt(2 * 1)));
        AssertSimilar(rig, ("y", "x", 2 / Math.Sqrt(3 * 2)), ("z", "x", 1 / Math.Sqrt(3 * 1)), ("z", "y", 1 / Math.Sqrt(2 * 1)));
    }

    [Fact]
    public void P3alpha_is_the_chance_of_a_walk_from_an_item_over_one_of_its_users_to_the_other_item()
    {
        using var rig = Rig(P3Alpha);

        // From x to a user: 1/3 each; from A to one of its items 1/2, from B 1/3.
        AssertSimilar(rig, ("x", "y", (1 / 3d * 1 / 2) + (1 / 3d * 1 / 3)), ("x", "z", 1 / 3d * 1 / 3));
        AssertSimilar(rig, ("y", "x", (1 / 2d * 1 / 2) + (1 / 2d * 1 / 3)), ("y", "z", 1 / 2d * 1 / 3));
        AssertSimilar(rig, ("z", "x", 1 / 3d), ("z", "y", 1 / 3d));
    }

    [Fact]
    public void Neighbours_stand_by_similarity_and_equal_ones_by_id()
    {
        using var rig = Rig(P3Alpha);

        Assert.Equal(
            ["x | 1 | y", "x | 2 | z", "y | 1 | x", "y | 2 | z", "z | 1 | x", "z | 2 | y"],
            rig.Rows("item_neighbors", "item_id, rank, neighbor_id")
        );
    }

    [Fact]
    public void Items_with_fewer_users_in_common_than_the_support_are_no_neighbours()
    {
        using var rig = Rig([.. Cosine[..^1], "item_item.min_support=2"]);

        Assert.Equal(["x | y | 2", "y | x | 2"], rig.Rows("item_neighbors", "item_id, neighbor_id, support"));
    }

    [Fact]
    public void An_item_keeps_its_best_neighbours()
    {
        using var rig = Rig([.. Cosine, "item_item.neighbors=1"]);

        Assert.Equal(["x | y", "y | x", "z | y"], rig.Rows("item_neighbors", "item_id, neighbor_id"));
    }

    [Fact]
    public void Forward_an_items_neighbours_are_those_used_later_each_by_how_recently_that_was()
    {
        using var rig = new ModelRig(
            "item_item.direction=forward",
            "item_item.half_life_hours=24",
            "item_item.history_exponent=100",
            "item_item.target_exponent=0",
            "item_item.min_support=1"
        );
        rig.Given("users", "user_id", "A", "B")
            .Given("items", "item_id", "x", "y", "z")
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("A", "x", Some.MsAgo(3)),
                ("A", "y", Some.MsAgo(1)),
                ("B", "x", Some.MsAgo(4)),
                ("B", "y", Some.MsAgo(2)),
                ("B", "z", Some.MsAgo(2))
            );

        // y was last used a day ago by A, 1/2, and two days ago by B, 1/4; z with it. From x, 1/2 a user: A has two items, B three. y and z of B are level.
        AssertSimilar(rig, ("x", "y", 1 / 2d * ((1 / 2d * 1 / 2) + (1 / 3d * 1 / 4))), ("x", "z", 1 / 2d * (1 / 3d * 1 / 4)));
        Assert.Equal(["x | 1 | y | 2", "x | 2 | z | 1"], rig.Rows("item_neighbors", "item_id, rank, neighbor_id, support"));
    }

    [Fact]
    public void Shrinkage_takes_more_from_items_with_few_users_in_common()
    {
        using var rig = Rig([.. Cosine, "item_item.shrinkage=2"]);

        AssertSimilar(rig, ("x", "y", 2 / Math.Sqrt(3 * 2) * 2 / (2 + 2)), ("x", "z", 1 / Math.Sqrt(3 * 1) * 1 / (1 + 2)));
    }

    private static ModelRig Rig(string[] settings) =>
        new ModelRig(settings)
            .Given("users", "user_id", "A", "B", "C")
            .Given("items", "item_id", "x", "y", "z")
            .Given("engagement", "user_id, item_id", ("A", "x"), ("A", "y"), ("B", "x"), ("B", "y"), ("B", "z"), ("C", "x"));

    /// <summary>Similarities are parts per million millions of weights in parts per million.</summary>
    private static void AssertSimilar(ModelRig rig, params (string Item, string Neighbor, double Similarity)[] expected)
    {
        var all = rig.Read(
            "item_neighbors",
            "select item_id, neighbor_id, similarity from item_neighbors",
            row => (row.GetString(0), row.GetString(1), row.GetInt64(2) / 1e12)
        );
        Assert.All(
            expected,
            pair => Assert.Equal(pair.Similarity, all.Single(row => row.Item1 == pair.Item && row.Item2 == pair.Neighbor).Item3, 1e-6)
        );
    }
}
