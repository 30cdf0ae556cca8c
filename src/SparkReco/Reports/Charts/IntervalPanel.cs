namespace SparkReco.Reports.Charts;

/// <summary>One of a panel's strips: what differs there, how far its axis reaches to either side, and one difference for each row.</summary>
/// <param name="Name">What differs.</param>
/// <param name="Reach">The end of the axis, the same in all panels, so that they can be compared.</param>
/// <param name="Rows">The differences; null is shown as missing.</param>
/// <param name="Format">The text of a difference, with its sign.</param>
public sealed record Strip(string Name, double Reach, IReadOnlyList<Difference?> Rows, ValueFormat Format);

/// <summary>One of several small charts side by side: a row for each part of the users, a strip for each thing that may differ.</summary>
public static class IntervalPanel
{
    private const double RowHeight = 22;
    private const double HeadHeight = 20;
    private const double AxisHeight = 20;
    private const double LabelWidth = 134;
    private const double Gap = 14;

    /// <summary>Returns the SVG element.</summary>
    public static string Render(ChartHead head, IReadOnlyList<string> labels, IReadOnlyList<Strip> strips, Side leftSide, Side rightSide)
    {
        if (labels.Count == 0 || strips.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var bottom = HeadHeight + labels.Count * RowHeight;
        for (var row = 0; row < labels.Count; row++)
            canvas.Label(0, HeadHeight + (row + 0.5) * RowHeight, labels[row], LabelWidth - 6, "start");
        var width = (canvas.Width - LabelWidth) / strips.Count;
        for (var i = 0; i < strips.Count; i++)
        {
            var left = LabelWidth + i * width;
            Draw(canvas, strips[i], new Axis(strips[i].Reach, left + Gap / 2, left + width - Gap / 2), bottom, leftSide, rightSide);
        }

        return canvas.ToSvg(bottom + AxisHeight);
    }

    private static void Draw(Canvas canvas, Strip strip, Axis axis, double bottom, Side leftSide, Side rightSide)
    {
        var zero = axis.Place(0);
        canvas.Text("chart-tick", zero, 8, ChartText.Fit(strip.Name, axis.Place(axis.Max) - axis.Place(axis.Min) + Gap), "middle");
        foreach (var end in new[] { axis.Min, axis.Max })
            canvas.Line("chart-grid", axis.Place(end), HeadHeight, axis.Place(end), bottom);
        canvas.Text("chart-small", zero, bottom + 10, strip.Format.Tick(axis.Max).Replace('+', '±'), "middle");

        canvas.Line("chart-axis", zero, HeadHeight, zero, bottom);
        for (var row = 0; row < strip.Rows.Count; row++)
        {
            var y = HeadHeight + (row + 0.5) * RowHeight;
            if (strip.Rows[row] is { } difference && Estimates.IsShown(difference.Value))
                Mark.Draw(canvas, axis, y, difference, leftSide, rightSide, strip.Format);
            else
                canvas.Text("chart-small", zero, y, "no data", "middle");
        }
    }
}
