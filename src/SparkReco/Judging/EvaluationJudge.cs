using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>Judges each system by itself, and against the plain popularity list.</summary>
public static class EvaluationJudge
{
    /// <summary>How many items are so popular and fill so many of the first k places of a system's lists.</summary>
    internal sealed record Exposure(string System, int K, long Popularity, long ExposureCount, long ItemCount, long OfferedCount)
    {
        public long Places => ExposureCount * ItemCount;
    }

    /// <summary>
    /// How many there are: items on offer, users with any item before the run date, users who may get a list, those of them with a history, and
    /// the sum over these of how popular their items are on average, in parts per million.
    /// </summary>
    internal sealed record Totals(long Offered, long Active, long Eligible, long Profiles, long ProfilePopularity);

    /// <summary>The eligible users with a list of a system.</summary>
    internal sealed record Listed(string System, long UserCount);

    /// <summary>What a system's lists are like at the list length that headlines speak of.</summary>
    internal sealed record Traits(string System, long UserCount, long MixedUserCount, long Diversity, long PopularCount);

    /// <summary>A system's lists, cut at one length.</summary>
    internal sealed record Lists(int K, IReadOnlyList<Exposure> Exposures, Totals Totals, long UserCount, Traits? Traits)
    {
        public double Places => Exposures.Sum(row => row.Places);
    }

    internal static readonly Query<Exposure> Exposures = new("Judging/exposures.sql");
    internal static readonly Query<Totals> AllTotals = new("Judging/totals.sql");
    internal static readonly Query<Listed> ListedUsers = new("Judging/listed_users.sql");
    internal static readonly Query<Traits> AllTraits = new("Judging/traits.sql");

    /// <summary>
    /// How each metric beyond accuracy is computed; null where the lists have none. Sums of doubles have a fixed order, so that they have the same
    /// last bits everywhere.
    /// </summary>
    internal static readonly IReadOnlyDictionary<string, Func<Lists, double?>> BeyondAccuracy = new Dictionary<string, Func<Lists, double?>>
    {
        ["coverage"] = lists => (double)lists.Exposures.Sum(row => row.OfferedCount) / lists.Totals.Offered,
        ["novelty"] = lists =>
            lists
                .Exposures.OrderBy(row => row.Popularity)
                .ThenBy(row => row.ExposureCount)
                .Sum(row => -Math.Log2((row.Popularity + 1d) / (lists.Totals.Active + 1d)) * row.Places) / lists.Places,
        ["gini"] = Gini,
        ["personalization"] = Personalization,
        ["diversity"] = lists => lists.Traits is { MixedUserCount: > 0 } traits ? traits.Diversity / 1e9 / traits.MixedUserCount : null,
        ["popularity_overlap"] = lists => lists.Traits is { } traits ? (double)traits.PopularCount / traits.UserCount / lists.K : null,
        ["popularity_lift"] = PopularityLift,
        ["user_coverage"] = lists => lists.Totals.Eligible == 0 ? 0 : (double)lists.UserCount / lists.Totals.Eligible,
    };

    /// <summary>Over all items on offer, those in no list among them.</summary>
    private static double? Gini(Lists lists)
    {
        var shown = lists.Exposures.Sum(row => row.ItemCount);
        var items = Math.Max(shown, lists.Totals.Offered);
        // Items with as many places have ranks that follow each other: of m of them after the first r, the ranks sum to m r + m (m + 1) / 2.
        var (rank, sum) = (items - shown, 0d);
        foreach (var row in lists.Exposures.GroupBy(row => row.ExposureCount).OrderBy(group => group.Key))
        {
            double count = row.Sum(exposure => exposure.ItemCount);
            sum += ((2 * ((count * rank) + (count * (count + 1) / 2))) - (count * (items + 1))) * row.Key;
            rank += (long)count;
        }

        return sum / (items * lists.Places);
    }

    private static double? Personalization(Lists lists)
    {
        // Users of all lists, not of eligible users alone; without the traits they are not known.
        double users = lists.Traits?.UserCount ?? 0;
        var common = lists.Exposures.Sum(row => (double)row.ExposureCount * row.ExposureCount * row.ItemCount) - lists.Places;
        return users < 2 ? null : 1 - (common / lists.K / (users * (users - 1)));
    }

    private static double? PopularityLift(Lists lists)
    {
        var before = lists.Totals.Profiles == 0 ? 0 : lists.Totals.ProfilePopularity / 1e6 / lists.Totals.Profiles;
        var shown = lists.Exposures.Sum(row => (double)row.Popularity * row.Places) / lists.Places;
        return before == 0 ? null : (shown - before) / before;
    }

    /// <summary>The rows of <c>evaluation_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var sums = await BucketSums.OfSystemsAsync(context, cancellation);
        return [.. PerUser(sums, context.Settings.Comparison, cancellation), .. await BeyondAccuracyAsync(context, cancellation)];
    }

    /// <summary>The rows of <c>evaluation_summary</c> of the metrics of each user's list, from the sums alone.</summary>
    public static IReadOnlyList<object?[]> PerUser(BucketSums sums, ComparisonSettings comparison, CancellationToken cancellation)
    {
        var bootstrap = new Bootstrap(comparison.Resamples, comparison.Seed, comparison.ConfidencePercent);
        return
        [
            .. sums
                .Cells.Where(cell => cell.Key.Segment == "all" || Systems.IsAskedFor(cell.Key.Of))
                .AsParallel()
                .AsOrdered()
                .WithCancellation(cancellation)
                .SelectMany(cell =>
                    PerUser(
                        cell.Key,
                        cell.Value,
                        sums.Cells.GetValueOrDefault((Systems.Popularity, cell.Key.Segment, cell.Key.K)),
                        sums.Metrics,
                        bootstrap
                    )
                ),
        ];
    }

    private static IEnumerable<object?[]> PerUser(
        (string Of, string Segment, int K) key,
        BucketSums.Cell cell,
        BucketSums.Cell? plain,
        IReadOnlyList<Metric> metrics,
        Bootstrap bootstrap
    )
    {
        var users = bootstrap.Of(cell.Users);
        var values = users.Means(cell.Sums);
        var overPlain = key.Of != Systems.Popularity && plain is not null ? users.Means(cell.Less(plain)) : null;
        for (var metric = 0; metric < metrics.Count; metric++)
        {
            var value = values[metric];
            var over = overPlain?[metric];
            yield return
            [
                key.Of,
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
        var traits = await AllTraits.ReadAsync(context.Tables, context.Settings, cancellation);
        var listed = await ListedUsers.ReadAsync(context.Tables, context.Settings, cancellation);
        return
        [
            .. from list in exposures
                .GroupBy(row => (row.System, row.K))
                .OrderBy(list => list.Key.System, StringComparer.Ordinal)
                .ThenBy(list => list.Key.K)
            let lists = new Lists(
                list.Key.K,
                [.. list],
                totals,
                listed.Where(system => system.System == list.Key.System).Sum(system => system.UserCount),
                traits.FirstOrDefault(row => row.System == list.Key.System)
            )
            from metric in MetricList.Of(MetricFamily.BeyondAccuracy)
            where !metric.IsOfMainCutoff || list.Key.K == context.Settings.Evaluation.MainCutoff
            let value = BeyondAccuracy[metric.Name](lists)
            where value is not null
            select new object?[] { list.Key.System, "all", metric.Name, list.Key.K, lists.UserCount, value, null, null, null, null, null },
        ];
    }
}
