namespace SparkReco.Reports.Charts;

/// <summary>Widths of the columns left and right of the plot.</summary>
internal static class Gutter
{
    private const double MaxLabel = 260;
    private const double Gap = 10;

    /// <summary>Wide enough for the widest label, up to a limit.</summary>
    public static double ForLabels(IEnumerable<string> labels) => Math.Min(MaxLabel, labels.Max(ChartText.WidthOf)) + Gap;

    /// <summary>Wide enough for the widest value.</summary>
    public static double ForValues(IEnumerable<string> values) => values.Append("no data").Max(ChartText.WidthOf) + Gap;

    /// <summary>The width that is left for a label within its gutter.</summary>
    public static double LabelLimit(double gutter) => gutter - Gap + 1;
}
