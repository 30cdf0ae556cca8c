using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>Judges Amazon Personalize against the baseline.</summary>
public static class ComparisonJudge
{
    /// <summary>With fewer users than this, no verdict is given.</summary>
    public const int MinUsers = 30;

    private sealed record Judged(
        string Segment,
        Metric Metric,
        int K,
        long Users,
        double Baseline,
        double Personalize,
        Bootstrap.Estimate Difference
    );

    /// <summary>The rows of <c>comparison_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var comparison = context.Settings.Comparison;
        var bootstrap = new Bootstrap(comparison.Resamples, comparison.Seed, comparison.ConfidencePercent);
        var judged = Judge(await BucketSums.OfSystemsAsync(context, cancellation), bootstrap, cancellation);
        var adjusted = Adjust(judged);
        var level = 1 - (comparison.ConfidencePercent / 100d);
        return
        [
            .. judged.Zip(adjusted, (row, p) => Row(row, p, Verdict(row, p, level))),
            .. Agreement(await BucketSums.OfPairAsync(context, cancellation), bootstrap, cancellation),
        ];
    }

    private static object?[] Row(Judged row, double adjusted, string verdict) =>
        [
            row.Segment,
            row.Metric.Name,
            row.K,
            row.Users,
            row.Baseline,
            row.Personalize,
            row.Difference.Mean,
            null,
            row.Difference.Low,
            row.Difference.High,
            row.Difference.PValue,
            adjusted,
            verdict,
        ];

    private static List<Judged> Judge(BucketSums sums, Bootstrap bootstrap, CancellationToken cancellation)
    {
        List<Judged> judged = [];
        foreach (var ((system, segment, k), ours) in sums.Cells)
        {
            cancellation.ThrowIfCancellationRequested();
            if (system != "baseline" || !sums.Cells.TryGetValue(("personalize", segment, k), out var theirs))
                continue;
            var differences = bootstrap.Of(ours.Users).Means(theirs.Less(ours));
            judged.AddRange(
                sums.Metrics.Select(
                    (metric, index) => new Judged(segment, metric, k, ours.UserCount, ours.Mean(index), theirs.Mean(index), differences[index])
                )
            );
        }

        return judged;
    }

    /// <summary>Holm's correction among the segments of each metric and list length: the rows that one asks "for whom?" of.</summary>
    private static double[] Adjust(List<Judged> judged)
    {
        var adjusted = new double[judged.Count];
        foreach (var family in Enumerable.Range(0, judged.Count).GroupBy(index => (judged[index].Metric.Name, judged[index].K)))
        {
            var members = family.ToArray();
            var values = Bootstrap.Holm([.. members.Select(index => judged[index].Difference.PValue)]);
            for (var place = 0; place < members.Length; place++)
                adjusted[members[place]] = values[place];
        }

        return adjusted;
    }

    /// <summary>A system is named only where the interval leaves 0 out and the corrected p-value agrees.</summary>
    private static string Verdict(Judged row, double adjusted, double level)
    {
        if (row.Users < MinUsers)
            return Verdicts.TooFewUsers;
        var isClear = (row.Difference.Low > 0 || row.Difference.High < 0) && adjusted <= level;
        return !isClear ? Verdicts.NotClear
            : row.Metric.Gain(row.Difference.Mean) > 0 ? Verdicts.Personalize
            : Verdicts.Baseline;
    }

    private static IEnumerable<object?[]> Agreement(BucketSums sums, Bootstrap bootstrap, CancellationToken cancellation)
    {
        foreach (var ((_, segment, k), cell) in sums.Cells)
        {
            cancellation.ThrowIfCancellationRequested();
            var values = bootstrap.Of(cell.Users).Means(cell.Sums);
            for (var metric = 0; metric < values.Length; metric++)
                yield return
                [
                    segment,
                    sums.Metrics[metric].Name,
                    k,
                    cell.UserCount,
                    null,
                    null,
                    null,
                    values[metric].Mean,
                    values[metric].Low,
                    values[metric].High,
                    null,
                    null,
                    Verdicts.Agreement,
                ];
        }
    }
}
