using SparkReco.Ranking;
using Xunit;

namespace SparkReco.Tests.Ranking;

public sealed class ForestTests
{
    private static readonly int Gap = Number("blend_gap");
    private static readonly int Users = Number("user_count");

    // blend_gap <= 3 ? 100 : (user_count <= 10 ? -20 : 40), and user_count <= 5 ? 1 : 2
    private static readonly Forest Two = new([
        [new(Gap, 3, 1, 2, 50), new(-1, 0, 0, 0, 100), new(Users, 10, 3, 4, 10), new(-1, 0, 0, 0, -20), new(-1, 0, 0, 0, 40)],
        [new(Users, 5, 1, 2, 0), new(-1, 0, 0, 0, 1), new(-1, 0, 0, 0, 2)],
    ]);

    [Theory]
    [InlineData(3, 0, 101)] // at the threshold to the left: 100 + 1
    [InlineData(4, 10, -18)] // -20 + 2
    [InlineData(4, 11, 42)] // 40 + 2
    [InlineData(-7, 6, 102)] // 100 + 2
    public void A_rating_is_the_sum_of_the_leaves_of_all_trees(int gap, int users, long rating)
    {
        var ratings = new long[2];

        new ForestScorer(Two).Score([.. Row(0, 0), .. Row(gap, users)], ratings);

        Assert.Equal([101, rating], ratings);
    }

    [Fact]
    public void Many_candidates_at_once_get_what_a_walk_through_each_tree_gives()
    {
        // 37 candidates are two full blocks of sixteen and five more.
        var random = new Random(1);
        int[][] rows = [.. Enumerable.Range(0, 37).Select(_ => Enumerable.Range(0, Feature.All.Count).Select(_ => random.Next(-9, 10)).ToArray())];
        var forest = new Forest([.. Enumerable.Range(1, ForestScorer.MostLeaves).Select(leaves => Draw(random, leaves))]);
        var ratings = new long[rows.Length];

        new ForestScorer(forest).Score([.. rows.SelectMany(row => row)], ratings);

        Assert.Equal(rows.Select(row => forest.Trees.Sum(tree => Walk(tree, row))), ratings);
    }

    [Fact]
    public void A_tree_with_more_leaves_than_there_are_bits_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ForestScorer(new Forest([Draw(new Random(1), ForestScorer.MostLeaves + 1)])));

    [Fact]
    public void Contributions_and_the_roots_means_are_the_rating()
    {
        var contributions = Two.Contributions(Row(4, 11));

        // The gap goes from the root's 50 to 10; the users from 10 to 40, and in the second tree from 0 to 2. With the roots' 50 + 0 it is 42.
        Assert.Equal(10 - 50, contributions[Gap]);
        Assert.Equal(40 - 10 + 2, contributions[Users]);
        Assert.Equal(42, 50 + contributions.Sum());
    }

    [Fact]
    public void Of_more_users_thresholds_of_counts_are_as_many_times_higher_and_others_are_the_same()
    {
        var larger = Two.ForMoreUsers(3);

        // Between 10 and 11 is 10.5, and three times that between 31 and 32; 5.5 becomes 16.5.
        Assert.Equal([3, 31], [larger.Trees[0][0].Threshold, larger.Trees[0][2].Threshold]);
        Assert.Equal(16, larger.Trees[1][0].Threshold);
    }

    /// <summary>A tree whose nodes ask for features by chance.</summary>
    private static Node[] Draw(Random random, int leaves)
    {
        List<Node> nodes = [Leaf()];
        while (nodes.Count < (2 * leaves) - 1)
        {
            var place = random.Next(nodes.Count);
            if (nodes[place].Feature >= 0)
                continue;
            nodes[place] = new Node(random.Next(Feature.All.Count), random.Next(-9, 10), nodes.Count, nodes.Count + 1, 0);
            nodes.AddRange([Leaf(), Leaf()]);
        }

        return [.. nodes];

        Node Leaf() => new(-1, 0, 0, 0, random.Next(-1000, 1000));
    }

    private static long Walk(Node[] tree, int[] features)
    {
        var node = tree[0];
        while (node.Feature >= 0)
            node = tree[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
        return node.Value;
    }

    private static int Number(string feature) => Feature.All.Index().Single(one => one.Item.Name == feature).Index;

    private static int[] Row(int gap, int users)
    {
        var row = new int[Feature.All.Count];
        (row[Gap], row[Users]) = (gap, users);
        return row;
    }
}
