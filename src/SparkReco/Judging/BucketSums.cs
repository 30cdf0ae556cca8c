using System.Data;
using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>The sums of metrics over users, for each system or pair of systems, segment, list length and bucket of users.</summary>
/// <param name="Metrics">The metrics, in the order of each cell's sums.</param>
/// <param name="Cells">The sums, by the name of the system or the pair.</param>
public sealed record BucketSums(IReadOnlyList<Metric> Metrics, IReadOnlyDictionary<(string Of, string Segment, int K), BucketSums.Cell> Cells)
{
    /// <summary>For each bucket the users, and for each metric the sum over them, in the metric's unit.</summary>
    public sealed record Cell(double[] Users, double[][] Sums)
    {
        public long UserCount => (long)Users.Sum();

        /// <summary>The mean of a metric over all users.</summary>
        public double Mean(int metric) => Sums[metric].Sum() / UserCount;

        /// <summary>The metrics' sums less those of the same users in another cell.</summary>
        public double[][] Less(Cell other) => [.. Sums.Zip(other.Sums, (ours, theirs) => ours.Zip(theirs, (a, b) => a - b).ToArray())];
    }

    /// <summary>The metrics of each system's lists, over users with later behaviour.</summary>
    public static Task<BucketSums> OfSystemsAsync(ModelContext context, CancellationToken cancellation) =>
        ReadAsync(context, "select * from quality_buckets", row => (string)row["system"], MetricList.PerUser, cancellation);

    /// <summary>The agreement of each pair's lists, over users with both.</summary>
    public static Task<BucketSums> OfPairsAsync(ModelContext context, CancellationToken cancellation) =>
        ReadAsync(
            context,
            "select * from overlap_buckets",
            row => $"{new SystemPair((string)row["reference"], (string)row["system"])}",
            MetricList.OfPairs,
            cancellation
        );

    /// <summary>What 1 in a metric's sum is worth in the metric's unit: sums are of whole numbers, those of doubles parts per billion.</summary>
    internal static double UnitOf(Metric metric) => metric.ColumnUnit * (metric.ColumnType == ColumnType.Double ? 1e-9 : 1);

    private static async Task<BucketSums> ReadAsync(
        ModelContext context,
        string sql,
        Func<IDataRecord, string> of,
        IReadOnlyList<Metric> metrics,
        CancellationToken cancellation
    )
    {
        var units = metrics.Select(UnitOf).ToArray();
        var columns = metrics.Select(metric => metric.Column.Name).ToArray();
        var cells = new SortedDictionary<(string, string, int), Cell>(Comparer<(string Of, string Segment, int K)>.Create(InOrder));
        await context.Tables.ReadAsync(
            sql,
            row =>
            {
                var key = (of(row), (string)row["segment"], Convert.ToInt32(row["k"]));
                if (!cells.TryGetValue(key, out var cell))
                    cells[key] = cell = new Cell(new double[Bootstrap.Buckets], [.. metrics.Select(_ => new double[Bootstrap.Buckets])]);
                var bucket = Convert.ToInt32(row["bucket"]);
                cell.Users[bucket] += Convert.ToInt64(row["user_count"]);
                for (var metric = 0; metric < metrics.Count; metric++)
                    cell.Sums[metric][bucket] += Convert.ToInt64(row[columns[metric]]) * units[metric];
                return 0;
            },
            cancellation
        );
        return new BucketSums(metrics, cells);
    }

    private static int InOrder((string Of, string Segment, int K) a, (string Of, string Segment, int K) b) =>
        string.CompareOrdinal(a.Of, b.Of) is var of and not 0 ? of
        : string.CompareOrdinal(a.Segment, b.Segment) is var segment and not 0 ? segment
        : a.K.CompareTo(b.K);
}
