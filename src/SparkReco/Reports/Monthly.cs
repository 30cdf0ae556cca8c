using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>
/// Sums over the days that judged the lists, such as watch minutes, as sums over a month of 30 days: reports of more and of fewer days can be
/// compared, and people think in months.
/// </summary>
public static class Monthly
{
    private const double Month = 30;

    /// <summary>The report's data with the sums of <see cref="MetricFamily.Engagement"/> per month; tables keep those of the days judged.</summary>
    public static ReportData Of(ReportData data)
    {
        var factor = data.JudgedDays > 0 ? Month / data.JudgedDays : 1;
        return data with
        {
            Evaluation = [.. data.Evaluation.Select(row => IsSum(row.Metric) ? Times(row, factor) : row)],
            Comparison = [.. data.Comparison.Select(row => IsSum(row.Metric) ? Times(row, factor) : row)],
        };
    }

    /// <summary>Words about sums where there are no days, and sums are of all that is known.</summary>
    internal static string Without(string text) =>
        text.Replace("per user and month", "per user", StringComparison.Ordinal)
            .Replace("Watch time, month", "Watch time", StringComparison.Ordinal)
            .Replace(", a month:", ":", StringComparison.Ordinal);

    private static bool IsSum(string metric) => MetricList.Of(metric).Family == MetricFamily.Engagement;

    private static ReportData.EvaluationRow Times(ReportData.EvaluationRow row, double factor) =>
        row with
        {
            Value = row.Value * factor,
            Low = row.Low * factor,
            High = row.High * factor,
            OverPopularity = row.OverPopularity * factor,
            OverPopularityLow = row.OverPopularityLow * factor,
            OverPopularityHigh = row.OverPopularityHigh * factor,
        };

    private static ReportData.ComparisonRow Times(ReportData.ComparisonRow row, double factor) =>
        row with
        {
            ReferenceValue = row.ReferenceValue * factor,
            SystemValue = row.SystemValue * factor,
            Difference = row.Difference * factor,
            Low = row.Low * factor,
            High = row.High * factor,
            Detectable = row.Detectable * factor,
        };
}
