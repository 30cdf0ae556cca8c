using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>Judges each system by itself, and against the plain popularity list.</summary>
public static class EvaluationJudge
{
    private sealed record Exposure(string System, int K, long Popularity, long ItemCount, long ExposureCount);

    /// <summary>The rows of <c>evaluation_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var comparison = context.Settings.Comparison;
        var bootstrap = new Bootstrap(comparison.Resamples, comparison.Seed, comparison.ConfidencePercent);
        var buckets = await QualityBuckets.ReadAsync(context, cancellation);
        var accuracy = buckets.Cells.AsParallel().AsOrdered().WithCancellation(cancellation)
            .SelectMany(cell => Accuracy(cell.Key, cell.Value, buckets.Cells.GetValueOrDefault(("popularity", cell.Key.Segment, cell.Key.K)), bootstrap))
            .ToArray();
        return [.. accuracy, .. await BeyondAccuracyAsync(context, cancellation)];
    }

    private static IEnumerable<object?[]> Accuracy((string System, string Segment, int K) key, QualityBuckets.Cell cell, QualityBuckets.Cell? plain, Bootstrap bootstrap)
    {
        var users = bootstrap.Of(cell.Users);
        var values = users.Means(cell.Sums);
        var overPlain = key.System != "popularity" && plain is not null
            ? users.Means([.. cell.Sums.Zip(plain.Sums, (ours, theirs) => ours.Zip(theirs, (a, b) => a - b).ToArray())])
            : null;
        for (var metric = 0; metric < QualityBuckets.Metrics.Count; metric++)
        {
            var value = values[metric];
            var over = overPlain?[metric];
            yield return [key.System, key.Segment, QualityBuckets.Metrics[metric].Metric, key.K, cell.UserCount, value.Mean, value.Low, value.High, over?.Mean, over?.Low, over?.High];
        }
    }

    /// <summary>
    /// Coverage of the catalogue, novelty (mean of -log2((users who had the item + 1) / (users + 1)), so that an item nobody had is the most
    /// novel) and coverage of the users, over all lists.
    /// </summary>
    private static async Task<IReadOnlyList<object?[]>> BeyondAccuracyAsync(ModelContext context, CancellationToken cancellation)
    {
        var exposures = await context.Engine.ReadAsync(
            "select system, k, popularity, item_count, exposure_count from list_exposure",
            row => new Exposure(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
            cancellation);
        var (catalogue, active, eligible) = (await context.Engine.ReadAsync(
            """
            select
              (select cast(count(*) as bigint) from offered_items),
              (select cast(count(distinct user_id) as bigint) from engagement),
              (select cast(count(*) as bigint) from users where is_eligible)
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellation))[0];
        var listed = await context.Engine.ReadAsync(
            """
            select l.system, cast(count(distinct l.user_id) as bigint)
            from judged_list as l inner join users as u on u.user_id = l.user_id
            where u.is_eligible group by l.system
            """,
            row => (System: row.GetString(0), Users: row.GetInt64(1)),
            cancellation);
        List<object?[]> rows = [];
        foreach (var list in exposures.GroupBy(exposure => (exposure.System, exposure.K)).OrderBy(list => list.Key.System, StringComparer.Ordinal).ThenBy(list => list.Key.K))
        {
            var users = listed.Where(system => system.System == list.Key.System).Sum(system => system.Users);
            double places = list.Sum(exposure => exposure.ExposureCount);
            var novelty = list.OrderBy(exposure => exposure.Popularity).Sum(exposure => -Math.Log2((exposure.Popularity + 1d) / (active + 1d)) * exposure.ExposureCount) / places;
            rows.Add(Row("coverage", (double)list.Sum(exposure => exposure.ItemCount) / catalogue));
            rows.Add(Row("novelty", novelty));
            rows.Add(Row("user_coverage", eligible == 0 ? 0 : (double)users / eligible));

            object?[] Row(string metric, double value) => [list.Key.System, "all", metric, list.Key.K, users, value, null, null, null, null, null];
        }

        return rows;
    }
}
