namespace SparkReco.Reports.Charts;

/// <summary>
/// A point and its interval for each row, around a line at zero. A clear difference is a filled point in the colour of the side that is
/// ahead; what is not clear is a hollow one without a colour.
/// </summary>
public static class DifferencePlot
{
    private const double RowHeight = 30;
    private const double HeadHeight = 26;
    private const double AxisHeight = 26;
    private const double NarrowEdge = 24;
    private const double NoDifferenceReach = 0.01;

    /// <summary>Returns the SVG element.</summary>
    /// <param name="head">Name and description.</param>
    /// <param name="rows">The differences, in order from the top.</param>
    /// <param name="leftSide">Who is ahead on the left of zero.</param>
    /// <param name="rightSide">Who is ahead on the right of zero.</param>
    /// <param name="format">The text of a difference, with its sign.</param>
    public static string Render(ChartHead head, IReadOnlyList<Difference> rows, Side leftSide, Side rightSide, ValueFormat format)
    {
        if (rows.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var shown = rows.Where(row => Estimates.IsShown(row.Value)).Select(row => row.Value!).ToList();
        var labels = rows.Select(row => head.IsNarrow ? $"{row.Label}: {Text(row, format)}" : row.Label).ToArray();
        if (head.IsNarrow && labels.Any(label => ChartText.WidthOf(label) > canvas.Width))
            labels = [.. rows.Select(row => $"{row.Label}\n{Text(row, format)}")];
        var frame = new RowFrame(canvas, head, labels, RowHeight);
        var right = head.IsNarrow
            ? canvas.Width - NarrowEdge
            : canvas.Width - Gutter.ForValues(shown.Select(estimate => Estimates.Text(estimate, format)));
        var axis = SymmetricAxis(shown, frame.Left + (head.IsNarrow ? NarrowEdge : 10), right - (head.IsNarrow ? 0 : 14));
        var zero = axis.Place(0);
        var bottom = HeadHeight + frame.Height(rows.Count);
        ValueAxis.DrawBelow(canvas, axis, HeadHeight, bottom, format);
        // Nothing else stands on this line: the names may reach over the labels and the values.
        if (head.IsNarrow)
        {
            canvas.Label(0, 8, $"← {leftSide.Name}", canvas.Width / 2, "start");
            canvas.Label(canvas.Width, 8, $"{rightSide.Name} →", canvas.Width / 2, "end");
        }
        else
        {
            canvas.Label(zero - 8, 10, $"← {leftSide.Name} better", zero - 8, "end");
            canvas.Label(zero + 8, 10, $"{rightSide.Name} better →", canvas.Width - zero - 8, "start");
        }

        canvas.Line("chart-axis", zero, head.IsNarrow ? HeadHeight - 8 : 0, zero, bottom);
        for (var i = 0; i < rows.Count; i++)
        {
            var y = frame.Draw(i, HeadHeight, labels[i]);
            if (!head.IsNarrow)
                canvas.Text(Estimates.IsShown(rows[i].Value) ? "chart-value" : "chart-muted", right, y, Text(rows[i], format));
            if (Estimates.IsShown(rows[i].Value))
                Mark.Draw(canvas, axis, y, rows[i], leftSide, rightSide, format);
        }

        return canvas.ToSvg(bottom + AxisHeight);
    }

    private static string Text(Difference row, ValueFormat format) => Estimates.IsShown(row.Value) ? Estimates.Text(row.Value!, format) : "no data";

    /// <summary>Both sides of zero get the same room, so that lengths can be compared.</summary>
    private static Axis SymmetricAxis(List<Estimate> shown, double from, double to)
    {
        var reach = shown.SelectMany(Estimates.Numbers).Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (reach == 0)
            reach = NoDifferenceReach;
        return new Axis([-reach, reach], from, to, withZero: true);
    }
}
