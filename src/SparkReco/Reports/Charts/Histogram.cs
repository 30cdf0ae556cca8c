namespace SparkReco.Reports.Charts;

/// <summary>How many values lie in each bin. Bins are drawn to scale, so wide bins are wide; bins one wide hold one whole number each.</summary>
public static class Histogram
{
    private const double PlotHeight = 190;
    private const double Top = 28;
    private const double AxisHeight = 48;
    private const double TickGap = 14;

    /// <summary>Returns the SVG element.</summary>
    /// <param name="head">Name and description.</param>
    /// <param name="bins">Bins in rising order; those without a positive width or a finite count are left out.</param>
    /// <param name="valueName">What is counted along the horizontal axis.</param>
    /// <param name="countName">What the height counts.</param>
    /// <param name="format">The text of an edge of a bin, or of its whole number.</param>
    /// <param name="marks">Values to mark, those of whole numbers in the middle of their bins; names stand below each other.</param>
    public static string Render(
        ChartHead head,
        IReadOnlyList<Bin> bins,
        string valueName,
        string countName,
        ValueFormat format,
        IReadOnlyList<Marked>? marks = null
    )
    {
        var shown = bins.Where(bin => bin.To > bin.From && double.IsFinite(bin.To - bin.From) && double.IsFinite(bin.Count)).ToList();
        if (shown.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var top = Top + MarkLine.Height * (marks?.Count ?? 0);
        var axis = new Axis(shown.Select(bin => bin.Count), top + PlotHeight, top, withZero: true, tickCount: 4, ValueFormat.Count.LeastStep);
        var left = axis.Ticks.Max(tick => ChartText.WidthOf(ValueFormat.Count.Tick(tick))) + 14;
        var right = canvas.Width - 20;
        var (from, to) = (shown.Min(bin => bin.From), shown.Max(bin => bin.To));
        double Place(double value) => left + (right - left) * (value - from) / (to - from);
        canvas.Label(0, 10, countName, canvas.Width, "start");
        ValueAxis.DrawLeft(canvas, axis, left, right, ValueFormat.Count);
        foreach (var bin in shown)
        {
            var (y1, y2) = (axis.Place(Math.Max(0, bin.Count)), axis.Place(0));
            var name = IsWhole(bin) ? format.Text(bin.From) : $"{format.Text(bin.From)} to {format.Text(bin.To)}";
            canvas.Rectangle(
                ChartStyle.Fill(ChartStyle.Neutral),
                Place(bin.From) + 0.75,
                y1,
                Place(bin.To) - Place(bin.From) - 1.5,
                y2 - y1,
                $"{name}: {ValueFormat.Count.Text(bin.Count)}"
            );
        }

        var floor = top + PlotHeight;
        canvas.Line("chart-axis", left, axis.Place(0), right, axis.Place(0));
        var middle = shown.TrueForAll(IsWhole) ? 0.5 : 0;
        foreach (var (index, mark) in (marks ?? []).Index())
            MarkLine.Draw(canvas, mark.Name, Math.Clamp(Place(mark.At + middle), left, right), Top + (index * MarkLine.Height), floor);
        if (shown.TrueForAll(IsWhole))
            DrawTicks(canvas, shown.Select(bin => bin.From), value => Place(value + 0.5), floor + 14, format);
        else
            DrawTicks(canvas, shown.Select(bin => bin.From).Append(to).Distinct(), Place, floor + 14, format);
        canvas.Label((left + right) / 2, floor + 36, valueName, right - left, "middle");
        return canvas.ToSvg(floor + AxisHeight);
    }

    private static bool IsWhole(Bin bin) => bin.To - bin.From == 1 && Math.Floor(bin.From) == bin.From;

    private static void DrawTicks(Canvas canvas, IEnumerable<double> edges, Func<double, double> place, double y, ValueFormat format)
    {
        var free = double.NegativeInfinity;
        foreach (var edge in edges)
        {
            var half = ChartText.WidthOf(format.Tick(edge)) / 2;
            if (place(edge) - half < free)
                continue;
            canvas.Text("chart-tick", place(edge), y, format.Tick(edge), "middle");
            free = place(edge) + half + TickGap;
        }
    }
}
