namespace SparkReco.Reports.Charts;

/// <summary>
/// A point and its interval for each row, around a line at zero. An interval on one side of zero has that side's colour; one that holds
/// zero, a point without an interval, and a difference that is not clear, has none.
/// </summary>
public static class DifferencePlot
{
    private const double RowHeight = 30;
    private const double HeadHeight = 26;
    private const double AxisHeight = 26;
    private const double Radius = 5;
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
        var left = Gutter.ForLabels(rows.Select(row => row.Label));
        var right = Canvas.Width - Gutter.ForValues(shown.Select(estimate => Estimates.Text(estimate, format)));
        var axis = SymmetricAxis(shown, left + 10, right - 14);
        var zero = axis.Place(0);
        var bottom = HeadHeight + rows.Count * RowHeight;
        ValueAxis.DrawBelow(canvas, axis, HeadHeight, bottom, format);
        // Nothing else stands on this line: the names may reach over the labels and the values.
        canvas.Label(zero - 8, 10, $"← {leftSide.Name} better", zero - 8, "end");
        canvas.Label(zero + 8, 10, $"{rightSide.Name} better →", Canvas.Width - zero - 8, "start");
        canvas.Line("chart-axis", zero, 0, zero, bottom);
        for (var i = 0; i < rows.Count; i++)
        {
            var y = HeadHeight + i * RowHeight + RowHeight / 2;
            canvas.Label(left - 10, y, rows[i].Label, Gutter.LabelLimit(left), "end");
            Draw(canvas, axis, right, y, rows[i], leftSide, rightSide, format);
        }

        return canvas.ToSvg(bottom + AxisHeight);
    }

    /// <summary>Both sides of zero get the same room, so that lengths can be compared.</summary>
    private static Axis SymmetricAxis(List<Estimate> shown, double from, double to)
    {
        var reach = shown.SelectMany(Estimates.Numbers).Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (reach == 0)
            reach = NoDifferenceReach;
        return new Axis([-reach, reach], from, to, withZero: true);
    }

    private static void Draw(Canvas canvas, Axis axis, double right, double y, Difference row, Side leftSide, Side rightSide, ValueFormat format)
    {
        if (!Estimates.IsShown(row.Value))
        {
            canvas.Text("chart-muted", right, y, "no data");
            return;
        }

        var interval = Estimates.Interval(row.Value!);
        int? colour =
            interval is not var (low, high) || !row.IsClear ? null
            : low > 0 ? row.Colour ?? rightSide.Colour
            : high < 0 ? leftSide.Colour
            : null;
        var (line, fill) = colour is { } number ? (ChartStyle.Stroke(number), ChartStyle.Fill(number)) : ("chart-line-even", "chart-fill-even");
        if (interval is { } ends)
            canvas.Line($"{line} chart-interval", axis.Place(ends.Low), y, axis.Place(ends.High), y);
        canvas.Dot(fill, axis.Place(row.Value!.Value), y, Radius, Estimates.Hint(row.Label, row.Value, format));
        canvas.Text("chart-value", right, y, Estimates.Text(row.Value, format));
    }
}
