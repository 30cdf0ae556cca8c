namespace SparkReco.Reports.Charts;

/// <summary>One bar per row, its value beside it, its interval as a whisker; negative values go to the left of the zero line.</summary>
public static class HorizontalBars
{
    private const double RowHeight = 26;
    private const double BarHeight = 16;
    private const double CapHeight = 3;

    /// <summary>Returns the SVG element.</summary>
    public static string Render(ChartHead head, IReadOnlyList<Bar> bars, ValueFormat format)
    {
        if (bars.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var shown = bars.Select(bar => bar.Estimate).Where(Estimates.IsShown).Select(estimate => estimate!).ToList();
        var frame = new RowFrame(canvas, head, bars.Select(bar => bar.Label), RowHeight);
        var room = Gutter.ForValues(shown.Select(estimate => format.Text(estimate.Value)));
        var axis = new Axis(
            shown.SelectMany(Estimates.Numbers),
            frame.Left + (shown.Exists(estimate => estimate.Value < 0) ? room : 0),
            canvas.Width - room,
            withZero: true
        );
        var zero = axis.Place(0);
        canvas.Line("chart-axis", zero, 0, zero, frame.Height(bars.Count));
        for (var i = 0; i < bars.Count; i++)
        {
            var y = frame.Draw(i, 0, bars[i].Label);
            if (Estimates.IsShown(bars[i].Estimate))
                DrawBar(canvas, axis, y, bars[i], format);
            else
                canvas.Text("chart-muted", zero + 6, y, "no data");
        }

        return canvas.ToSvg(frame.Height(bars.Count) + 2);
    }

    private static void DrawBar(Canvas canvas, Axis axis, double y, Bar bar, ValueFormat format)
    {
        var (zero, end) = (axis.Place(0), axis.Place(bar.Value!.Value));
        canvas.Rectangle(
            ChartStyle.Fill(bar.Colour),
            Math.Min(zero, end),
            y - BarHeight / 2,
            Math.Abs(end - zero),
            BarHeight,
            Estimates.Hint(bar.Label, bar.Estimate!, format)
        );
        var outer = end;
        if (Estimates.Interval(bar.Estimate!) is var (low, high))
        {
            var (x1, x2) = (axis.Place(low), axis.Place(high));
            canvas.Line("chart-whisker", x1, y, x2, y);
            canvas.Line("chart-whisker", x1, y - CapHeight, x1, y + CapHeight);
            canvas.Line("chart-whisker", x2, y - CapHeight, x2, y + CapHeight);
            outer = end < zero ? Math.Min(end, x1) : Math.Max(end, x2);
        }

        var text = format.Text(bar.Value.Value);
        if (end < zero)
            canvas.Text("chart-value", outer - 6, y, text, "end");
        else
            canvas.Text("chart-value", outer + 6, y, text);
    }
}
