namespace SparkReco.Reports.Charts;

/// <summary>Names of the series in a line that wraps.</summary>
internal static class Legend
{
    private const double RowHeight = 22;
    private const double Swatch = 12;
    private const double MaxName = 300;

    /// <summary>Draws from the top of the canvas and returns the first free y.</summary>
    public static double Draw(Canvas canvas, IReadOnlyList<(string Name, int Colour)> series)
    {
        var (x, y) = (0.0, 2.0);
        for (var i = 0; i < series.Count; i++)
        {
            var width = Swatch + 6 + Math.Min(MaxName, ChartText.WidthOf(series[i].Name));
            if (x > 0 && x + width > canvas.Width)
                (x, y) = (0, y + RowHeight);
            canvas.Rectangle(ChartStyle.Fill(series[i].Colour), x, y + 3, Swatch, Swatch);
            canvas.Label(x + Swatch + 6, y + 9, series[i].Name, MaxName, "start");
            x += width + 22;
        }

        return y + RowHeight + 6;
    }
}
