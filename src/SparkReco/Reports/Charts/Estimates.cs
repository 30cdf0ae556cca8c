namespace SparkReco.Reports.Charts;

/// <summary>Reads estimates whose numbers may be missing.</summary>
internal static class Estimates
{
    public static bool IsShown(Estimate? estimate) => estimate is not null && double.IsFinite(estimate.Value);

    /// <summary>The interval when both bounds are numbers, the lower one first.</summary>
    public static (double Low, double High)? Interval(Estimate estimate) =>
        estimate is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high)
            ? (Math.Min(low, high), Math.Max(low, high))
            : null;

    /// <summary>All numbers that the axis must hold.</summary>
    public static IEnumerable<double> Numbers(Estimate estimate) =>
        Interval(estimate) is var (low, high) ? [estimate.Value, low, high] : [estimate.Value];

    /// <summary>The value with its unit, and the bounds in brackets without.</summary>
    public static string Text(Estimate estimate, ValueFormat format) =>
        Interval(estimate) is var (low, high)
            ? $"{format.Text(estimate.Value)} ({format.Number(low)} to {format.Number(high)})"
            : format.Text(estimate.Value);

    public static string Hint(string name, Estimate estimate, ValueFormat format) => $"{name}: {Text(estimate, format)}";
}
