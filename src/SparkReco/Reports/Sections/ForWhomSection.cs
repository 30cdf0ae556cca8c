using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>Who is better for whom: a small chart for each property of users, one scale for each metric.</summary>
internal static class ForWhomSection
{
    public static Section Section { get; } = new("for-whom", "For whom?", Takeaway, Content);

    private static string? Takeaway(ReportData data) =>
        data is not { HasComparison: true, HasEvaluation: true } || Standing.Of(data, Segments.All) is null ? null
        : Trust.Objections(data).Count > 0 ? "The comparison is not a fair one: no part of the users tells who serves people better."
        : data.Files is not null ? "All users, by every metric; files of lists have no properties of users to tell them apart."
        : Standing.Summary(data);

    private static IEnumerable<Block> Content(ReportData data)
    {
        foreach (
            var sentence in DecidingPart
                .Of(data)
                .Select(part => part.Sentence)
                .Concat(Simpson.Of(data.Experiment).Select(paradox => paradox.Sentence))
        )
            yield return new Prose(sentence, "notice");
        if (AllMetrics(data) is { } all)
            yield return all;
        var properties = Segments.ByProperty(data);
        if (properties.Count > 0)
            yield return new Panels(
                "Part by part",
                $"{Words.Capital(Words.Name(data.Pair.System))} less {Words.Name(data.Pair.Reference)}, with {Level(data)} intervals. {Marked(data)} Parts of fewer than {ComparisonJudge.MinUsers} users are in the table only; rare values are pooled as others. The three strips are users who find something, order (NDCG) and watch minutes a month; each reaches as far to either side in all panels, and a longer interval is cut.",
                [.. properties.Select(property => Panel(data, property.Property, property.Segments))],
                Everything(data)
            );
    }

    /// <summary>All users by every metric, in percent: where metrics disagree one sees it here.</summary>
    private static Figure? AllMetrics(ReportData data)
    {
        var rows = MetricList
            .PerUser.Where(data.Knows)
            .Select(metric => (Metric: metric, Row: data.Compared(metric.Name)))
            .Where(pair => pair.Row is { ReferenceValue: > 0 })
            .Select(pair => (pair.Metric, Row: pair.Row!))
            .ToArray();
        if (rows.Length == 0)
            return null;
        return new Figure(
            new ChartHead(
                "all-metrics",
                "All users, by every metric",
                $"In percent of {Words.Whose(data.Pair.Reference, "value")}, by the first {data.MainCutoff} places, with {Level(data)} intervals. {Marked(data)}"
            ),
            head =>
                DifferencePlot.Render(
                    head,
                    [.. rows.Select(pair => new Difference(pair.Metric.Heading, Relative(pair.Row, pair.Metric), IsClear(data, pair.Row)))],
                    SideOf(data, data.Pair.Reference),
                    SideOf(data, data.Pair.System),
                    ValueFormat.SignedPercent
                ),
            new Table(
                $"all users by every metric, at the first {data.MainCutoff}",
                Columns(data, "Metric"),
                [.. rows.Select(pair => Cells(data, pair.Metric.Heading, pair.Row, pair.Metric))]
            )
        );
    }

    private static Panel Panel(ReportData data, string property, IReadOnlyList<string> segments)
    {
        var title = Segments.Title(property);
        return new Panel(
            new ChartHead($"part-{property.Replace('_', '-')}", title, $"{title}: difference by part and metric, with intervals."),
            head =>
                IntervalPanel.Render(
                    head,
                    [.. segments.Select(Segments.Value)],
                    [
                        .. data.Headlines()
                            .Select(metric => new Strip(
                                metric.Shortest,
                                Reach(data, metric),
                                [.. segments.Select(segment => Of(data, metric, segment))],
                                metric.Signed
                            )),
                    ],
                    SideOf(data, data.Pair.Reference),
                    SideOf(data, data.Pair.System)
                )
        );
    }

