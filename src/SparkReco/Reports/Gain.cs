using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>A difference in people's units: users in a hundred, minutes per user and month.</summary>
/// <param name="Metric">What differs.</param>
/// <param name="Better">The system that is clearly better; null where there is no evidence of a difference.</param>
/// <param name="Amount">How much, or that there is no evidence.</param>
/// <param name="Detail">Both systems' values, the interval, and what could have been missed.</param>
public sealed record Gain(Metric Metric, string? Better, string Amount, string Detail)
{
    /// <summary>Of all users, by each headline metric.</summary>
    public static IReadOnlyList<Gain> Of(ReportData data) =>
        [
            .. Matrix
                .Of(data)
                .Rows.Where(row => row.Segment == Segments.All)
                .SelectMany(row => row.Cells.OfType<Matrix.Cell>())
                .Where(cell => cell.Comparison is { ReferenceValue: not null, SystemValue: not null })
                .Select(cell => Of(data, cell)),
        ];

    /// <summary>"2.4 more users in a hundred find something (1.0 to 3.9)", of the system that is ahead.</summary>
    public static string Short(Matrix.Cell cell)
    {
        var (row, isSystem) = (cell.Comparison, cell.Ahead == cell.Comparison.System);
        var (low, high) = isSystem ? (row.Low, row.High) : (-row.High, -row.Low);
        var range =
            (low, high) is ({ } from, { } to) && cell.Metric.Unit is MetricUnit.Share or MetricUnit.Minutes
                ? $" ({Number(cell.Metric, low)} to {Number(cell.Metric, high)})"
                : "";
        return Amounts(cell) + range;
    }

    private static Gain Of(ReportData data, Matrix.Cell cell)
    {
        var row = cell.Comparison;
        var values =
            $"{Words.Name(row.System)} {Numbers.Text(row.SystemValue, cell.Metric.Format)}, {Words.Name(row.Reference)} {Numbers.Text(row.ReferenceValue, cell.Metric.Format)}; {Numbers.Text(row.Difference, cell.Metric.Signed)}, {data.Settings.Comparison.ConfidencePercent} % interval {Numbers.Interval(row.Low, row.High, cell.Metric.Signed)}";
        return cell.Certainty switch
        {
            Certainty.Clear => new(cell.Metric, cell.Ahead, Words.Capital(Amounts(cell)), values),
            Certainty.TooFewUsers => new(cell.Metric, null, $"Too few users to tell by {cell.Metric.Title}", values),
            _ => new(cell.Metric, null, $"No evidence of a difference by {cell.Metric.Title}", values + Missed(cell)),
        };
    }

    /// <summary>"; one of 2.1 pp or more would have been seen".</summary>
    private static string Missed(Matrix.Cell cell) =>
        cell.Comparison.Detectable is { } detectable && double.IsFinite(detectable)
            ? $"; one of {cell.Metric.Signed.Text(detectable).TrimStart('+')} or more would have been seen in 80 of 100 cases"
            : "";

    private static string Amounts(Matrix.Cell cell)
    {
        var size = Number(cell.Metric, Math.Abs(cell.Comparison.Difference ?? 0));
        return cell.Metric.Name switch
        {
            "hit_rate" => $"{size} more users in a hundred find something",
            "watch_minutes" => $"{size} more minutes watched per user and month",
            _ => $"{cell.Metric.Title} is {Numbers.Text(cell.Relative is { } relative ? Math.Abs(relative) : null, ValueFormat.Percent)} higher",
        };
    }

    private static string Number(Metric metric, double? value) =>
        value is not { } number ? Numbers.Missing : ValueFormat.Tenths.Text(metric.Unit == MetricUnit.Share ? 100 * number : number);
}
