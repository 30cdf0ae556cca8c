using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What changed since the latest day before: figures, lists, settings.</summary>
internal static class HistorySection
{
    public static Section Section { get; } = new("since", "Since the last run", Since.Sentence, Content);

    private static IEnumerable<Block> Content(ReportData data)
    {
        if (Since.Day(data) is not { } day)
            yield break;
        yield return new Panels(
            $"What changed from {Numbers.Day(day)} to {Numbers.Day(data.RunDate)}",
            $"All users, by the first {data.MainCutoff} places; the later day less the earlier one. A change may be one of the users and of the days as well as of the lists.",
            [
                .. Since.Metrics.Select(metric => Changed(data, metric)),
                .. data.Churn.Any(row => row.SelfOverlap is not null) ? [Stayed(data)] : Array.Empty<Panel>(),
            ],
            Figures(data)
        );
        if (data.Churn.Count > 0)
            yield return new Table(
                "each system's lists beside its own of that day",
                [new("System", true), new("Users on both days"), new("New users"), new("Gone users"), new("Same items"), new("Same first item")],
                [
                    .. data.Churn.Select(row =>
                        new[]
                        {
                            Words.System(row.System),
                            Numbers.Count(row.Users),
                            Numbers.Count(row.NewUsers),
                            Numbers.Count(row.GoneUsers),
                            Numbers.Text(row.SelfOverlap, ValueFormat.Percent),
                            Numbers.Text(row.SameFirst, ValueFormat.Percent),
                        }
                    ),
                ]
            );
        if (data.SettingChanges.Count > 0)
            yield return new Table(
                "settings that changed",
                [new("Setting", true), new("Then", true), new("Now", true)],
                [.. data.SettingChanges.Select(row => new[] { row.Setting, row.EarlierValue, row.NowValue })]
            );
    }

    private static Panel Changed(ReportData data, Metric metric) =>
        new(
            new ChartHead($"since-{metric.Name.Replace('_', '-')}", metric.Heading, "The change by system."),
            head =>
                HorizontalBars.Render(
                    head,
                    [
                        .. data.SystemsShown.Select(system => new Bar(
                            Words.System(system),
                            Since.Of(data, system, metric.Name) is { EarlierValue: { } then } row ? row.NowValue - then : null,
                            Colour: data.ColourOf(system)
                        )),
                    ],
                    metric.Signed
                )
        );

    private static Panel Stayed(ReportData data) =>
        new(
            new ChartHead("since-lists", "Lists that stayed", "Common items of a user's list with the same system's on the earlier day."),
            head =>
                HorizontalBars.Render(
                    head,
                    [
                        .. data
                            .Churn.Where(row => data.SystemsShown.Contains(row.System))
                            .Select(row => new Bar(Words.System(row.System), row.SelfOverlap, Colour: data.ColourOf(row.System))),
                    ],
                    ValueFormat.Percent
                ),
            $"Share of a user's first {data.MainCutoff} items that the same system had for the user on the earlier day."
        );

    private static Table Figures(ReportData data) =>
        new(
            "figures then and now (sums over the days judged, which may be others)",
            [new("System", true), new("Figure", true), new("Then"), new("Now")],
            [
                .. data.History.Select(row =>
                {
                    var metric = MetricList.All.FirstOrDefault(metric => metric.Name == row.Figure);
                    var format = metric?.Format ?? ValueFormat.Count;
                    return new[]
                    {
                        row.System.Length > 0 ? Words.System(row.System) : "All",
                        metric?.Heading ?? Words.Capital(row.Figure.Replace('_', ' ')),
                        Numbers.Text(row.EarlierValue, format),
                        Numbers.Text(row.NowValue, format),
                    };
                }),
            ]
        );
}
