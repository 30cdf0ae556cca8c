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
        ReadAsync(context, "quality_buckets", ["system"], row => row.GetString(0), MetricList.PerUser, cancellation);

    /// <summary>The agreement of each pair's lists, over users with both.</summary>
    public static Task<BucketSums> OfPairsAsync(ModelContext context, CancellationToken cancellation) =>
        ReadAsync(
            context,
            "overlap_buckets",
            ["reference", "system"],
            row => $"{new SystemPair(row.GetString(0), row.GetString(1))}",
            MetricList.OfPairs,
            cancellation
        );

    /// <summary>What 1 in a metric's sum is worth in the metric's unit: sums are of whole numbers, those of doubles parts per billion.</summary>
    internal static double UnitOf(Metric metric) => metric.ColumnUnit * (metric.ColumnType == ColumnType.Double ? 1e-9 : 1);

    private static async Task<BucketSums> ReadAsync(
        ModelContext context,
        string table,
        string[] names,
        Func<IDataRecord, string> of,
        IReadOnlyList<Metric> metrics,
        CancellationToken cancellation
    )
    {
        var units = metrics.Select(UnitOf).ToArray();
        string[] columns = [.. names, "segment", "k", "bucket", "user_count", .. metrics.Select(metric => metric.Column.Name)];
        // By their places: to look for names in each of the many rows takes longer than all the rest.
        var (segment, k, bucket, users, sums) = (names.Length, names.Length + 1, names.Length + 2, names.Length + 3, names.Length + 4);
        var cells = new SortedDictionary<(string, string, int), Cell>(Comparer<(string Of, string Segment, int K)>.Create(InOrder));
        await context.Tables.ReadAsync(
            $"select {string.Join(", ", columns)} from {table}",
            row =>
            {
                var key = (of(row), row.GetString(segment), row.GetInt32(k));
                if (!cells.TryGetValue(key, out var cell))
                    cells[key] = cell = new Cell(new double[Bootstrap.Buckets], [.. metrics.Select(_ => new double[Bootstrap.Buckets])]);
                var place = row.GetInt32(bucket);
                cell.Users[place] += row.GetInt64(users);
                for (var metric = 0; metric < metrics.Count; metric++)
                    cell.Sums[metric][place] += row.GetInt64(sums + metric) * units[metric];
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
