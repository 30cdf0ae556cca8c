namespace SparkReco.Ranking;

/// <summary>
/// A node of a tree. An inner node sends a candidate whose feature is at most the threshold to the left, else to the right; a leaf has no feature.
/// </summary>
/// <param name="Feature">The number of the feature; -1 in a leaf.</param>
/// <param name="Threshold">The greatest value that goes left.</param>
/// <param name="Left">The number of the left child in the tree.</param>
/// <param name="Right">The number of the right child.</param>
/// <param name="Value">
/// What a leaf adds to the rating, in 1/25,600 of a binary logarithm of the odds; of an inner node the mean of its training rows.
/// </param>
public readonly record struct Node(int Feature, int Threshold, int Left, int Right, int Value);

/// <summary>
/// Trees whose leaves' values are added up, all in whole numbers: the same ratings on every machine. Made by gradient boosting (Burges, From RankNet
/// to LambdaRank to LambdaMART, MSR-TR-2010-82).
/// </summary>
/// <param name="Trees">The nodes of each tree, the root first; children stand after their parents.</param>
public sealed record Forest(IReadOnlyList<Node[]> Trees)
{
    /// <summary>A rating of one is so small a part of a binary logarithm of the odds that one item is preferred to another.</summary>
    public const int UnitsPerLogarithm = 25_600;

    /// <summary>The same trees for a log of so many times as many users as they were learned from: what counts users is as many times larger.</summary>
    public Forest ForMoreUsers(long times) =>
        times == 1
            ? this
            : new Forest([
                .. Trees.Select(tree =>
                    tree.Select(node =>
                            node.Feature >= 0 && Feature.All[node.Feature].CountsUsers
                                ? node with
                                {
                                    // A threshold stands for all up to the next whole number.
                                    Threshold = (int)Math.Min(((2L * node.Threshold) + 1) * times / 2, int.MaxValue),
                                }
                                : node
                        )
                        .ToArray()
                ),
            ]);

    /// <summary>
    /// How much each feature moved a candidate's rating: on its way through a tree, the change of the nodes' means at each node belongs to the
    /// feature that was asked there (Saabas, Interpreting random forests, 2014). With the roots' means the sum is the rating.
    /// </summary>
    public long[] Contributions(ReadOnlySpan<int> features)
    {
        var contributions = new long[Feature.All.Count];
        foreach (var tree in Trees)
        {
            var node = tree[0];
            while (node.Feature >= 0)
            {
                var next = tree[features[node.Feature] <= node.Threshold ? node.Left : node.Right];
                contributions[node.Feature] += next.Value - node.Value;
                node = next;
            }
        }

        return contributions;
    }
}

/// <summary>What re-ranks candidates: trees, for users with so many items in their history.</summary>
internal sealed record Ranker(Forest Forest, int MinHistory)
{
    /// <summary>Rates by the trees.</summary>
    public ForestScorer Scorer { get; } = new(Forest);
}
