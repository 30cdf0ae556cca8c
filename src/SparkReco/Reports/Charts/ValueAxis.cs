namespace SparkReco.Reports.Charts;

/// <summary>Grid lines and tick labels of a value axis; zero keeps its label where others are left out for lack of room.</summary>
internal static class ValueAxis
{
    private const double Gap = 12;

    public static void DrawBelow(Canvas canvas, Axis axis, double top, double bottom, ValueFormat format)
    {
        var widest = axis.Ticks.Max(tick => ChartText.WidthOf(format.Tick(tick)));
        var stride = (int)Math.Ceiling((widest + Gap) / (axis.Place(axis.Ticks[1]) - axis.Place(axis.Ticks[0])));
        var zero = axis.Ticks.TakeWhile(tick => tick != 0).Count();
        for (var i = 0; i < axis.Ticks.Count; i++)
        {
            var x = axis.Place(axis.Ticks[i]);
            canvas.Line("chart-grid", x, top, x, bottom);
            if ((i - zero) % stride == 0)
                canvas.Text("chart-tick", x, bottom + 14, format.Tick(axis.Ticks[i]), "middle");
        }
    }

    public static void DrawLeft(Canvas canvas, Axis axis, double left, double right, ValueFormat format)
    {
        foreach (var tick in axis.Ticks)
        {
            var y = axis.Place(tick);
            canvas.Line("chart-grid", left, y, right, y);
            canvas.Text("chart-tick", left - 8, y, format.Tick(tick), "end");
        }
    }
}
