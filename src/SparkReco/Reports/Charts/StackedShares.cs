namespace SparkReco.Reports.Charts;

/// <summary>Each row is a bar of a hundred percent, divided among the series.</summary>
public static class StackedShares
{
    private const double RowHeight = 32;
    private const double BarHeight = 22;

    /// <summary>Returns the SVG element.</summary>
    public static string Render(ChartHead head, IReadOnlyList<string> series, IReadOnlyList<ShareRow> rows)
    {
        if (series.Count == 0 || rows.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var top = Legend.Draw(canvas, [.. series.Index().Select(part => (part.Item, part.Index))]);
        var left = Gutter.ForLabels(rows.Select(row => row.Label));
        for (var i = 0; i < rows.Count; i++)
        {
            var y = top + i * RowHeight + RowHeight / 2;
            canvas.Label(left - 10, y, rows[i].Label, Gutter.LabelLimit(left), "end");
            Draw(canvas, series, rows[i], left, y);
        }

        return canvas.ToSvg(top + rows.Count * RowHeight + 2);
    }

    private static void Draw(Canvas canvas, IReadOnlyList<string> series, ShareRow row, double left, double y)
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
            var width = (Canvas.Width - left) * parts[i] / total;
            if (width <= 0)
                continue;
            var text = ValueFormat.Percent.Text(parts[i] / total);
            canvas.Rectangle(ChartStyle.Fill(i), x, y - BarHeight / 2, Math.Max(0.5, width - 1), BarHeight, $"{row.Label}, {series[i]}: {text}");
            if (width > ChartText.WidthOf(text) + 8)
                canvas.Text("chart-on-fill", x + width / 2, y, text, "middle");
            x += width;
        }
    }

    private static double Amount(double? part) => part is { } value && double.IsFinite(value) && value > 0 ? value : 0;
}
