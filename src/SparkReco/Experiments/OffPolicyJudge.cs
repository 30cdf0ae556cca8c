using SparkReco.Judging;
using SparkReco.Models;

namespace SparkReco.Experiments;

/// <summary>
/// What each system's lists would have been clicked, from impressions that were shown by chance with a known propensity: inverse propensity scores, self-normalised ones
/// (Swaminathan and Joachims, NIPS 2015) and the doubly robust estimate (Dudík, Langford and Li, ICML 2011). Intervals are over hash buckets of
/// users, by the delta method.
/// </summary>
public static class OffPolicyJudge
{
    // Our judgement: no tool has a rule.
    private const double LeastEffective = 100;
    private const double LeastShare = 0.01;
    private const double FewShare = 0.1;

    private sealed record Bucket(
        string System,
        long Rounds,
        long Clicks,
        long Matches,
        long MatchClicks,
        long W,
        long Wr,
        long Ww,
        long Modelled,
        long Residual,
        long LargestWeight
    );

    /// <summary>An estimate as a quotient of sums over the buckets.</summary>
    private sealed record Estimator(string Name, Func<Bucket, long> Above, Func<Bucket, long> Below, double Unit, bool HasInterval = true);

    private static readonly Estimator[] Estimators =
    [
        new("logged", bucket => bucket.Clicks, bucket => bucket.Rounds, 1),
        new("replay", bucket => bucket.MatchClicks, bucket => bucket.Matches, 1),
        new("ips", bucket => bucket.Wr, bucket => bucket.Rounds, 1e-3),
        new("snips", bucket => bucket.Wr, bucket => bucket.W, 1),
        // The spread between users says nothing of the model's error.
        new("direct", bucket => bucket.Modelled, bucket => bucket.Rounds, 1e-6, HasInterval: false),
        new("doubly_robust", bucket => bucket.Modelled + bucket.Residual, bucket => bucket.Rounds, 1e-6),
    ];

    /// <summary>The rows of <c>off_policy</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> EstimateAsync(ModelContext context, CancellationToken cancellation)
    {
        var level = context.Settings.Comparison.ConfidencePercent / 100d;
        var buckets = await context.Tables.ReadAsync(
            "select system, round_count, click_count, match_count, match_click_count, w, wr, ww, modelled, residual, largest_weight from policy_buckets order by system, bucket",
            row => new Bucket(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetInt64(5),
                row.GetInt64(6),
                row.GetInt64(7),
                row.GetInt64(8),
                row.GetInt64(9),
                row.GetInt64(10)
            ),
            cancellation
        );
        return [.. buckets.GroupBy(bucket => bucket.System).SelectMany(system => Rows(system.Key, [.. system], level))];
    }

    private static IEnumerable<object?[]> Rows(string system, Bucket[] buckets, double level)
    {
        var rounds = buckets.Sum(bucket => bucket.Rounds);
        var weights = buckets.Sum(bucket => bucket.W) * 1e-3;
        var squares = buckets.Sum(bucket => bucket.Ww) * 1e-4;
        var effective = squares > 0 ? weights * weights / squares : 0;
        var (status, message) = Judge(system, rounds, effective);
        foreach (var estimator in Estimators)
        {
            var isShown = status != CheckStatus.Failed || estimator.Name == "logged";
            var sums = buckets.Select(bucket => Moments.OfUser(estimator.Above(bucket), estimator.Below(bucket), 0, 0)).Aggregate((a, b) => a + b);
            var value = isShown && sums.Sum(Quotient.Metric.Below) > 0 ? sums.Value(Quotient.Metric) * estimator.Unit : (double?)null;
            var reach =
                value is not null && estimator.HasInterval && sums.Has(Quotient.Metric)
                    ? StudentT.Quantile(level, sums.Users - 1) * Math.Sqrt(sums.Variance(Quotient.Metric)) * estimator.Unit
                    : (double?)null;
            yield return
            [
                system,
                estimator.Name,
                value,
                value - reach,
                value + reach,
                rounds,
                buckets.Sum(bucket => bucket.Matches),
                effective,
                buckets.Max(bucket => bucket.LargestWeight) * 1e-3,
                status,
                message,
            ];
        }
    }

    private static (string Status, string Message) Judge(string system, long rounds, double effective)
    {
        var found = $"The {rounds:N0} impressions that log a propensity are worth {effective:N0} of {system}'s own";
        return effective < LeastEffective || effective < LeastShare * rounds
                ? (
                    CheckStatus.Failed,
                    $"{found}: too few, less than {LeastEffective:N0} or {100 * LeastShare:0} % of them. Nothing is estimated; show more items by chance."
                )
            : effective < FewShare * rounds ? (CheckStatus.Warning, $"{found}, less than {100 * FewShare:0} %: a few of them decide.")
            : (CheckStatus.Ok, $"{found}.");
    }
}
