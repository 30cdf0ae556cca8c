using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How much better or worse Amazon Personalize is, by metric and by segment.</summary>
internal static class Differences
{
    private static readonly Side Baseline = new("Baseline", Words.Colour("baseline"));
    private static readonly Side Personalize = new("Personalize", Words.Colour("personalize"));

    public static void Write(HtmlWriter html, ReportData data)
    {
        var metrics = MetricList
            .PerUser.Where(data.Knows)
            .Select(metric => (Metric: metric, Row: data.Compared(metric.Name)))
            .Where(pair => pair.Row is not null)
            .Select(pair => (pair.Metric, Row: pair.Row!))
            .ToArray();
        if (metrics.Length == 0)
        {
            Blocks.Notice(html, "Which system is better is not judged: no user with both lists did anything later that a list holds.");
            return;
        }

        Blocks.Figure(
            html,
            new ChartHead(
                "differences",
                $"Difference to the baseline at k = {data.MainCutoff}",
                $"In percent of the baseline's value, all users, with {Level(data)} intervals. {Coloured}"
            ),
            head =>
                DifferencePlot.Render(
                    head,
                    [.. metrics.Select(pair => new Difference(pair.Metric.Heading, Gain(pair.Metric, Relative(pair.Row)), IsClear(pair.Row)))],
                    Baseline,
                    Personalize,
                    ValueFormat.SignedPercent
                )
        );
        new Table(
            $"differences at k = {data.MainCutoff}, all users",
            [new("Metric", true), .. DifferenceColumns(data)],
            [.. metrics.Select(pair => Cells(pair.Metric.Heading, pair.Row, pair.Metric))]
        ).WriteFolded(html);
        foreach (var metric in data.Headlines())
            WriteSegments(html, data, metric);
    }

    private const string Coloured =
        "A difference has the colour of the system that is better where the verdict is clear: that also allows for the number of comparisons.";

    private static void WriteSegments(HtmlWriter html, ReportData data, Metric metric)
    {
        var rows = data.Segments().Select(segment => data.Compared(metric.Name, segment)).OfType<ReportData.ComparisonRow>().ToArray();
        var shown = rows.Where(row => row.Users >= ComparisonJudge.MinUsers).ToArray();
        var few = shown.Length < rows.Length ? $" Segments of fewer than {ComparisonJudge.MinUsers} users are in the table only." : "";
        Blocks.Figure(
            html,
            new ChartHead(
                "segments-" + metric.Name.Replace('_', '-'),
                $"For whom: {metric.Title} among the first {data.MainCutoff}, by segment",
                $"Amazon Personalize less the baseline, with {Level(data)} intervals. {Coloured}{few}"
            ),
            head =>
                DifferencePlot.Render(
                    head,
                    [
                        .. shown.Select(row => new Difference(
                            Label(row),
                            Gain(metric, Numbers.Estimate(row.Difference, row.Low, row.High)),
                            IsClear(row)
                        )),
                    ],
                    Baseline,
                    Personalize,
                    metric.Signed
                )
        );
        new Table(
            $"{metric.Title} among the first {data.MainCutoff}, by segment",
            [new("Segment", true), .. DifferenceColumns(data)],
            [.. rows.Select(row => Cells(Words.Capital(Words.Segment(row.Segment)), row, metric))]
        ).WriteFolded(html);
    }

    /// <summary>Short enough to stand whole beside the plot.</summary>
    private static string Label(ReportData.ComparisonRow row) =>
        $"{Words.Capital(Words.Segment(row.Segment).Replace("users with ", "", StringComparison.Ordinal))} ({Numbers.Count(row.Users)})";

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";

    private static bool IsClear(ReportData.ComparisonRow row) => row.Verdict is Verdicts.Personalize or Verdicts.Baseline;

    /// <summary>The difference and its interval in parts of the baseline's value.</summary>
    private static Estimate? Relative(ReportData.ComparisonRow row) =>
        row.Baseline is > 0 ? Numbers.Estimate(row.Difference / row.Baseline, row.Low / row.Baseline, row.High / row.Baseline) : null;

    /// <summary>What is better for Amazon Personalize lies on the right, so that of a metric whose lower values are better the sign is turned.</summary>
    private static Estimate? Gain(Metric metric, Estimate? estimate) =>
        metric.Better == Direction.Higher || estimate is null ? estimate : new Estimate(-estimate.Value, -estimate.High, -estimate.Low);

    private static TableColumn[] DifferenceColumns(ReportData data) =>
        [
            new("Users"),
            new("Baseline"),
            new("Amazon Personalize"),
            new("Difference"),
            new($"{Level(data)} interval"),
            new("In percent"),
            new("Corrected p"),
            new("Verdict", true),
        ];

    private static string[] Cells(string name, ReportData.ComparisonRow row, Metric metric) =>
        [
            name,
            Numbers.Count(row.Users),
            Numbers.Text(row.Baseline, metric.Format),
            Numbers.Text(row.Personalize, metric.Format),
            Numbers.Text(row.Difference, metric.Signed),
            Numbers.Interval(row.Low, row.High, metric.Signed),
            Numbers.Text(Relative(row)?.Value, ValueFormat.SignedPercent),
            Numbers.Text(row.AdjustedPValue, ValueFormat.Score),
            Words.Capital(Words.Verdict(row)),
        ];
}
