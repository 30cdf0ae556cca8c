using SparkReco.Models;

namespace SparkReco.ListSets;

/// <summary>
/// How alike two lists of a user are, computed as <c>recommendation_overlap.sql</c> defines it, in the same order of operations, so that the
/// values have the same bits. One thread uses it.
/// </summary>
internal sealed class Agreements
{
    private readonly IReadOnlyList<int> _cutoffs;
    private readonly long[] _powers;
    private readonly long[] _sums;
    private readonly double _odds;
    private readonly double _inverseOdds;

    // The place of each item in the first list, from 1; 0 where it is not there.
    private readonly int[] _places;
    private readonly int[] _commonPlaces;

    /// <param name="itemCount">Items have numbers below this.</param>
    /// <param name="cutoffs">The list lengths.</param>
    /// <param name="persistencePercent">The persistence of rank-biased overlap.</param>
    public Agreements(int itemCount, IReadOnlyList<int> cutoffs, int persistencePercent)
    {
        _cutoffs = cutoffs;
        (_powers, _sums) = Curves.RboPowersOf(persistencePercent, cutoffs.Max());
        _odds = (100 - persistencePercent) / (double)persistencePercent;
        _inverseOdds = persistencePercent / (100d - persistencePercent);
        _places = new int[itemCount];
        _commonPlaces = new int[cutoffs.Max()];
    }

    /// <summary>What two lists have in common at one length.</summary>
    internal readonly record struct Measures(
        int ReferenceCount,
        int SystemCount,
        int CommonCount,
        double Overlap,
        double Jaccard,
        double Rbo,
        double Kendall,
        double Footrule
    );

    /// <summary>Measures two lists at each length.</summary>
    public void Measure(ReadOnlySpan<int> reference, ReadOnlySpan<int> system, Span<Measures> measures)
    {
        for (var place = 0; place < reference.Length; place++)
            _places[reference[place]] = place + 1;
        for (var cutoff = 0; cutoff < _cutoffs.Count; cutoff++)
            measures[cutoff] = At(_cutoffs[cutoff], reference.Length, system);
        foreach (var item in reference)
            _places[item] = 0;
    }

    private Measures At(int k, int referenceLength, ReadOnlySpan<int> system)
    {
        var (a, b) = (Math.Min(referenceLength, k), Math.Min(system.Length, k));
        var (s, l) = (Math.Min(a, b), Math.Max(a, b));
        int z = 0,
            xs = 0;
        long commonSum = 0,
            commonReferenceRanks = 0,
            onlySystemRanks = 0,
            moved = 0;
        for (var rank = 1; rank <= b; rank++)
        {
            var place = _places[system[rank - 1]];
            if (place == 0 || place > a)
            {
                onlySystemRanks += rank;
                continue;
            }

            _commonPlaces[z++] = place;
            var depth = Math.Max(place, rank);
            xs += depth <= s ? 1 : 0;
            commonSum += _sums[depth - 1];
            commonReferenceRanks += place;
            moved += Math.Abs(place - rank);
        }

        var onlyReferenceRanks = ((long)a * (a + 1) / 2) - commonReferenceRanks;
        var footrule = moved + ((long)(a - z) * (k + 1)) - onlyReferenceRanks + ((long)(b - z) * (k + 1)) - onlySystemRanks;
        var kendall =
            Inversions(z)
            + ((long)(a - z) * z)
            - (onlyReferenceRanks - (a - z) - ((a - z) * (a - z - 1d) / 2))
            + ((long)(b - z) * z)
            - (onlySystemRanks - (b - z) - ((b - z) * (b - z - 1d) / 2))
            + ((long)(a - z) * (b - z))
            + ((a - z) * (a - z - 1d) / 4)
            + ((b - z) * (b - z - 1d) / 4);
        var kendallMost = ((long)a * b) + (a * (a - 1d) / 4) + (b * (b - 1d) / 4);
        var footruleMost = ((long)a * (k + 1)) - (a * (a + 1d) / 2) + ((long)b * (k + 1)) - (b * (b + 1d) / 2);
        return new Measures(
            a,
            b,
            z,
            (double)z / k,
            (double)z / (a + b - z),
            s == 0 ? 0 : Rbo(z, xs, s, l, commonSum / 1e15),
            kendallMost == 0 ? 1 : kendall / kendallMost,
            footrule / footruleMost
        );
    }

    private double Rbo(int z, int xs, int s, int l, double commonSum)
    {
        var (shortPower, longPower) = (_powers[s] / 1e15, _powers[l] / 1e15);
        var (shortSum, longSum) = (_sums[s] / 1e15, _sums[l] / 1e15);
        return (_odds * ((z * longSum) - commonSum + ((double)xs / s * (((shortPower - longPower) * _inverseOdds) - (s * (longSum - shortSum))))))
            + (((double)(z - xs) / l) + ((double)xs / s)) * longPower;
    }

    /// <summary>Pairs of common items that stand in another order.</summary>
    private long Inversions(int count)
    {
        var inversions = 0L;
        var places = _commonPlaces.AsSpan(0, count);
        for (var later = 1; later < places.Length; later++)
        {
            foreach (var earlier in places[..later])
                inversions += earlier > places[later] ? 1 : 0;
        }

        return inversions;
    }
}
