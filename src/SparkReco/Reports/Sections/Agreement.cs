using SparkReco.Metrics;
using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How alike the two lists of a user are.</summary>
internal static class Agreement
{
    public static readonly Query<ReportData.OverlapShare> Overlaps = new("Reports/Queries/overlaps.sql");
    public static readonly Query<ReportData.PairLengths> ListPairs = new("Reports/Queries/list_pairs.sql");

    public static void Write(HtmlWriter html, ReportData data)
    {
        var cutoffs = Cutoffs.Shown(data);
        Blocks.Figure(
            html,
            new ChartHead(
                "similarity",
                "How alike the lists are",
                "Means over the users with both lists. 100 % is the same list. By chance: the overlap of lists as long as theirs, drawn evenly from the items on offer."
            ),
            head =>
                GroupedBars.Render(
                    head,
                    [.. cutoffs.Select(Cutoffs.Label)],
                    [.. Series(data, cutoffs, MetricList.OfPairs.Where(metric => metric.Better == Direction.Higher)), ByChance(data, cutoffs)],
                    ValueFormat.Percent
                )
        );
        Blocks.Figure(
            html,
            new ChartHead(
                "distance",
                "How far the orders are apart",
                "0 % is the same order, 100 % as different as can be; items that one list lacks stand behind its end."
            ),
            head =>
                GroupedBars.Render(
                    head,
                    [.. cutoffs.Select(Cutoffs.Label)],
                    [.. Series(data, cutoffs, MetricList.OfPairs.Where(metric => metric.Better == Direction.Lower))],
                    ValueFormat.Percent
                )
        );
        AgreementTable(data).WriteFolded(html);

        Blocks.Figure(
            html,
            new ChartHead(
                "common-items",
                $"Common items among the first {data.MainCutoff}",
                "Users with both lists, by how many of their first items the two share."
            ),
            head =>
                Histogram.Render(
                    head,
                    [.. data.Overlaps.Select(row => new Bin(row.Common, row.Common + 1, row.Users))],
                    "Common items",
                    "Users",
                    ValueFormat.Count
                )
        );
    }

    private static IEnumerable<EstimateSeries> Series(ReportData data, IReadOnlyList<int> cutoffs, IEnumerable<Metric> metrics) =>
        metrics.Select(metric => new EstimateSeries(
            metric.Heading,
            [.. cutoffs.Select(k => Find(data, metric.Name, k) is { } row ? Numbers.Estimate(row.Agreement, row.Low, row.High) : null)]
        ));

    private static EstimateSeries ByChance(ReportData data, IReadOnlyList<int> cutoffs) =>
        new("Overlap by chance", [.. cutoffs.Select(k => Numbers.Estimate(Chance.Overlap(data, k), null, null))]);

    private static Table AgreementTable(ReportData data)
    {
        var cutoffs = Cutoffs.Shown(data);
        return new Table(
            $"agreement by list length, with {data.Settings.Comparison.ConfidencePercent} % intervals",
            [new("Measure", true), .. cutoffs.Select(k => new TableColumn(Cutoffs.Label(k)))],
            [
                .. MetricList.OfPairs.Select(metric =>
                    new[] { metric.Heading }
                        .Concat(
                            cutoffs.Select(k =>
                                Find(data, metric.Name, k) is { } row
                                    ? $"{Numbers.Text(row.Agreement, metric.Format)} ({Numbers.Interval(row.Low, row.High, metric.Format)})"
                                    : Numbers.Missing
                            )
                        )
                        .ToArray()
                ),
            ]
        );
    }

    private static ReportData.ComparisonRow? Find(ReportData data, string metric, int k) =>
        data.Comparison.FirstOrDefault(row => row.Metric == metric && row.K == k && row.Segment == "all");
}
