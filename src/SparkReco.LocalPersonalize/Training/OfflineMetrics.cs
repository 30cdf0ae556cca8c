namespace SparkReco.LocalPersonalize.Training;

/// <summary>The service's offline metrics, under its names; means over users.</summary>
internal static class OfflineMetrics
{
    /// <summary>How many items of a list are looked at.</summary>
    public const int Depth = 25;

    private static readonly int[] Depths = [5, 10, Depth];

    /// <summary>Measures lists.</summary>
    /// <param name="lists">Of each user, the items best first and what he went on to use.</param>
    /// <param name="items">The number of items, for the coverage.</param>
    public static Dictionary<string, double> Of(IReadOnlyCollection<(int[] List, HashSet<int> Truth)> lists, int items)
    {
        var metrics = new Dictionary<string, double>
        {
            ["coverage"] = items == 0 ? 0 : (double)lists.SelectMany(user => user.List.Take(Depth)).Distinct().Count() / items,
            ["mean_reciprocal_rank_at_25"] = Mean(user => ReciprocalRank(user.List, user.Truth, Depth)),
        };
        foreach (var depth in Depths)
            metrics[$"normalized_discounted_cumulative_gain_at_{depth}"] = Mean(user => Ndcg(user.List, user.Truth, depth));
        foreach (var depth in Depths)
            metrics[$"precision_at_{depth}"] = Mean(user => Precision(user.List, user.Truth, depth));
        return metrics;

        double Mean(Func<(int[] List, HashSet<int> Truth), double> metric) => lists.Count == 0 ? 0 : lists.Average(metric);
    }

    /// <summary>Measures the lists that scores make for the users set aside.</summary>
    public static Dictionary<string, double> Of(HeldOut heldOut, int items, ParallelOptions parallel, Action<int, float[]> score)
    {
        var lists = new (int[] List, HashSet<int> Truth)[heldOut.Users.Length];
        Parallel.For(
            0,
            lists.Length,
            parallel,
            () => new float[items],
            (i, _, scores) =>
            {
                score(heldOut.Users[i], scores);
                lists[i] = (Best(scores, Depth), heldOut.Truth(heldOut.Users[i]));
                return scores;
            },
            _ => { }
        );
        return Of(lists, items);
    }

    /// <summary>One over the place of the first hit.</summary>
    public static double ReciprocalRank(int[] list, HashSet<int> truth, int depth)
    {
        var first = list.AsSpan(0, Math.Min(depth, list.Length)).ToArray().TakeWhile(item => !truth.Contains(item)).Count();
        return first < Math.Min(depth, list.Length) ? 1.0 / (first + 1) : 0;
    }

    /// <summary>Hits, each weighed 1 / log2(1 + its place), as a share of those of the best list (Järvelin and Kekäläinen, ACM TOIS 20, 2002).</summary>
    public static double Ndcg(int[] list, HashSet<int> truth, int depth)
    {
        var gain = list.Take(depth).Select((item, at) => truth.Contains(item) ? Weight(at) : 0).Sum();
        var best = Enumerable.Range(0, Math.Min(depth, truth.Count)).Sum(Weight);
        return best == 0 ? 0 : gain / best;
    }

    /// <summary>Hits over the depth, also where the list is shorter.</summary>
    public static double Precision(int[] list, HashSet<int> truth, int depth) => (double)list.Take(depth).Count(truth.Contains) / depth;

    /// <summary>The items with the highest scores, best first; of equal ones the lower number first. Those of negative infinity are left out.</summary>
    public static int[] Best(ReadOnlySpan<float> scores, int count)
    {
        var best = new List<int>(count + 1);
        for (var item = 0; item < scores.Length; item++)
        {
            if (float.IsNegativeInfinity(scores[item]) || (best.Count == count && scores[item] <= scores[best[^1]]))
                continue;
            var at = best.Count;
            while (at > 0 && scores[item] > scores[best[at - 1]])
                at--;
            best.Insert(at, item);
            if (best.Count > count)
                best.RemoveAt(count);
        }

        return [.. best];
    }

    private static double Weight(int at) => 1 / Math.Log2(at + 2);
}
