using System.Numerics;
using System.Runtime.Intrinsics;

namespace SparkReco.Ranking;

/// <summary>
/// Rates candidates by the trees of a forest, sixteen at a time: each test of a tree strikes out the leaves that it makes unreachable, and the first
/// leaf that is left is the one (QuickScorer: Lucchese et al., SIGIR 2015, section 3; for several rows at once: SIGIR 2016). Threads may share it.
/// </summary>
internal sealed class ForestScorer
{
    /// <summary>A tree has so many leaves at most: each is a bit.</summary>
    public const int MostLeaves = 32;

    private readonly Test[] _tests;

    // By tree: where its tests end, and the values of its leaves from left to right.
    private readonly int[] _ends;
    private readonly int[] _values;

    public ForestScorer(Forest forest)
    {
        List<Test> tests = [];
        _ends = new int[forest.Trees.Count];
        _values = new int[forest.Trees.Count * MostLeaves];
        foreach (var (number, tree) in forest.Trees.Index())
        {
            var leaves = 0;
            AddLeaves(0);
            _ends[number] = tests.Count;

            // The leaves under a node.
            int AddLeaves(int place)
            {
                var node = tree[place];
                if (node.Feature < 0)
                {
                    if (leaves == MostLeaves)
                        throw new ArgumentException($"tree {number} has more than {MostLeaves} leaves", nameof(forest));
                    _values[(number * MostLeaves) + leaves] = node.Value;
                    return 1 << leaves++;
                }

                var left = AddLeaves(node.Left);
                tests.Add(new Test(node.Feature, node.Threshold, left));
                return left | AddLeaves(node.Right);
            }
        }

        _tests = [.. tests];
    }

    /// <summary>Rates candidates.</summary>
    /// <param name="rows">The features, candidate by candidate.</param>
    /// <param name="ratings">One for each candidate; the higher the better.</param>
    public void Score(ReadOnlySpan<int> rows, Span<long> ratings)
    {
        ratings.Clear();
        var width = Feature.All.Count;
        var lanes = Vector512<int>.Count;
        Span<int> columns = stackalloc int[width * lanes];
        Span<int> reached = stackalloc int[lanes];
        for (var start = 0; start < ratings.Length; start += lanes)
        {
            var some = ratings[start..Math.Min(start + lanes, ratings.Length)];
            for (var lane = 0; lane < some.Length; lane++)
            {
                for (var feature = 0; feature < width; feature++)
                    columns[(feature * lanes) + lane] = rows[((start + lane) * width) + feature];
            }

            for (var (tree, test) = (0, 0); tree < _ends.Length; tree++)
            {
                var left = Vector512<int>.AllBitsSet;
                for (; test < _ends[tree]; test++)
                {
                    ref readonly var one = ref _tests[test];
                    var goesRight = Vector512.GreaterThan(
                        Vector512.Create<int>(columns.Slice(one.Feature * lanes, lanes)),
                        Vector512.Create(one.Threshold)
                    );
                    left = Vector512.AndNot(left, goesRight & Vector512.Create(one.LeftLeaves));
                }

                left.CopyTo(reached);
                for (var lane = 0; lane < some.Length; lane++)
                    some[lane] += _values[(tree * MostLeaves) + BitOperations.TrailingZeroCount(reached[lane])];
            }
        }
    }

    /// <summary>A candidate whose feature is above the threshold reaches none of the leaves on the left.</summary>
    private readonly record struct Test(int Feature, int Threshold, int LeftLeaves);
}
