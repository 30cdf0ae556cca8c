using System.Globalization;
using SparkReco.Ranking;

namespace SparkReco.Adapters.LightGbm;

/// <summary>Reads trees in LightGBM's text format, version 4, into whole numbers.</summary>
internal static class LightGbmText
{
    /// <param name="text">The model.</param>
    /// <param name="features">The numbers of the features that its columns are.</param>
    public static IEnumerable<Node[]> Read(string text, IReadOnlyList<int> features)
    {
        foreach (var part in text.Split("\nTree=").Skip(1))
        {
            var fields = part.Split('\n')
                .TakeWhile(line => line.Length > 0)
                .Select(line => line.Split('=', 2))
                .Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (fields["num_leaves"] is not ["1"])
                yield return Tree(fields, features);
        }
    }

    /// <summary>Inner nodes come first, as in the text, where a negative child -1 - n is the leaf n.</summary>
    private static Node[] Tree(Dictionary<string, string[]> fields, IReadOnlyList<int> features)
    {
        var inner = fields["split_feature"].Length;
        var tree = new Node[inner + fields["leaf_value"].Length];
        for (var node = 0; node < inner; node++)
            tree[node] = new Node(
                features[Whole("split_feature", node)],
                // A whole number is at most a threshold if it is at most the threshold's floor.
                (int)Math.Clamp(Math.Floor(Number("threshold", node)), int.MinValue, int.MaxValue),
                Child("left_child", node),
                Child("right_child", node),
                Value("internal_value", node)
            );
        for (var leaf = 0; leaf < tree.Length - inner; leaf++)
            tree[inner + leaf] = new Node(-1, 0, 0, 0, Value("leaf_value", leaf));
        return tree;

        double Number(string field, int index) => double.Parse(fields[field][index], CultureInfo.InvariantCulture);
        int Whole(string field, int index) => int.Parse(fields[field][index], CultureInfo.InvariantCulture);
        int Child(string field, int index) => Whole(field, index) is var child && child >= 0 ? child : inner - 1 - child;

        // Values are natural logarithms of odds.
        int Value(string field, int index) => (int)Math.Round(Number(field, index) * Math.Log2(Math.E) * Forest.UnitsPerLogarithm);
    }
}
