namespace SparkReco.Reports.Charts;

/// <summary>For each category one bar per system, with the interval as a whisker. Bars lie, so that long names find room.</summary>
public static class GroupedBars
{
    private const double BarHeight = 14;
    private const double BarStep = 17;
    private const double GroupGap = 14;
    private const double CapHeight = 3;
    private const double AxisHeight = 26;

    /// <summary>Returns the SVG element.</summary>
    /// <param name="head">Name and description.</param>
    /// <param name="categories">Names of the groups, in order from the top.</param>
    /// <param name="series">The systems; a list of values shorter than the categories is completed with missing values.</param>
    /// <param name="format">The text of a value.</param>
    public static string Render(ChartHead head, IReadOnlyList<string> categories, IReadOnlyList<EstimateSeries> series, ValueFormat format)
    {
        if (categories.Count == 0 || series.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var top = Legend.Draw(canvas, [.. series.Select((system, index) => (system.Name, system.Colour ?? index))]);
        var all = series.SelectMany(system => system.Values).Where(Estimates.IsShown).Select(estimate => estimate!).ToList();
        var left = Gutter.ForLabels(categories);
        var right = Canvas.Width - Gutter.ForValues(all.Select(estimate => format.Text(estimate.Value)));
        var axis = new Axis(all.SelectMany(Estimates.Numbers), left, right, withZero: true, leastStep: format.LeastStep);
        var groupHeight = series.Count * BarStep + GroupGap;
        var bottom = top + categories.Count * groupHeight;
        ValueAxis.DrawBelow(canvas, axis, top, bottom, format);
        for (var group = 0; group < categories.Count; group++)
        {
            var y = top + group * groupHeight + GroupGap / 2;
            canvas.Label(left - 10, y + series.Count * BarStep / 2, categories[group], Gutter.LabelLimit(left), "end");
            for (var i = 0; i < series.Count; i++)
            {
                var estimate = series[i].Values.ElementAtOrDefault(group);
                Draw(canvas, axis, series[i].Colour ?? i, y + i * BarStep + BarStep / 2, $"{categories[group]}, {series[i].Name}", estimate, format);
            }
        }

        canvas.Line("chart-axis", axis.Place(0), top, axis.Place(0), bottom);
        return canvas.ToSvg(bottom + AxisHeight);
    }

    private static void Draw(Canvas canvas, Axis axis, int colour, double y, string name, Estimate? estimate, ValueFormat format)
    {
        var zero = axis.Place(0);
        if (!Estimates.IsShown(estimate))
        {
            canvas.Text("chart-muted", zero + 6, y, "no data");
            return;
        }

        var end = axis.Place(estimate!.Value);
        canvas.Rectangle(
            ChartStyle.Fill(colour),
            Math.Min(zero, end),
            y - BarHeight / 2,
            Math.Abs(end - zero),
            BarHeight,
            Estimates.Hint(name, estimate, format)
        );
        var outer = Math.Max(end, zero);
        if (Estimates.Interval(estimate) is var (low, high))
        {
            var (x1, x2) = (axis.Place(low), axis.Place(high));
            canvas.Line("chart-whisker", x1, y, x2, y);
            canvas.Line("chart-whisker", x1, y - CapHeight, x1, y + CapHeight);
            canvas.Line("chart-whisker", x2, y - CapHeight, x2, y + CapHeight);
            outer = Math.Max(outer, x2);
        }

        canvas.Text("chart-value", outer + 6, y, format.Text(estimate.Value));
    }
}
