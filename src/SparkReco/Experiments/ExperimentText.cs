using SparkReco.Metrics;

namespace SparkReco.Experiments;

/// <summary>How sentences about experiments write numbers and segments.</summary>
public static class ExperimentText
{
    /// <summary>A p-value: what is small is not rounded to nothing.</summary>
    public static string P(double? value) =>
        value switch
        {
            null or double.NaN => "unknown",
            < 0.001 => "< 0.001",
            { } p => $"{p:0.000}",
        };

    /// <summary>0.714 becomes 71.4 %.</summary>
    internal static string Percent(double share) => $"{100 * share:0.0} %";

    /// <summary>A metric's value: 12.34 % or 1.23 min.</summary>
    internal static string Value(ExperimentMetric metric, double value) =>
        metric.Unit == MetricUnit.Minutes ? $"{value:#,##0.00} min" : $"{100 * value:#,##0.00} %";

    /// <summary>A difference of a metric's values: +0.12 pp (percentage points) or −1.23 min.</summary>
    internal static string Difference(ExperimentMetric metric, double value) =>
        metric.Unit == MetricUnit.Minutes ? $"{value:+#,##0.00;\u2212#,##0.00;0.00} min" : $"{100 * value:+#,##0.00;\u2212#,##0.00;0.00} pp";

    /// <summary>Who is in a segment: <c>tier=paid</c> is paid users.</summary>
    internal static string Segment(string segment) =>
        segment.Split('=', 2) switch
        {
            ["tier", var tier] => $"{tier} users",
            ["history", "none"] => "users without a history",
            ["history", var items] => $"users with {items} items of history",
            ["joined", var week] => $"those who came in the week of {week}",
            _ => segment,
        };
}
