using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>The metrics of users with later behaviour, summed for each system, segment, list length and bucket.</summary>
public sealed class QualityBuckets
{
    /// <summary>The metrics by name, each with its column in <c>quality_buckets</c> and what one unit of the column is worth.</summary>
    public static IReadOnlyList<(string Metric, string Column, double Unit)> Metrics { get; } =
    [
        ("precision", "precision", 1e-9),
        ("recall", "recall", 1e-9),
        ("ndcg", "ndcg", 1e-9),
        ("map", "average_precision", 1e-9),
        ("mrr", "reciprocal_rank", 1e-9),
        ("hit_rate", "hit_rate", 1e-9),
        ("watch_minutes", "watch_seconds", 1d / 60),
    ];

    private readonly Dictionary<(string System, string Segment, int K), Cell> _cells = [];

    /// <summary>Sums of one system, segment and list length: for each bucket the users, and for each metric the sum over them.</summary>
    public sealed record Cell(double[] Users, double[][] Sums)
    {
        public long UserCount => (long)Users.Sum();
    }

    public IReadOnlyDictionary<(string System, string Segment, int K), Cell> Cells => _cells;

    public static async Task<QualityBuckets> ReadAsync(ModelContext context, CancellationToken cancellation)
    {
        var columns = string.Join(", ", Metrics.Select(metric => metric.Column));
        var sql = $"select system, segment, k, bucket, user_count, {columns} from quality_buckets";
        var rows = await context.Engine.ReadAsync(
            sql,
            row => (System: row.GetString(0), Segment: row.GetString(1), K: row.GetInt32(2), Bucket: row.GetInt32(3), Users: row.GetInt64(4),
                Sums: Enumerable.Range(5, Metrics.Count).Select(row.GetInt64).ToArray()),
            cancellation);
        var result = new QualityBuckets();
        foreach (var row in rows)
        {
            var key = (row.System, row.Segment, row.K);
            if (!result._cells.TryGetValue(key, out var cell))
                result._cells[key] = cell = new Cell(new double[Bootstrap.Buckets], [.. Metrics.Select(_ => new double[Bootstrap.Buckets])]);
            cell.Users[row.Bucket] += row.Users;
            for (var metric = 0; metric < Metrics.Count; metric++)
                cell.Sums[metric][row.Bucket] += row.Sums[metric] * Metrics[metric].Unit;
        }

        return result;
    }
}
