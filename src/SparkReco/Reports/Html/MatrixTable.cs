using SparkReco.Metrics;
using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Html;

/// <summary>
/// The matrix: a mark in each cell in the colour of the system that is ahead, as large as the difference, filled where it is clear; the figure
/// beside it.
/// </summary>
internal sealed record MatrixTable(ReportData Data, Matrix Matrix, IReadOnlyList<Matrix.Row> Rows, string Caption) : Block
{
    private const double Box = 20;
    private const double LeastRadius = 2.5;
    private const double MostRadius = 9;

    // A difference of a fifth of the reference's value has the largest mark.
    private const double LargeDifference = 0.2;
    private const string NotFair = "not a fair comparison";

    public override void Write(HtmlWriter html)
    {
        html.Open("table", ("class", "matrix")).Element("caption", Caption).Open("thead").Open("tr");
        html.Element("th", "Users", ("scope", "col"));
        foreach (var metric in Matrix.Metrics)
            html.Element("th", metric.Short, ("scope", "col"));
        html.Close().Close().Open("tbody");
        var property = "";
        foreach (var row in Rows)
        {
            if (row.Segment != Segments.All && Segments.PropertyOf(row.Segment) is var next && next != property)
                WriteProperty(html, property = next);
            WriteRow(html, row);
        }

        html.Close().Close();
    }

    private void WriteProperty(HtmlWriter html, string property) =>
        html.Open("tr", ("class", "property"))
            .Element("th", Segments.Title(property), ("scope", "rowgroup"), ("colspan", $"{Matrix.Metrics.Count + 1}"))
            .Close();

    private void WriteRow(HtmlWriter html, Matrix.Row row)
    {
        html.Open("tr").Open("th", ("scope", "row")).Element("bdi", Segments.Value(row.Segment));
        html.Element("span", Numbers.Count(row.Users), ("class", "count")).Close();
        foreach (var (cell, metric) in row.Cells.Zip(Matrix.Metrics))
            WriteCell(html, row, metric, cell);
        html.Close();
    }

    private void WriteCell(HtmlWriter html, Matrix.Row row, Metric metric, Matrix.Cell? cell)
    {
        if (cell is null or { Certainty: Certainty.TooFewUsers })
        {
            html.Open("td").Element("span", Numbers.Missing).Element("span", "too few users", ("class", "unseen")).Close();
            return;
        }

        var isClear = cell.Certainty == Certainty.Clear;
        html.Open("td", ("class", isClear ? "clear" : "unclear"));
        html.Chart(Mark(cell, $"{Words.Capital(Words.Segment(row.Segment))}, {metric.Title}: {Sentence(cell)}"));
        html.Element("span", Numbers.Text(cell.Comparison.Difference, metric.Signed), ("class", "amount"));
        html.Element(
            "span",
            isClear && cell.Ahead is { } ahead ? $"{Words.System(ahead)} better"
                : cell.Certainty == Certainty.NotFair ? NotFair
                : "no evidence of a difference",
            ("class", "unseen")
        );
        html.Close();
    }

    /// <summary>What the mark says when it is pointed at.</summary>
    private string Sentence(Matrix.Cell cell)
    {
        var (row, metric) = (cell.Comparison, cell.Metric);
        var figures =
            $"{Numbers.Text(row.Difference, metric.Signed)} ({Numbers.Interval(row.Low, row.High, metric.Signed)}), {Numbers.Text(row.SystemValue, metric.Format)} against {Numbers.Text(row.ReferenceValue, metric.Format)}";
        return cell.Certainty == Certainty.Clear ? $"{Words.Verdict(row, Data)}; {figures}"
            : cell.Certainty == Certainty.NotFair ? $"{NotFair}; {figures}"
            : row.Detectable is { } detectable && double.IsFinite(detectable)
                ? $"no evidence of a difference; {figures}; {metric.Signed.Text(detectable).TrimStart('+')} or more would have been seen in 80 of 100 cases"
            : $"no evidence of a difference; {figures}";
    }

    private string Mark(Matrix.Cell cell, string hint)
    {
        var share = Math.Min(1, Math.Abs(cell.Relative ?? 0) / LargeDifference);
        return SmallMark.Svg(
            cell.Ahead is { } ahead ? Data.ColourOf(ahead) : ChartStyle.Neutral,
            cell.Certainty == Certainty.Clear,
            Math.Max(LeastRadius, MostRadius * Math.Sqrt(share)),
            Box,
            hint
        );
    }
}
