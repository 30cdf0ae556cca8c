using System.Text;
using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Models;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Metrics;

/// <summary>What follows from the list of metrics. Files that don't are written by UPDATE_GOLDEN=1.</summary>
public sealed class MetricListTests
{
    [Fact]
    public void The_buckets_of_users_sum_every_metric()
    {
        CheckSums("src/SparkReco/Models/Evaluate/quality_buckets.sql", "q", MetricList.PerUser);
        CheckSums("src/SparkReco/Models/Compare/overlap_buckets.sql", "o", MetricList.OfPairs);
    }

    [Fact]
    public void The_page_of_metrics_defines_every_metric()
    {
        var page = File.ReadAllText(Path.Combine(Golden.Root, "docs/metrics.md"));
        foreach (
            var (name, metrics) in new[]
            {
                ("of each user", MetricList.PerUser),
                ("beyond accuracy", MetricList.Of(MetricFamily.BeyondAccuracy)),
                ("of two lists", MetricList.OfPairs),
            }
        )
            page = Replace(page, $"<!-- metrics {name} -->\n", "<!-- end -->\n", Table(metrics));
        Golden.Check("docs/metrics.md", page);
    }

    [Fact]
    public void Each_family_that_tells_who_is_better_has_a_headline() =>
        Assert.Equal(MetricList.PerUser.Select(metric => metric.Family).Distinct(), MetricList.Headlines.Select(metric => metric.Family).Distinct());

    [Fact]
    public void Each_metric_beyond_accuracy_is_computed() =>
        Assert.Equal(MetricList.Of(MetricFamily.BeyondAccuracy).Select(metric => metric.Name).Order(), EvaluationJudge.BeyondAccuracy.Keys.Order());

    [Fact]
    public void Names_and_columns_stand_once()
    {
        Assert.Equal(MetricList.All.Select(metric => metric.Name).Distinct(), MetricList.All.Select(metric => metric.Name));
        Assert.Equal(MetricList.PerUser.Select(metric => metric.Column.Name).Distinct(), MetricList.PerUser.Select(metric => metric.Column.Name));
    }

    [Fact]
    public void The_users_that_each_system_serves_better_are_counted_by_every_metric()
    {
        const string Path = "src/SparkReco/Models/Compare/user_wins.sql";
        var sql = File.ReadAllText(System.IO.Path.Combine(Golden.Root, Path));
        var counts = string.Join(
            ",\n",
            from metric in MetricList.PerUser
            from side in new[] { ('>', "gained"), ('<', "lost") }
            let column = metric.Column.Name
            select $"  cast(count_if(s.{column} {side.Item1} r.{column}) as bigint) as {column}_{side.Item2}"
        );
        Golden.Check(Path, Replace(sql, "cast(r.k as int) as k,\n", "\nfrom system_pairs", counts));
    }

    /// <summary>The select list after the count of users.</summary>
    private static void CheckSums(string path, string table, IReadOnlyList<Metric> metrics)
    {
        var sql = File.ReadAllText(Path.Combine(Golden.Root, path));
        var sums = string.Join(
            ",\n",
            metrics.Select(metric =>
                metric.ColumnType == ColumnType.Double
                    ? $"  cast(sum(cast(floor({table}.{metric.Column.Name} * 1e9) as bigint)) as bigint) as {metric.Column.Name}"
                    : $"  cast(sum({table}.{metric.Column.Name}) as bigint) as {metric.Column.Name}"
            )
        );
        Golden.Check(path, Replace(sql, "as user_count,\n", "from ", sums + "\n"));
    }

    private static string Replace(string text, string after, string before, string middle)
    {
        var start = text.IndexOf(after, StringComparison.Ordinal) + after.Length;
        var end = text.IndexOf(before, start, StringComparison.Ordinal);
        Assert.True(start >= after.Length && end >= start, $"no place between '{after.Trim()}' and '{before.Trim()}'");
        return text[..start] + middle + text[end..];
    }

    private static string Table(IReadOnlyList<Metric> metrics)
    {
        var table = new StringBuilder("| metric | in words | definition |\n|---|---|---|\n");
        foreach (var metric in metrics)
        {
            table.Append($"| `{metric.Name}`{(metric.Column.Name == metric.Name ? "" : $", column `{metric.Column.Name}`")} ");
            table.Append(
                $"| {metric.Meaning}{(metric is { Better: Direction.Lower, Family: MetricFamily.Agreement } ? " Lower is nearer." : "")} | {metric.Column.Meaning} |\n"
            );
        }

        return table.ToString();
    }
}
