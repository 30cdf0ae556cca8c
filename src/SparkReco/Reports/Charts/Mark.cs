namespace SparkReco.Reports.Charts;

/// <summary>The mark of a difference: its interval as a line, its value as a point, filled where it is clear.</summary>
internal static class Mark
{
    private const double Radius = 5;

    /// <summary>Draws on the middle line y; what reaches beyond the axis is cut at its ends.</summary>
    public static void Draw(Canvas canvas, Axis axis, double y, Difference row, Side leftSide, Side rightSide, ValueFormat format)
    {
        var value = row.Value!;
        var colour = ColourOf(row, leftSide, rightSide);
        if (Estimates.Interval(value) is var (low, high))
            canvas.Line($"{(colour is { } line ? ChartStyle.Stroke(line) : "chart-line-even")} chart-interval", Place(low), y, Place(high), y);
        canvas.Dot(
            colour is { } fill ? ChartStyle.Fill(fill) : "chart-hollow",
            Place(value.Value),
            y,
            Radius,
            Estimates.Hint(row.Label, value, format)
        );

        double Place(double at) => axis.Place(Math.Clamp(at, axis.Min, axis.Max));
    }

    /// <summary>None where the interval holds zero, there is none, or the verdict is not clear.</summary>
    private static int? ColourOf(Difference row, Side leftSide, Side rightSide) =>
        Estimates.Interval(row.Value!) is not var (low, high) || !row.IsClear ? null
        : low > 0 ? rightSide.Colour
        : high < 0 ? leftSide.Colour
        : null;
}
