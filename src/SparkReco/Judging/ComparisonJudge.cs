using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>Judges Amazon Personalize against the baseline.</summary>
public static class ComparisonJudge
{
    /// <summary>With fewer users than this, no verdict is given.</summary>
    public const int MinUsers = 30;

    private static readonly string[] AgreementMetrics = ["overlap", "jaccard", "rbo", "kendall", "footrule"];

    private sealed record Judged(string Segment, string Metric, int K, long Users, double Baseline, double Personalize, Bootstrap.Estimate Difference);

    /// <summary>The rows of <c>comparison_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var comparison = context.Settings.Comparison;
        var bootstrap = new Bootstrap(comparison.Resamples, comparison.Seed, comparison.ConfidencePercent);
        var judged = await JudgeAsync(context, bootstrap, cancellation);
        var adjusted = Adjust(judged);
        List<object?[]> rows = [];
        for (var index = 0; index < judged.Count; index++)
        {
            var row = judged[index];
            var verdict = Verdict(row, adjusted[index], 1 - (comparison.ConfidencePercent / 100d));
            rows.Add([
                row.Segment, row.Metric, row.K, row.Users, row.Baseline, row.Personalize, row.Difference.Mean, null,
                row.Difference.Low, row.Difference.High, row.Difference.PValue, adjusted[index], verdict,
            ]);
        }

        rows.AddRange(await AgreementAsync(context, bootstrap, cancellation));
        return rows;
    }

    private static async Task<IReadOnlyList<Judged>> JudgeAsync(ModelContext context, Bootstrap bootstrap, CancellationToken cancellation)
    {
        var buckets = await QualityBuckets.ReadAsync(context, cancellation);
        List<Judged> judged = [];
        foreach (var ((system, segment, k), ours) in buckets.Cells.OrderBy(cell => cell.Key.Segment, StringComparer.Ordinal).ThenBy(cell => cell.Key.K))
        {
            cancellation.ThrowIfCancellationRequested();
            if (system != "baseline" || !buckets.Cells.TryGetValue(("personalize", segment, k), out var theirs))
                continue;
            var users = bootstrap.Of(ours.Users);
            for (var metric = 0; metric < QualityBuckets.Metrics.Count; metric++)
            {
                var difference = users.Mean([.. theirs.Sums[metric].Zip(ours.Sums[metric], (a, b) => a - b)]);
                judged.Add(new Judged(
                    segment, QualityBuckets.Metrics[metric].Metric, k, ours.UserCount,
                    ours.Sums[metric].Sum() / ours.UserCount, theirs.Sums[metric].Sum() / theirs.UserCount, difference));
            }
        }

        return judged;
    }

    /// <summary>Holm's correction among the segments of each metric and list length: the rows that one asks "for whom?" of.</summary>
    private static double[] Adjust(IReadOnlyList<Judged> judged)
    {
        var adjusted = new double[judged.Count];
        foreach (var family in Enumerable.Range(0, judged.Count).GroupBy(index => (judged[index].Metric, judged[index].K)))
        {
            var members = family.ToArray();
            var values = Bootstrap.Holm([.. members.Select(index => judged[index].Difference.PValue)]);
            for (var place = 0; place < members.Length; place++)
                adjusted[members[place]] = values[place];
        }

        return adjusted;
    }

    /// <summary>A word is given only where the interval leaves 0 out and the corrected p-value agrees.</summary>
    private static string Verdict(Judged row, double adjusted, double level) => row switch
    {
        { Users: < MinUsers } => "too few users",
        { Difference.Low: > 0 } when adjusted <= level => "personalize is better",
        { Difference.High: < 0 } when adjusted <= level => "baseline is better",
        _ => "no clear difference",
    };

    private static async Task<IReadOnlyList<object?[]>> AgreementAsync(ModelContext context, Bootstrap bootstrap, CancellationToken cancellation)
    {
        var rows = await context.Engine.ReadAsync(
            $"select segment, k, bucket, user_count, {string.Join(", ", AgreementMetrics)} from overlap_buckets",
            row => (Segment: row.GetString(0), K: row.GetInt32(1), Bucket: row.GetInt32(2), Users: row.GetInt64(3), Sums: Enumerable.Range(4, AgreementMetrics.Length).Select(row.GetInt64).ToArray()),
            cancellation);
        List<object?[]> result = [];
        foreach (var cell in rows.GroupBy(row => (row.Segment, row.K)).OrderBy(cell => cell.Key.Segment, StringComparer.Ordinal).ThenBy(cell => cell.Key.K))
        {
            var users = new double[Bootstrap.Buckets];
            foreach (var row in cell)
                users[row.Bucket] += row.Users;
            var resampled = bootstrap.Of(users);
            for (var metric = 0; metric < AgreementMetrics.Length; metric++)
            {
                var sums = new double[Bootstrap.Buckets];
                foreach (var row in cell)
                    sums[row.Bucket] += row.Sums[metric] * 1e-9;
                var value = resampled.Mean(sums);
                result.Add([cell.Key.Segment, AgreementMetrics[metric], cell.Key.K, (long)users.Sum(), null, null, null, value.Mean, value.Low, value.High, null, null, "agreement"]);
            }
        }

        return result;
    }
}
