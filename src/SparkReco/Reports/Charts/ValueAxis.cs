namespace SparkReco.Reports.Charts;

/// <summary>Grid lines and tick labels of a value axis; labels that would touch are left out.</summary>
internal static class ValueAxis
{
    private const double Gap = 12;

    public static void DrawBelow(Canvas canvas, Axis axis, double top, double bottom, Func<double, string> format)
    {
        var free = double.NegativeInfinity;
        foreach (var tick in axis.Ticks)
        {
            var x = axis.Place(tick);
            var half = ChartText.WidthOf(format(tick)) / 2;
            canvas.Line("chart-grid", x, top, x, bottom);
            if (x - half < free) continue;
            canvas.Text("chart-tick", x, bottom + 14, format(tick), "middle");
            free = x + half + Gap;
        }
    }

    public static void DrawLeft(Canvas canvas, Axis axis, double left, double right, Func<double, string> format)
    {
        foreach (var tick in axis.Ticks)
        {
            var y = axis.Place(tick);
            canvas.Line("chart-grid", left, y, right, y);
            canvas.Text("chart-tick", left - 8, y, format(tick), "end");
        }
    }
}