    private static Difference? Of(ReportData data, Metric metric, string segment) =>
        data.Compared(metric.Name, segment) is { } row
            ? new Difference(
                $"{Words.Capital(Words.Segment(segment))}, {metric.Title}",
                Gain(metric, Numbers.Estimate(row.Difference, row.Low, row.High)),
                IsClear(data, row)
            )
            : null;

    /// <summary>Far enough for nine of ten intervals: the widest would make all others points. They are cut at the end of the axis.</summary>
    private static double Reach(ReportData data, Metric metric)
    {
        var ends = data
            .Main.Where(row => row.Metric == metric.Name && row.K == data.MainCutoff && row.Users >= ComparisonJudge.MinUsers)
            .Select(row => Math.Max(Math.Abs(row.Low ?? row.Difference ?? 0), Math.Abs(row.High ?? row.Difference ?? 0)))
            .Where(double.IsFinite)
            .Order()
            .ToArray();
        var end = ends.Length == 0 ? 0 : ends[(ends.Length - 1) * 9 / 10];
        return end > 0 ? Axis.RoundStep(end) : 1;
    }

    private static Table Everything(ReportData data) =>
        new(
            "every part of the users",
            Columns(data, "Users", "Metric"),
            [
                .. from segment in Segments.Of(data)
                from metric in data.Headlines()
                let row = data.Compared(metric.Name, segment)
                where row is not null
                select Cells(data, Words.Capital(Words.Segment(segment)), row, metric, metric.Heading),
            ]
        );

    private static string Marked(ReportData data) =>
        $"A filled mark has the colour of the system that is better; a hollow one is no evidence of a difference once the number of comparisons is allowed for.";

    private static Side SideOf(ReportData data, string system) => new(Words.System(system), data.ColourOf(system));

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";

    private static bool IsClear(ReportData data, ReportData.ComparisonRow row) =>
        Matrix.CertaintyOf(row) == Certainty.Clear && Trust.Objections(data).Count == 0;

    /// <summary>The difference and its interval in parts of the reference's value.</summary>
    private static Estimate? Relative(ReportData.ComparisonRow row, Metric metric) =>
        row.ReferenceValue is > 0
            ? Gain(metric, Numbers.Estimate(row.Difference / row.ReferenceValue, row.Low / row.ReferenceValue, row.High / row.ReferenceValue))
            : null;

    /// <summary>What is better for the system lies on the right, so that of a metric whose lower values are better the sign is turned.</summary>
    private static Estimate? Gain(Metric metric, Estimate? estimate) =>
        metric.Better == Direction.Higher || estimate is null ? estimate : new Estimate(-estimate.Value, -estimate.High, -estimate.Low);

    private static TableColumn[] Columns(ReportData data, params string[] names) =>
        [
            .. names.Select(name => new TableColumn(name, true)),
            new("Users"),
            new(Words.System(data.Pair.Reference)),
            new(Words.System(data.Pair.System)),
            new("Difference"),
            new($"{Level(data)} interval"),
            new("In percent"),
            new("Would be seen"),
            new("Better served by each"),
            new("Corrected p"),
            new("Verdict", true),
        ];

    private static string[] Cells(ReportData data, string name, ReportData.ComparisonRow row, Metric metric, params string[] more) =>
        [
            name,
            .. more,
            Numbers.Count(row.Users),
            Numbers.Text(row.ReferenceValue, metric.Format),
            Numbers.Text(row.SystemValue, metric.Format),
            Numbers.Text(row.Difference, metric.Signed),
            Numbers.Interval(row.Low, row.High, metric.Signed),
            Numbers.Text(Relative(row, metric)?.Value, ValueFormat.SignedPercent),
            Numbers.Text(row.Detectable, metric.Signed).TrimStart('+'),
            row is { Gained: { } gained, Lost: { } lost } ? $"{Numbers.Count(lost)} / {Numbers.Count(gained)}" : Numbers.Missing,
            Numbers.Text(row.AdjustedPValue, ValueFormat.Score),
            Trust.Objections(data).Count > 0 ? "Not a fair comparison" : Words.Capital(Words.Verdict(row, data)),
        ];
}
