using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How alike the two lists of a user are, beside chance and plain popularity.</summary>
internal static class AlikeSection
{
    public static Section Section { get; } = new("alike", "How alike are they?", Takeaway, Content);

    private static string? Takeaway(ReportData data) =>
        !data.HasComparison ? null
        : data.Compared("overlap")?.Agreement is { } overlap && double.IsFinite(overlap)
            ? $"Of its first {data.MainCutoff} items a user's list shares {Numbers.Text(overlap * data.MainCutoff, ValueFormat.Tenths)} with the other system's on average; lists drawn by chance would share {Numbers.Text(Chance.Overlap(data, data.MainCutoff) * data.MainCutoff, ValueFormat.Tenths)}."
        : "The two systems have no lists of the same users.";

    private static IEnumerable<Block> Content(ReportData data)
    {
        if (data.Overlaps.Count > 0)
            yield return Distribution(data);
        yield return Pairs(data);
        yield return ByLength(data);
    }

    private static Figure Distribution(ReportData data)
    {
        double users = data.Overlaps.Sum(row => row.Users);
        Marked[] marks =
        [
            .. Mark(Chance.Overlap(data, data.MainCutoff), "by chance"),
            .. Mark(data.Evaluated(data.Pair.Reference, "popularity_overlap")?.Value, $"{Words.Name(data.Pair.Reference)} and plain popularity"),
            .. Mark(data.Evaluated(data.Pair.System, "popularity_overlap")?.Value, $"{Words.Name(data.Pair.System)} and plain popularity"),
            .. Mark(data.Compared("overlap")?.Agreement, "the two on average"),
        ];
        return new Figure(
            new ChartHead(
                "common-items",
                $"How many of their first {data.MainCutoff} items the two lists share",
                "Users with both lists. The dashed lines are means: what lists drawn by chance would share, what each shares with the plain popularity list, and what the two share."
            ),
            head =>
                Histogram.Render(
                    head,
                    [.. data.Overlaps.Select(row => new Bin(row.Common, row.Common + 1, row.Users))],
                    "Common items",
                    "Users",
                    ValueFormat.Count,
                    [.. marks.OrderBy(mark => mark.At)]
                ),
            new Table(
                "users by common items",
                [new("Common items", true), new("Users"), new("Share")],
                [.. data.Overlaps.Select(row => new[] { Numbers.Count(row.Common), Numbers.Count(row.Users), Numbers.Share(row.Users, users) })]
            )
        );

        IEnumerable<Marked> Mark(double? share, string name) =>
            share is { } value && double.IsFinite(value)
                ? [new Marked(value * data.MainCutoff, $"{ValueFormat.Tenths.Text(value * data.MainCutoff)} {name}")]
                : [];
    }

    /// <summary>Each pair that was asked for.</summary>
    private static Panels Pairs(ReportData data)
    {
        var pairs = data.PairsCompared();
        return new Panels(
            pairs.Count == 1 ? "Agreement" : "Agreement of each pair",
            $"Means over the users with both lists, by the first {data.MainCutoff} items, with {data.Settings.Comparison.ConfidencePercent} % intervals. 100 % is the same list. Rank-biased overlap counts the top of the lists more.",
            [
                .. pairs.Select(
                    (pair, index) =>
                        new Panel(
                            new ChartHead($"pair-{index}", Name(pair), "Overlap, Jaccard and rank-biased overlap of the two lists of a user."),
                            head =>
                                HorizontalBars.Render(
                                    head,
                                    [
                                        .. MetricList
                                            .OfPairs.Where(metric => metric.Better == Direction.Higher)
                                            .Select(metric => (metric.Heading, Row: Find(data, pair, metric, data.MainCutoff)))
                                            .Select(bar => new Bar(bar.Heading, bar.Row?.Agreement, bar.Row?.Low, bar.Row?.High)),
                                    ],
                                    ValueFormat.Percent
                                )
                        )
                ),
            ],
            new Table(
                $"agreement of each pair, by the first {data.MainCutoff} items",
                [new("Pair", true), .. MetricList.OfPairs.Select(metric => new TableColumn(metric.Heading))],
                [
                    .. pairs.Select(pair =>
                        new[] { Name(pair) }.Concat(MetricList.OfPairs.Select(metric => Cell(data, pair, metric, data.MainCutoff))).ToArray()
                    ),
                ]
            )
        );

        static string Name(SystemPair pair) => $"{Words.System(pair.Reference)} and {Words.Name(pair.System)}";
    }

    private static Table ByLength(ReportData data)
    {
        var cutoffs = Cutoffs.Shown(data);
        return new Table(
            "agreement by list length",
            [new("Measure", true), .. cutoffs.Select(k => new TableColumn(Cutoffs.Label(k)))],
            [
                .. MetricList.OfPairs.Select(metric =>
                    new[] { metric.Heading }.Concat(cutoffs.Select(k => Cell(data, data.Pair, metric, k))).ToArray()
                ),
                ["Overlap by chance", .. cutoffs.Select(k => Numbers.Text(Chance.Overlap(data, k), ValueFormat.Percent))],
            ]
        );
    }

    private static string Cell(ReportData data, SystemPair pair, Metric metric, int k) =>
        Find(data, pair, metric, k) is { } row
            ? $"{Numbers.Text(row.Agreement, metric.Format)} ({Numbers.Interval(row.Low, row.High, metric.Format)})"
            : Numbers.Missing;

    private static ReportData.ComparisonRow? Find(ReportData data, SystemPair pair, Metric metric, int k) =>
        data.Comparison.FirstOrDefault(row =>
            row.Reference == pair.Reference && row.System == pair.System && row.Metric == metric.Name && row.K == k && row.Segment == Segments.All
        );
}
