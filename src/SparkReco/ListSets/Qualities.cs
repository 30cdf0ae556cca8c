using SparkReco.Models;

namespace SparkReco.ListSets;

/// <summary>
/// How well a list foretold what its user did, computed as <c>recommendation_quality.sql</c> defines it, in the same order of operations. One
/// thread uses it.
/// </summary>
internal sealed class Qualities
{
    private readonly IReadOnlyList<int> _cutoffs;
    private readonly long[] _discounts;
    private readonly long[] _ideals;

    // The place of each item among the relevant ones, from 1; 0 where it is none of them.
    private readonly int[] _relevant;

    /// <param name="itemCount">Items have numbers below this.</param>
    /// <param name="cutoffs">The list lengths, rising.</param>
    public Qualities(int itemCount, IReadOnlyList<int> cutoffs)
    {
        _cutoffs = cutoffs;
        (_discounts, _ideals) = Curves.DiscountsOf(cutoffs.Max());
        _relevant = new int[itemCount];
    }

    /// <summary>What a list comes to at one length.</summary>
    internal readonly record struct Measures(
        int HitCount,
        double HitRate,
        double Precision,
        double Recall,
        double Ndcg,
        double AveragePrecision,
        double ReciprocalRank,
        long WatchSeconds
    );

    /// <summary>Measures a list at each length against the relevant items, of which there is one at least.</summary>
    public void Measure(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, ReadOnlySpan<double> seconds, Span<Measures> measures)
    {
        for (var place = 0; place < relevant.Length; place++)
            _relevant[relevant[place]] = place + 1;
        int hits = 0,
            first = 0,
            rank = 0;
        long gain = 0,
            precisions = 0,
            watched = 0;
        for (var cutoff = 0; cutoff < _cutoffs.Count; cutoff++)
        {
            for (var k = _cutoffs[cutoff]; rank < Math.Min(k, list.Length); )
            {
                var place = _relevant[list[rank++]];
                if (place == 0)
                    continue;
                hits++;
                first = first == 0 ? rank : first;
                gain += _discounts[rank];
                precisions += (long)Math.Floor(hits * 1e12 / rank);
                watched += (long)seconds[place - 1];
            }

            var best = Math.Min(relevant.Length, _cutoffs[cutoff]);
            measures[cutoff] = new Measures(
                hits,
                hits > 0 ? 1 : 0,
                (double)hits / _cutoffs[cutoff],
                (double)hits / relevant.Length,
                (double)gain / _ideals[best],
                precisions / 1e12 / best,
                first == 0 ? 0 : 1d / first,
                watched
            );
        }

        foreach (var item in relevant)
            _relevant[item] = 0;
    }
}
