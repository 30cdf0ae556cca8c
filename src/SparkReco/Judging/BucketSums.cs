using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>The sums of metrics over users, for each system, segment, list length and bucket of users.</summary>
/// <param name="Metrics">The metrics, in the order of each cell's sums.</param>
/// <param name="Cells">The sums; those of a pair of systems have no system.</param>
public sealed record BucketSums(IReadOnlyList<Metric> Metrics, IReadOnlyDictionary<(string System, string Segment, int K), BucketSums.Cell> Cells)
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
        ReadAsync(context, "select * from quality_buckets", "system", MetricList.PerUser, cancellation);

    /// <summary>The agreement of the two systems' lists, over users with both.</summary>
    public static Task<BucketSums> OfPairAsync(ModelContext context, CancellationToken cancellation) =>
        ReadAsync(context, "select * from overlap_buckets", null, MetricList.OfPairs, cancellation);

    private static async Task<BucketSums> ReadAsync(
        ModelContext context,
        string sql,
        string? systemColumn,
        IReadOnlyList<Metric> metrics,
        CancellationToken cancellation
    )
    {
        // A metric's column holds whole numbers: those of doubles are parts per billion.
        var units = metrics.Select(metric => metric.ColumnUnit * (metric.ColumnType == ColumnType.Double ? 1e-9 : 1)).ToArray();
        var columns = metrics.Select(metric => metric.Column.Name).ToArray();
        var cells = new SortedDictionary<(string, string, int), Cell>(Comparer<(string System, string Segment, int K)>.Create(InOrder));
        await context.Tables.ReadAsync(
            sql,
            row =>
            {
                var key = (systemColumn is null ? "" : (string)row[systemColumn], (string)row["segment"], Convert.ToInt32(row["k"]));
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

    private static int InOrder((string System, string Segment, int K) a, (string System, string Segment, int K) b) =>
        string.CompareOrdinal(a.System, b.System) is var system and not 0 ? system
        : string.CompareOrdinal(a.Segment, b.Segment) is var segment and not 0 ? segment
        : a.K.CompareTo(b.K);
}
