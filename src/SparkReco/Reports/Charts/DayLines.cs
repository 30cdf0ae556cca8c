using System.Globalization;

namespace SparkReco.Reports.Charts;

/// <summary>Values by day as lines; a single line is filled down to zero and needs no legend. A marked day gets a dashed line.</summary>
public static class DayLines
{
    private const double PlotHeight = 200;
    private const double AxisHeight = 28;
    private const double DateWidth = 64;
    private static readonly int[] Steps = [1, 2, 7, 14, 28, 56, 91, 182, 364];

    /// <summary>Returns the SVG element.</summary>
    /// <param name="head">Name and description.</param>
    /// <param name="lines">The lines; values of one line in the order of days.</param>
    /// <param name="format">The text of a value.</param>
    /// <param name="marks">Days to mark, of which those between the first and the last are; names stand below each other.</param>
    public static string Render(ChartHead head, IReadOnlyList<DayLine> lines, ValueFormat format, IReadOnlyList<MarkedDay>? marks = null)
    {
        var points = lines.SelectMany(line => line.Values).Where(IsShown).ToList();
        if (points.Count == 0)
            return Canvas.Empty(head);

        var canvas = new Canvas(head);
        var top =
            (lines.Count == 1 ? 0 : Legend.Draw(canvas, [.. lines.Select(line => (line.Name, line.Colour))]))
            + 4
            + MarkLine.Height * (marks?.Count ?? 0);
        var axis = new Axis(points.Select(point => point.Value!.Value), top + PlotHeight, top, withZero: true, tickCount: 4, format.LeastStep);
        var left = axis.Ticks.Max(tick => ChartText.WidthOf(format.Tick(tick))) + 14;
        var frame = new DayFrame(points.Min(point => point.Day), points.Max(point => point.Day), left, canvas.Width - 24);
        ValueAxis.DrawLeft(canvas, axis, left, frame.Right, format);
        DrawDates(canvas, frame, top + PlotHeight + 16);
        for (var i = 0; i < lines.Count; i++)
        {
            foreach (var run in Runs(lines[i].Values))
                DrawRun(
                    canvas,
                    lines[i].Colour,
                    [.. run.Select(point => (frame.Place(point.Day), axis.Place(point.Value!.Value)))],
                    lines.Count == 1 ? axis.Place(0) : null
                );
        }

        canvas.Line("chart-axis", left, axis.Place(0), frame.Right, axis.Place(0));
        foreach (var (index, mark) in (marks ?? []).Index().Where(mark => mark.Item.Day >= frame.First && mark.Item.Day <= frame.Last))
            MarkLine.Draw(canvas, mark.Name, frame.Place(mark.Day), top - MarkLine.Height * (marks!.Count - index), top + PlotHeight);
        return canvas.ToSvg(top + PlotHeight + AxisHeight);
    }

    private static bool IsShown(DayValue point) => point.Value is { } value && double.IsFinite(value);

    /// <summary>Stretches of consecutive days with values.</summary>
    private static IEnumerable<List<DayValue>> Runs(IReadOnlyList<DayValue> values)
    {
        var run = new List<DayValue>();
        foreach (var point in values.Where(IsShown))
        {
            if (run.Count > 0 && point.Day != run[^1].Day.AddDays(1))
            {
                yield return run;
                run = [];
            }

            run.Add(point);
        }

        if (run.Count > 0)
            yield return run;
    }

    private static void DrawRun(Canvas canvas, int series, List<(double X, double Y)> points, double? floor)
    {
        if (points.Count == 1)
        {
            canvas.Dot(ChartStyle.Fill(series), points[0].X, points[0].Y, 3);
            return;
        }

        if (floor is { } y)
            canvas.Shape($"chart-area {ChartStyle.Fill(series)}", [(points[0].X, y), .. points, (points[^1].X, y)], isClosed: true);
        canvas.Shape(ChartStyle.Stroke(series), points);
    }

    private static void DrawDates(Canvas canvas, DayFrame frame, double y)
    {
        var days = frame.Last.DayNumber - frame.First.DayNumber;
        var fitting = Math.Max(1, (int)((frame.Right - frame.Left) / DateWidth));
        var step = Array.Find(Steps, candidate => days / candidate < fitting);
        if (step == 0)
            step = days / fitting + 1;
        var format = days > 366 ? "MMM yyyy" : "d MMM";
        for (var day = frame.First; day <= frame.Last; day = day.AddDays(step))
            canvas.Text("chart-tick", frame.Place(day), y, day.ToString(format, CultureInfo.InvariantCulture), "middle");
    }

    /// <summary>Maps days to positions; a single day stands in the middle.</summary>
    private sealed record DayFrame(DateOnly First, DateOnly Last, double Left, double Right)
    {
        public double Place(DateOnly day) =>
            First == Last ? (Left + Right) / 2 : Left + (Right - Left) * (day.DayNumber - First.DayNumber) / (Last.DayNumber - First.DayNumber);
    }
}
