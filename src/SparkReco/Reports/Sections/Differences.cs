using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How much better or worse Amazon Personalize is, by metric and by segment.</summary>
internal static class Differences
{
    public static void Write(HtmlWriter html, ReportData data)
    {
        var metrics = MetricList.PerUser.Select(metric => (Text: metric, Row: data.Compared(metric.Name))).Where(metric => metric.Row is not null).ToArray();
        if (metrics.Length == 0)
        {
            Blocks.Notice(html, "Which system is better is not judged: no user has later behaviour.");
            return;
        }

        Blocks.Figure(html, new ChartHead("differences", $"Difference to the baseline at k = {data.MainCutoff}", $"In percent of the baseline's value, all users, with {Level(data)} intervals. Coloured where the verdict is clear: it also allows for the number of comparisons."), head =>
            DifferencePlot.Render(head, [.. metrics.Select(metric => new Difference(metric.Text.Heading, Relative(metric.Row!), IsClear(metric.Row!)))], "Baseline", "Personalize", ValueFormat.SignedPercent));
        MetricTable(data, metrics.Select(metric => (metric.Text, metric.Row!))).WriteFolded(html);

        var segments = Segments(data);
        var ndcg = MetricList.Of("ndcg");
        Blocks.Figure(html, new ChartHead("segments", $"For whom: NDCG@{data.MainCutoff} by segment", $"Amazon Personalize less the baseline, with {Level(data)} intervals. Coloured where the verdict is clear."), head =>
            DifferencePlot.Render(head, [.. segments.Select(row => new Difference($"{Names.Segment(row.Segment)} ({Numbers.Count(row.Users)})", Numbers.Estimate(row.Difference, row.Low, row.High), IsClear(row)))],
                "Baseline", "Personalize", ndcg.Signed));
        SegmentTable(data, segments, ndcg).WriteFolded(html);
    }

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";

    private static bool IsClear(ReportData.ComparisonRow row) => row.Verdict is "personalize is better" or "baseline is better";

    /// <summary>The difference and its interval in parts of the baseline's value.</summary>
    private static Estimate? Relative(ReportData.ComparisonRow row) =>
        row.Baseline is > 0 ? Numbers.Estimate(row.Difference / row.Baseline, row.Low / row.Baseline, row.High / row.Baseline) : null;

    /// <summary>All users first, then tiers, then sizes of history from none upwards.</summary>
    private static IReadOnlyList<ReportData.ComparisonRow> Segments(ReportData data) =>
        [.. data.Comparison.Where(row => row.Metric == "ndcg" && row.K == data.MainCutoff)
            .OrderBy(row => row.Segment == "all" ? 0 : row.Segment.StartsWith("tier=", StringComparison.Ordinal) ? 1 : 2)
            .ThenBy(row => row.Segment == "history=none" ? 0 : 1).ThenBy(row => row.Segment, StringComparer.Ordinal)];

    private static Table MetricTable(ReportData data, IEnumerable<(Metric Text, ReportData.ComparisonRow Row)> metrics) => new(
        $"differences at k = {data.MainCutoff}, all users", [new("Metric", true), .. DifferenceColumns(data)],
        [.. metrics.Select(metric => Cells(metric.Text.Heading, metric.Row, metric.Text))]);

    private static Table SegmentTable(ReportData data, IReadOnlyList<ReportData.ComparisonRow> segments, Metric text) => new(
        $"NDCG@{data.MainCutoff} by segment", [new("Segment", true), .. DifferenceColumns(data)],
        [.. segments.Select(row => Cells(Names.Segment(row.Segment), row, text))]);

    private static TableColumn[] DifferenceColumns(ReportData data) =>
        [new("Users"), new("Baseline"), new("Amazon Personalize"), new("Difference"), new($"{Level(data)} interval"), new("In percent"), new("Corrected p"), new("Verdict", true)];

    private static string[] Cells(string name, ReportData.ComparisonRow row, Metric text) =>
    [
        name, Numbers.Count(row.Users), Numbers.Text(row.Baseline, text.Format), Numbers.Text(row.Personalize, text.Format),
        Numbers.Text(row.Difference, text.Signed), Numbers.Interval(row.Low, row.High, text.Signed), Numbers.Text(Relative(row)?.Value, ValueFormat.SignedPercent),
        Numbers.Text(row.AdjustedPValue, ValueFormat.Score), Names.Verdict(row.Verdict),
    ];
}
