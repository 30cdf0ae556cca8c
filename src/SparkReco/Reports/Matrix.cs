using SparkReco.Judging;
using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>How sure a difference is.</summary>
public enum Certainty
{
    /// <summary>The verdict names a system.</summary>
    Clear,

    /// <summary>There is no evidence of a difference; one smaller than the detectable one may be there.</summary>
    NotClear,

    /// <summary>Fewer users than a verdict needs.</summary>
    TooFewUsers,

    /// <summary>The comparison is not a fair one, and no figure of it names a system.</summary>
    NotFair,
}

/// <summary>Who is better for whom by what, at a glance: a row for each part of the users, a cell for each headline metric.</summary>
/// <param name="Metrics">The columns.</param>
/// <param name="Rows">All users first, then property by property.</param>
public sealed record Matrix(IReadOnlyList<Metric> Metrics, IReadOnlyList<Matrix.Row> Rows)
{
    private const int MostAtFirst = 12;

    public sealed record Row(string Segment, long Users, IReadOnlyList<Cell?> Cells)
    {
        public int ClearCount => Cells.Count(cell => cell?.Certainty == Certainty.Clear);
    }

    /// <param name="Metric">Its name.</param>
    /// <param name="Ahead">The system that is ahead, clearly or not; nothing where both are alike.</param>
    /// <param name="Certainty">How sure that is.</param>
    /// <param name="Comparison">The figures.</param>
    public sealed record Cell(Metric Metric, string? Ahead, Certainty Certainty, ReportData.ComparisonRow Comparison)
    {
        /// <summary>The difference as a part of the reference's value; null where that is nothing.</summary>
        public double? Relative => Comparison.ReferenceValue is > 0 ? Comparison.Difference / Comparison.ReferenceValue : null;
    }

    public static Matrix Of(ReportData data)
    {
        var metrics = data.Headlines();
        var isFair = Trust.Objections(data).Count == 0;
        return new Matrix(
            metrics,
            [
                .. Segments
                    .Of(data)
                    .Select(segment => new Row(
                        segment,
                        Segments.UsersOf(data, segment),
                        [.. metrics.Select(metric => Of(data, metric, segment, isFair))]
                    ))
                    .Where(row => row.Cells.Any(cell => cell is not null)),
            ]
        );
    }

    /// <summary>
    /// The rows that a first screen has room for: all users, then those that differ most from them in who is better, those with most clear
    /// cells, those with most users; in the order of the matrix.
    /// </summary>
    public IReadOnlyList<Row> First()
    {
        var all = Rows.FirstOrDefault(row => row.Segment == Segments.All);
        var chosen = Rows.OrderByDescending(row => row == all)
            .ThenByDescending(row => row.Cells.Zip(all?.Cells ?? row.Cells).Count(pair => Contradicts(pair.First, pair.Second)))
            .ThenByDescending(row => row.ClearCount)
            .ThenByDescending(row => row.Users)
            .Take(MostAtFirst)
            .ToHashSet();
        return [.. Rows.Where(chosen.Contains)];
    }

    private static bool Contradicts(Cell? cell, Cell? all) => cell?.Certainty == Certainty.Clear && all?.Ahead is { } ahead && cell.Ahead != ahead;

    /// <summary>How sure a row's difference is, where the comparison is fair.</summary>
    public static Certainty CertaintyOf(ReportData.ComparisonRow row) =>
        row.Users < ComparisonJudge.MinUsers ? Certainty.TooFewUsers
        : row.Verdict == Verdicts.For(row.System) || row.Verdict == Verdicts.For(row.Reference) ? Certainty.Clear
        : Certainty.NotClear;

    private static Cell? Of(ReportData data, Metric metric, string segment, bool isFair) =>
        data.Compared(metric.Name, segment) is { Difference: { } difference } row && double.IsFinite(difference)
            ? new Cell(
                metric,
                Math.Sign(metric.Gain(difference)) switch
                {
                    > 0 => row.System,
                    < 0 => row.Reference,
                    _ => null,
                },
                isFair ? CertaintyOf(row) : Certainty.NotFair,
                row
            )
            : null;
}
