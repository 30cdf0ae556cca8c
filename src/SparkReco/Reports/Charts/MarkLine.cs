namespace SparkReco.Reports.Charts;

/// <summary>A dashed line across a chart, with what it marks beside its upper end, on the side that has room.</summary>
internal static class MarkLine
{
    /// <summary>What a name takes above the plot; names stand below each other.</summary>
    public const double Height = 18;

    private const double Gap = 6;

    public static void Draw(Canvas canvas, string name, double x, double top, double bottom)
    {
        var y = top + Height / 3;
        canvas.Line("chart-mark", x, y, x, bottom);
        var width = ChartText.WidthOf(name);
        if (width <= canvas.Width - x - Gap)
            canvas.Label(x + Gap, y, name, width + 1, "start");
        else if (width <= x - Gap)
            canvas.Label(x - Gap, y, name, width + 1, "end");
        else
            canvas.Label(canvas.Width, y, name, canvas.Width, "end");
    }
}
