namespace SparkReco.Reports.Charts;

/// <summary>One bar per row, its value beside it; negative values go to the left of the zero line.</summary>
public static class HorizontalBars
{
    private const double RowHeight = 26;
    private const double BarHeight = 16;

    /// <summary>Returns the SVG element.</summary>
    public static string Render(ChartHead head, IReadOnlyList<Bar> bars, ValueFormat format)
    {
        if (bars.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var values = bars.Where(bar => IsShown(bar.Value)).Select(bar => bar.Value!.Value).ToList();
        var left = Gutter.ForLabels(bars.Select(bar => bar.Label));
        var room = Gutter.ForValues(values.Select(format.Text));
        var axis = new Axis(values, left + (values.Exists(value => value < 0) ? room : 0), Canvas.Width - room, withZero: true);
        var zero = axis.Place(0);
        for (var i = 0; i < bars.Count; i++)
        {
            var y = i * RowHeight + RowHeight / 2;
            canvas.Label(left - 10, y, bars[i].Label, Gutter.LabelLimit(left), "end");
            if (bars[i].Value is { } value && IsShown(value))
                DrawBar(canvas, axis.Place(value), zero, y, $"{bars[i].Label}: {format.Text(value)}", format.Text(value));
            else
                canvas.Text("chart-muted", zero + 6, y, "no data");
        }

        canvas.Line("chart-axis", zero, 0, zero, bars.Count * RowHeight);
        return canvas.ToSvg(bars.Count * RowHeight + 2);
    }

    private static bool IsShown(double? value) => value is { } number && double.IsFinite(number);

    private static void DrawBar(Canvas canvas, double end, double zero, double y, string hint, string text)
    {
        canvas.Rectangle(ChartStyle.Fill(0), Math.Min(zero, end), y - BarHeight / 2, Math.Abs(end - zero), BarHeight, hint);
        if (end < zero)
            canvas.Text("chart-value", end - 6, y, text, "end");
        else
            canvas.Text("chart-value", end + 6, y, text);
    }
}
