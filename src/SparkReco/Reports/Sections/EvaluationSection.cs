using SparkReco.Metrics;
using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How well the lists of each system foretold what people did next.</summary>
internal static class EvaluationSection
{
    public static readonly Query<ReportData.EvaluationRow> Evaluation = new("Reports/Queries/evaluation.sql");

    public static Section Section { get; } = new("evaluation", "Evaluation", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        if (!data.HasEvaluation)
            return "The lists are not judged: nobody eligible did anything new after the run date.";
        return OverPopularity.Of(data) is { } over ? $"{over.Verdict}." : "The baseline is not judged.";
    }

    private static void Write(HtmlWriter html, ReportData data)
    {
        if (!data.HasEvaluation)
        {
            Blocks.Notice(
                html,
                "To judge now, run again with a --run-date that lies before the last events; or wait until users have been active after the run date."
            );
            WriteConventions(html, data);
            return;
        }

        foreach (var metric in data.Headlines())
            WriteCutoffs(html, data, metric);
        MetricTable(data).WriteFolded(html);
        WriteOverPopularity(html, data);
        WriteConventions(html, data);
    }

    private static void WriteCutoffs(HtmlWriter html, ReportData data, Metric metric)
    {
        var cutoffs = Cutoffs.Shown(data);
        var note =
            $"{metric.Meaning} Whiskers are {data.Settings.Comparison.ConfidencePercent} % intervals; k is the number of first items that count.";
        Blocks.Figure(
            html,
            new ChartHead("evaluation-" + metric.Name.Replace('_', '-'), $"{metric.Heading} by list length", note),
            head =>
                GroupedBars.Render(
                    head,
                    [.. cutoffs.Select(Cutoffs.Label)],
                    [
                        .. Systems(data)
                            .Select(system => new EstimateSeries(
                                Words.System(system),
                                [
                                    .. cutoffs.Select(k =>
                                        Find(data, system, metric.Name, k) is { } row ? Numbers.Estimate(row.Value, row.Low, row.High) : null
                                    ),
                                ],
                                Words.Colour(system)
                            )),
                    ],
                    metric.Format
                )
        );
    }

    private static Table MetricTable(ReportData data)
    {
        var systems = Systems(data);
        return new Table(
            $"all metrics at k = {data.MainCutoff}, with {data.Settings.Comparison.ConfidencePercent} % intervals",
            [new("Metric", true), .. systems.Select(system => new TableColumn(Words.System(system)))],
            [
                .. MetricList
                    .PerUser.Concat(MetricList.Of(MetricFamily.BeyondAccuracy))
                    .Select(metric =>
                        new[] { metric.Heading }
                            .Concat(
                                systems.Select(system => data.Evaluated(system, metric.Name) is { } row ? Cell(row, metric.Format) : Numbers.Missing)
                            )
                            .ToArray()
                    ),
            ]
        );
    }

    private static string Cell(ReportData.EvaluationRow row, ValueFormat format) =>
        Numbers.Interval(row.Low, row.High, format) is var interval && interval != Numbers.Missing
            ? $"{Numbers.Text(row.Value, format)} ({interval})"
            : Numbers.Text(row.Value, format);

    private static void WriteOverPopularity(HtmlWriter html, ReportData data)
    {
        var rows =
            from system in Systems(data)
            where system != "popularity"
            from metric in data.Headlines()
            let row = data.Evaluated(system, metric.Name)
            let plain = data.Evaluated("popularity", metric.Name)?.Value ?? 0
            where row is not null && plain > 0
            select new Difference(
                $"{Words.System(system)}, {metric.Title}",
                Numbers.Estimate(row.OverPopularity / plain, row.OverPopularityLow / plain, row.OverPopularityHigh / plain),
                Colour: Words.Colour(system)
            );
        var note =
            "In percent of the value of the most popular items: a list that does not beat them is not worth its effort. Lines are intervals; one that crosses zero is no clear difference.";
        Blocks.Figure(
            html,
            new ChartHead("over-popularity", $"Beside plain popularity at k = {data.MainCutoff}", note),
            head =>
                DifferencePlot.Render(
                    head,
                    [.. rows],
                    new Side("Popularity", Words.Colour("popularity")),
                    new Side("System", 0),
                    ValueFormat.SignedPercent
                )
        );
    }

    private static void WriteConventions(HtmlWriter html, ReportData data)
    {
        var comparison = data.Settings.Comparison;
        Blocks.Heading(html, "How it is counted");
        Blocks.List(
            html,
            [
                $"Every eligible user with later behaviour counts: one who engaged with an item {Period.Of(data)}.",
                "A user without a list counts 0; users do not vanish.",
                "Only items that are new to the user are relevant; items already engaged with before the run date are not.",
                "Precision divides by k; recall divides by the number of relevant items.",
                "NDCG and MAP compare with the best list possible, which has min(relevant items, k) hits; an item is relevant or not, without degrees.",
                $"Intervals: bootstrap over 1,024 hash buckets of users, {Numbers.Count(comparison.Resamples)} resamples, level {comparison.ConfidencePercent} %.",
            ]
        );
    }

    private static IReadOnlyList<string> Systems(ReportData data) =>
        [.. Words.Systems.Where(system => data.Evaluation.Any(row => row.System == system))];

    private static ReportData.EvaluationRow? Find(ReportData data, string system, string metric, int k) =>
        data.Evaluation.FirstOrDefault(row => row.System == system && row.Metric == metric && row.K == k && row.Segment == "all");
}
