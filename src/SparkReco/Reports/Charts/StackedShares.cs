namespace SparkReco.Reports.Charts;

/// <summary>Each row is a bar of a hundred percent, divided among the series.</summary>
public static class StackedShares
{
    private const double RowHeight = 32;
    private const double BarHeight = 22;

    /// <summary>Returns the SVG element.</summary>
    public static string Render(ChartHead head, IReadOnlyList<Part> series, IReadOnlyList<ShareRow> rows)
    {
        if (series.Count == 0 || rows.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var top = Legend.Draw(canvas, [.. series.Select(part => (part.Name, part.Colour))]);
        var frame = new RowFrame(canvas, head, rows.Select(row => row.Label), RowHeight);
        for (var i = 0; i < rows.Count; i++)
            Draw(canvas, series, rows[i], frame.Left, frame.Draw(i, top, rows[i].Label));
        return canvas.ToSvg(top + frame.Height(rows.Count) + 2);
    }

    private static void Draw(Canvas canvas, IReadOnlyList<Part> series, ShareRow row, double left, double y)
    {
        var parts = Enumerable.Range(0, series.Count).Select(i => Amount(row.Parts.ElementAtOrDefault(i))).ToList();
        var total = parts.Sum();
        if (total <= 0)
        {
            canvas.Text("chart-muted", left + 6, y, "no data");
            return;
        }

        var x = left;
        for (var i = 0; i < parts.Count; i++)
        {
            var width = (canvas.Width - left) * parts[i] / total;
            if (width <= 0)
                continue;
            var text = ValueFormat.Percent.Text(parts[i] / total);
            canvas.Rectangle(
                ChartStyle.Fill(series[i].Colour),
                x,
                y - BarHeight / 2,
                Math.Max(0.5, width - 1),
                BarHeight,
                $"{row.Label}, {series[i].Name}: {text}"
            );
            if (width > ChartText.WidthOf(text) + 8)
                canvas.Text("chart-on-fill", x + width / 2, y, text, "middle");
            x += width;
        }
    }

    private static double Amount(double? part) => part is { } value && double.IsFinite(value) && value > 0 ? value : 0;
}
