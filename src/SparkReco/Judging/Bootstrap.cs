using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private readonly double _level;

    /// <param name="resamples">How many resamples.</param>
    /// <param name="seed">The seed: equal seeds give equal intervals.</param>
    /// <param name="confidencePercent">The level of the intervals.</param>
    public Bootstrap(int resamples, int seed, int confidencePercent)
    {
        _level = confidencePercent / 100d;
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

    /// <summary>The resamples of one set of users, of which several metrics can be estimated. <paramref name="users"/> has the count of each bucket.</summary>
    public Resampled Of(double[] users) => new(this, users);

    /// <summary>Holm's correction of p-values for being many (Holm, A simple sequentially rejective multiple test procedure, 1979).</summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var largest = 0d;
        foreach (
            var (index, place) in Enumerable
                .Range(0, pValues.Count)
                .OrderBy(index => pValues[index])
                .ThenBy(index => index)
                .Select((index, place) => (index, place))
        )
        {
            largest = Math.Max(largest, Math.Min(1, (pValues.Count - place) * pValues[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var lower = (int)place;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + ((place - lower) * (sorted[upper] - sorted[lower]));
    }

    /// <summary>Where four buckets begin of which some have a value: of few users most have none.</summary>
    private static int[] Filled(IReadOnlyList<double[]> values) =>
        [
            .. from start in Enumerable.Range(0, Buckets / Vector256<double>.Count).Select(four => four * Vector256<double>.Count)
            where values.Any(bucket => Vector256.Create(bucket, start) != Vector256<double>.Zero)
            select start,
        ];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(double[] a, double[] b, int[] filled)
    {
        // Four lanes on every machine, so that the sums have the same last bits everywhere.
        var sums = Vector256<double>.Zero;
        foreach (var start in filled)
            sums += Vector256.Create(a, start) * Vector256.Create(b, start);
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }

    /// <summary>A mean with its interval and its standard error, and the two-sided p-value of its being 0.</summary>
    public readonly record struct Estimate(double Mean, double Low, double High, double Error, double PValue);

    /// <summary>
    /// The share of resamples beyond each end of an interval. Of few users the percentiles are too near to each other: they are taken further out,
    /// so that the interval of a normal mean would be Student's (Hesterberg, What teachers should know about the bootstrap, The American
    /// Statistician 2015, section 3.3.1, "expanded percentile").
    /// </summary>
    private double Tail(int drawn)
    {
        if (drawn < 2)
            return (1 - _level) / 2;
        var student = StudentT.Quantile(_level, drawn - 1);
        return Normal.UpperTail(student * Math.Sqrt(drawn / (drawn - 1d)));
    }

    /// <summary>The resamples of one set of users.</summary>
    public sealed class Resampled
    {
        private readonly Bootstrap _bootstrap;
        private readonly double _users;
        private readonly double[] _usersInResample;
        private readonly double _tail;
        private readonly int _drawn;
        private readonly double _widening;

        internal Resampled(Bootstrap bootstrap, double[] users)
        {
            _bootstrap = bootstrap;
            _users = users.Sum();
            _drawn = users.Count(count => count > 0);
            _tail = bootstrap.Tail(_drawn);
            // Resamples of n draws vary by n - 1 of n parts as much as samples do.
            _widening = _drawn > 1 ? Math.Sqrt(_drawn / (_drawn - 1d)) : 1;
            var filled = Filled([users]);
            _usersInResample = [.. bootstrap._weights.Select(weights => Dot(weights, users, filled))];
        }

        /// <summary>
        /// The mean over the users of a metric, given its sum in each bucket. The p-value is that of the mean in units of the resamples' standard
        /// deviation, so that it can be small enough for many comparisons.
        /// </summary>
        public Estimate Mean(double[] sums) => Means([sums])[0];

        /// <summary>The means of several metrics. Each resample's weights are read once for all of them.</summary>
        public Estimate[] Means(IReadOnlyList<double[]> metrics)
        {
            var filled = Filled(metrics);
            var means = metrics.Select(_ => new List<double>(_usersInResample.Length)).ToArray();
            for (var resample = 0; resample < _usersInResample.Length; resample++)
            {
                for (var metric = 0; metric < metrics.Count && _usersInResample[resample] > 0; metric++)
                    means[metric].Add(Dot(_bootstrap._weights[resample], metrics[metric], filled) / _usersInResample[resample]);
            }

            return [.. means.Select((values, metric) => EstimateOf(metrics[metric].Sum() / _users, [.. values]))];
        }

        private Estimate EstimateOf(double mean, double[] means)
        {
            Array.Sort(means);
            var centre = means.Average();
            var deviation = Math.Sqrt(means.Sum(value => (value - centre) * (value - centre)) / Math.Max(1, means.Length - 1));
            var p =
                _drawn < 2 ? 1 // Of one user, or users of one bucket, nothing is known of others.
                : deviation > 0 ? StudentT.TwoSided(mean / (deviation * _widening), _drawn - 1)
                : mean == 0 ? 1
                : 0;
            return new Estimate(mean, Quantile(means, _tail), Quantile(means, 1 - _tail), deviation, p);
        }
    }
}
