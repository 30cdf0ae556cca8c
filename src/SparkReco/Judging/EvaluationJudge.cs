using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>Judges each system by itself, and against the plain popularity list.</summary>
public static class EvaluationJudge
{
    /// <summary>What items so popular fill in the first k places of a system's lists.</summary>
    internal sealed record Exposure(string System, int K, long Popularity, long ItemCount, long ExposureCount);

    /// <summary>How many there are: items on offer, users with any item before the run date, users who may get a list.</summary>
    internal sealed record Totals(long Offered, long Active, long Eligible);

    /// <summary>The eligible users with a list of a system.</summary>
    internal sealed record Listed(string System, long UserCount);

    /// <summary>A system's lists, cut at one length.</summary>
    internal sealed record Lists(IReadOnlyList<Exposure> Exposures, Totals Totals, long UserCount);

    internal static readonly Query<Exposure> Exposures = new("Judging/exposures.sql");
    internal static readonly Query<Totals> AllTotals = new("Judging/totals.sql");
    internal static readonly Query<Listed> ListedUsers = new("Judging/listed_users.sql");

    /// <summary>How each metric beyond accuracy is computed. Sums of doubles have a fixed order, so that they have the same last bits everywhere.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<Lists, double>> BeyondAccuracy = new Dictionary<string, Func<Lists, double>>
    {
        ["coverage"] = lists => (double)lists.Exposures.Sum(row => row.ItemCount) / lists.Totals.Offered,
        ["novelty"] = lists =>
            lists
                .Exposures.OrderBy(row => row.Popularity)
                .Sum(row => -Math.Log2((row.Popularity + 1d) / (lists.Totals.Active + 1d)) * row.ExposureCount)
            / lists.Exposures.Sum(row => (double)row.ExposureCount),
        ["user_coverage"] = lists => lists.Totals.Eligible == 0 ? 0 : (double)lists.UserCount / lists.Totals.Eligible,
    };

    /// <summary>The rows of <c>evaluation_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var comparison = context.Settings.Comparison;
        var bootstrap = new Bootstrap(comparison.Resamples, comparison.Seed, comparison.ConfidencePercent);
        var sums = await BucketSums.OfSystemsAsync(context, cancellation);
        var perUser = sums
            .Cells.AsParallel()
            .AsOrdered()
            .WithCancellation(cancellation)
            .SelectMany(cell =>
                PerUser(cell.Key, cell.Value, sums.Cells.GetValueOrDefault(("popularity", cell.Key.Segment, cell.Key.K)), sums.Metrics, bootstrap)
            )
            .ToArray();
        return [.. perUser, .. await BeyondAccuracyAsync(context, cancellation)];
    }

    private static IEnumerable<object?[]> PerUser(
        (string System, string Segment, int K) key,
        BucketSums.Cell cell,
        BucketSums.Cell? plain,
        IReadOnlyList<Metric> metrics,
        Bootstrap bootstrap
    )
    {
        var users = bootstrap.Of(cell.Users);
        var values = users.Means(cell.Sums);
        var overPlain = key.System != "popularity" && plain is not null ? users.Means(cell.Less(plain)) : null;
        for (var metric = 0; metric < metrics.Count; metric++)
        {
            var value = values[metric];
            var over = overPlain?[metric];
            yield return
            [
                key.System,
                key.Segment,
                metrics[metric].Name,
                key.K,
                cell.UserCount,
                value.Mean,
                value.Low,
                value.High,
                over?.Mean,
                over?.Low,
                over?.High,
            ];
        }
    }

    private static async Task<IReadOnlyList<object?[]>> BeyondAccuracyAsync(ModelContext context, CancellationToken cancellation)
    {
        var exposures = await Exposures.ReadAsync(context.Tables, context.Settings, cancellation);
        var totals = (await AllTotals.ReadAsync(context.Tables, context.Settings, cancellation))[0];
        var listed = await ListedUsers.ReadAsync(context.Tables, context.Settings, cancellation);
        return
        [
            .. from list in exposures
                .GroupBy(row => (row.System, row.K))
                .OrderBy(list => list.Key.System, StringComparer.Ordinal)
                .ThenBy(list => list.Key.K)
            let lists = new Lists([.. list], totals, listed.Where(system => system.System == list.Key.System).Sum(system => system.UserCount))
            from metric in MetricList.Of(MetricFamily.BeyondAccuracy)
            select new object?[]
            {
                list.Key.System,
                "all",
                metric.Name,
                list.Key.K,
                lists.UserCount,
                BeyondAccuracy[metric.Name](lists),
                null,
                null,
                null,
                null,
                null,
            },
        ];
    }
}
