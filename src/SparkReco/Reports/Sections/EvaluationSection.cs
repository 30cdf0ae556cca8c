using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How well the lists of each system foretold what people did next.</summary>
internal static class EvaluationSection
{
    public static Section Section { get; } = new("evaluation", "Evaluation", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        if (!data.HasEvaluation)
            return "The lists are not judged: nobody eligible did anything new after the run date.";
        var values = Systems(data).Select(system => (Name: Names.System(system), Row: data.Evaluated(system, "ndcg"))).Where(value => value.Row is not null)
            .Select(value => $"{value.Name} {Numbers.Text(value.Row!.Value, ValueFormat.FineScore)}");
        return $"NDCG@{data.MainCutoff}, the quality of the order, 1 being perfect: {string.Join(", ", values)}.";
    }

    private static void Write(HtmlWriter html, ReportData data)
    {
        if (!data.HasEvaluation)
        {
            Blocks.Notice(html, "To judge now, run again with a --run-date that lies before the last events; or wait until users have been active after the run date.");
            WriteConventions(html, data);
            return;
        }

        foreach (var metric in MetricList.Headlines)
            WriteCutoffs(html, data, metric);
        MetricTable(data).WriteFolded(html);
        WriteOverPopularity(html, data);
        WriteConventions(html, data);
    }

    private static void WriteCutoffs(HtmlWriter html, ReportData data, Metric metric)
    {
        var cutoffs = Cutoffs.Shown(data);
        var note = $"{metric.Meaning} Whiskers are {data.Settings.Comparison.ConfidencePercent} % intervals; k is the number of first items that count.";
        Blocks.Figure(html, new ChartHead("evaluation-" + metric.Name.Replace('_', '-'), $"{metric.Heading} by list length", note), head =>
            GroupedBars.Render(head, [.. cutoffs.Select(Cutoffs.Label)], [.. Systems(data).Select(system => new EstimateSeries(Names.System(system), [.. cutoffs.Select(k =>
                Find(data, system, metric.Name, k) is { } row ? Numbers.Estimate(row.Value, row.Low, row.High) : null)]))], metric.Format));
    }

    private static Table MetricTable(ReportData data)
    {
        var systems = Systems(data);
        return new Table(
            $"all metrics at k = {data.MainCutoff}, with {data.Settings.Comparison.ConfidencePercent} % intervals",
            [new("Metric", true), .. systems.Select(system => new TableColumn(Names.System(system)))],
            [.. MetricList.PerUser.Concat(MetricList.Of(MetricFamily.BeyondAccuracy)).Select(metric => new[] { metric.Heading }.Concat(systems.Select(system =>
                data.Evaluated(system, metric.Name) is { } row ? Cell(row, metric.Format) : Numbers.Missing)).ToArray())]);
    }

    private static string Cell(ReportData.EvaluationRow row, ValueFormat format) =>
        Numbers.Interval(row.Low, row.High, format) is var interval && interval != Numbers.Missing
            ? $"{Numbers.Text(row.Value, format)} ({interval})"
            : Numbers.Text(row.Value, format);

    private static void WriteOverPopularity(HtmlWriter html, ReportData data)
    {
        var metric = MetricList.Of("ndcg");
        var rows = Systems(data).Where(system => system != "popularity").Select(system => data.Evaluated(system, metric.Name)).OfType<ReportData.EvaluationRow>().ToArray();
        Blocks.Figure(html, new ChartHead("over-popularity", $"NDCG@{data.MainCutoff} above plain popularity", "A list that does not beat the most popular items is not worth its effort. Lines are intervals; one that crosses zero is no clear difference."), head =>
            DifferencePlot.Render(head, [.. rows.Select(row => new Difference(Names.System(row.System), Numbers.Estimate(row.OverPopularity, row.OverPopularityLow, row.OverPopularityHigh)))],
                "Popularity", "System", metric.Signed));
    }

    private static void WriteConventions(HtmlWriter html, ReportData data)
    {
        var comparison = data.Settings.Comparison;
        Blocks.Heading(html, "How it is counted");
        Blocks.List(html,
        [
            $"Every eligible user with later behaviour counts: one who engaged with an item in the {data.Settings.Evaluation.HorizonDays} days from the run date on.",
            "A user without a list counts 0; users do not vanish.",
            "Only items that are new to the user are relevant; items already engaged with before the run date are not.",
            "Precision divides by k; recall divides by the number of relevant items.",
            "NDCG and MAP compare with the best list possible, which has min(relevant items, k) hits; an item is relevant or not, without degrees.",
            $"Intervals: bootstrap over 1,024 hash buckets of users, {Numbers.Count(comparison.Resamples)} resamples, level {comparison.ConfidencePercent} %.",
        ]);
    }

    private static IReadOnlyList<string> Systems(ReportData data) =>
        [.. Names.Systems.Where(system => data.Evaluation.Any(row => row.System == system))];

    private static ReportData.EvaluationRow? Find(ReportData data, string system, string metric, int k) =>
        data.Evaluation.FirstOrDefault(row => row.System == system && row.Metric == metric && row.K == k && row.Segment == "all");
}
