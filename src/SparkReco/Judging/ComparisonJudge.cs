using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>Judges the systems of each pair against each other.</summary>
public static class ComparisonJudge
{
    /// <summary>With fewer users than this, no verdict is given.</summary>
    public const int MinUsers = 30;

    private sealed record Judged(
        SystemPair Pair,
        string Segment,
        Metric Metric,
        int K,
        long Users,
        double Reference,
        double System,
        Bootstrap.Estimate Difference,
        UserWins Wins
    )
    {
        /// <summary>Of hits McNemar's, which knows users who gain from users who lose; of all else the bootstrap's.</summary>
        public double PValue => Metric.Name == "hit_rate" ? Wins.McNemar() : Difference.PValue;
    }

    /// <summary>The rows of <c>comparison_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation) =>
        Summarise(
            Systems.Pairs(context.Settings),
            await BucketSums.OfSystemsAsync(context, cancellation),
            await UserWins.ReadAsync(context, cancellation),
            await BucketSums.OfPairsAsync(context, cancellation),
            context.Settings.Comparison,
            cancellation
        );

    /// <summary>The rows of <c>comparison_summary</c>, from the sums alone.</summary>
    /// <param name="pairs">The pairs that are compared.</param>
    /// <param name="systems">The metrics of each system's lists.</param>
    /// <param name="wins">How many users each system of a pair serves better.</param>
    /// <param name="agreement">The agreement of each pair's lists.</param>
    /// <param name="comparison">How it is judged.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<object?[]> Summarise(
        IReadOnlyList<SystemPair> pairs,
        BucketSums systems,
        IReadOnlyDictionary<(string Pair, string Segment, int K, string Metric), UserWins> wins,
        BucketSums agreement,
        ComparisonSettings comparison,
        CancellationToken cancellation
    )
    {
        var bootstrap = new Bootstrap(comparison.Resamples, comparison.Seed, comparison.ConfidencePercent);
        var judged = JudgeAll(pairs, systems, wins, bootstrap, cancellation);
        var adjusted = Families.Holm(judged, row => (row.Pair, row.K, Families.Of(row.Segment, row.Metric.Name)), row => row.PValue);
        var level = 1 - (comparison.ConfidencePercent / 100d);
        return [.. judged.Zip(adjusted, (row, p) => Row(row, p, level)), .. Agreement(agreement, pairs, bootstrap, cancellation)];
    }

    private static object?[] Row(Judged row, double adjusted, double level)
    {
        var detectable = Power.Detectable(row.Difference.Error, 1 - level);
        var times = row.Difference.Mean == 0 ? double.PositiveInfinity : detectable / row.Difference.Mean;
        var needed = Math.Ceiling(row.Users * times * times);
        return
        [
            row.Pair.Reference,
            row.Pair.System,
            row.Segment,
            row.Metric.Name,
            row.K,
            row.Users,
            row.Reference,
            row.System,
            row.Difference.Mean,
            null,
            row.Difference.Low,
            row.Difference.High,
            row.PValue,
            adjusted,
            row.Wins.Gained,
            row.Wins.Lost,
            detectable,
            needed is > 0 and < 1e15 ? (long)needed : null,
            Verdict(row, adjusted, level),
        ];
    }

    private static List<Judged> JudgeAll(
        IReadOnlyList<SystemPair> pairs,
        BucketSums sums,
        IReadOnlyDictionary<(string Pair, string Segment, int K, string Metric), UserWins> wins,
        Bootstrap bootstrap,
        CancellationToken cancellation
    )
    {
        return
        [
            .. pairs
                .SelectMany(pair => sums.Cells.Where(cell => cell.Key.Of == pair.Reference).Select(cell => (Pair: pair, cell.Key, Cell: cell.Value)))
                .AsParallel()
                .AsOrdered()
                .WithCancellation(cancellation)
                .SelectMany(reference => Judge(reference.Pair, reference.Key.Segment, reference.Key.K, reference.Cell)),
        ];

        IEnumerable<Judged> Judge(SystemPair pair, string segment, int k, BucketSums.Cell reference)
        {
            if (!sums.Cells.TryGetValue((pair.System, segment, k), out var system))
                return [];
            var differences = bootstrap.Of(reference.Users).Means(system.Less(reference));
            return sums.Metrics.Select(
                (metric, index) =>
                    new Judged(
                        pair,
                        segment,
                        metric,
                        k,
                        reference.UserCount,
                        reference.Mean(index),
                        system.Mean(index),
                        differences[index],
                        wins.GetValueOrDefault(($"{pair}", segment, k, metric.Name))
                    )
            );
        }
    }

    /// <summary>A system is named only where the interval leaves 0 out and the corrected p-value agrees.</summary>
    private static string Verdict(Judged row, double adjusted, double level)
    {
        if (row.Users < MinUsers)
            return Verdicts.TooFewUsers;
        var isClear = (row.Difference.Low > 0 || row.Difference.High < 0) && adjusted <= level;
        return !isClear ? Verdicts.NotClear
            : row.Metric.Gain(row.Difference.Mean) > 0 ? Verdicts.For(row.Pair.System)
            : Verdicts.For(row.Pair.Reference);
    }

    private static IEnumerable<object?[]> Agreement(
        BucketSums sums,
        IReadOnlyList<SystemPair> pairs,
        Bootstrap bootstrap,
        CancellationToken cancellation
    )
    {
        foreach (var pair in pairs)
        {
            foreach (var ((_, segment, k), cell) in sums.Cells.Where(cell => cell.Key.Of == $"{pair}"))
            {
                cancellation.ThrowIfCancellationRequested();
                var values = bootstrap.Of(cell.Users).Means(cell.Sums);
                foreach (var (metric, value) in sums.Metrics.Zip(values))
                    yield return
                    [
                        pair.Reference,
                        pair.System,
                        segment,
                        metric.Name,
                        k,
                        cell.UserCount,
                        null,
                        null,
                        null,
                        value.Mean,
                        value.Low,
                        value.High,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Verdicts.Agreement,
                    ];
            }
        }
    }
}
