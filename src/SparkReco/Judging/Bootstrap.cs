using System.Numerics;

namespace SparkReco.Judging;

/// <summary>
/// The bootstrap over buckets of users: in each resample as many buckets as there are, drawn with replacement, in place of users.
/// The same resamples serve every metric, segment and system, so that all differences are paired
/// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 15).
/// </summary>
public sealed class Bootstrap
{
    /// <summary>The number of buckets that users are hashed into.</summary>
    public const int Buckets = 1024;

    private readonly double[][] _weights;
    private readonly double _tail;

    /// <param name="resamples">How many resamples.</param>
    /// <param name="seed">The seed: equal seeds give equal intervals.</param>
    /// <param name="confidencePercent">The level of the intervals.</param>
    public Bootstrap(int resamples, int seed, int confidencePercent)
    {
        _tail = (100 - confidencePercent) / 200d;
        var random = new Random(seed);
        _weights = new double[resamples][];
        for (var resample = 0; resample < resamples; resample++)
        {
            var weights = new double[Buckets];
            for (var draw = 0; draw < Buckets; draw++)
                weights[random.Next(Buckets)]++;
            _weights[resample] = weights;
        }
    }

    /// <summary>A mean with its interval, and the two-sided p-value of its being 0.</summary>
    public readonly record struct Estimate(double Mean, double Low, double High, double PValue);

    /// <summary>The mean over users: the buckets' sums divided by their counts of users. Both arrays have a place for each bucket.</summary>
    public Estimate Mean(double[] sums, double[] counts)
    {
        var mean = Sum(sums) / Sum(counts);
        var means = new List<double>(_weights.Length);
        foreach (var weights in _weights)
        {
            if (Dot(weights, counts) is var count and > 0)
                means.Add(Dot(weights, sums) / count);
        }

        means.Sort();
        double below = means.Count(value => value <= 0), above = means.Count(value => value >= 0);
        var p = Math.Min(1, 2 * (Math.Min(below, above) + 1) / (means.Count + 1));
        return new Estimate(mean, Quantile(means, _tail), Quantile(means, 1 - _tail), p);
    }

    /// <summary>Holm's correction of p-values for being many (Holm, A simple sequentially rejective multiple test procedure, 1979).</summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var largest = 0d;
        foreach (var (index, place) in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]).ThenBy(index => index).Select((index, place) => (index, place)))
        {
            largest = Math.Max(largest, Math.Min(1, (pValues.Count - place) * pValues[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }

    private static double Quantile(List<double> sorted, double share)
    {
        if (sorted.Count == 0)
            return double.NaN;
        var place = share * (sorted.Count - 1);
        var lower = (int)place;
        var upper = Math.Min(lower + 1, sorted.Count - 1);
        return sorted[lower] + ((place - lower) * (sorted[upper] - sorted[lower]));
    }

    private static double Sum(double[] values) => Dot(values, Enumerable.Repeat(1d, values.Length).ToArray());

    private static double Dot(double[] a, double[] b)
    {
        var sums = Vector<double>.Zero;
        for (var index = 0; index < Buckets; index += Vector<double>.Count)
            sums += new Vector<double>(a, index) * new Vector<double>(b, index);
        return Vector.Sum(sums);
    }
}
