using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>A small chart for each metric, with a bar for each system.</summary>
internal static class SystemPanels
{
    public static Panels Of(ReportData data, string title, string note, IReadOnlyList<Metric> metrics)
    {
        var systems = data.SystemsShown;
        var known = metrics.Where(metric => systems.Any(system => data.Evaluated(system, metric.Name) is not null)).ToArray();
        return new Panels(
            title,
            note,
            [.. known.Select(metric => Panel(data, metric, systems))],
            new Table(
                Words.Small(title),
                [new("Metric", true), .. systems.Select(system => new TableColumn(Words.System(system)))],
                [
                    .. known.Select(metric =>
                        new[] { Name(metric) }
                            .Concat(
                                systems.Select(system => data.Evaluated(system, metric.Name) is { } row ? Cell(row, metric.Format) : Numbers.Missing)
                            )
                            .ToArray()
                    ),
                ]
            )
        );
    }

    private static Panel Panel(ReportData data, Metric metric, IReadOnlyList<string> systems) =>
        new(
            new ChartHead($"systems-{metric.Name.Replace('_', '-')}", Name(metric), metric.MeaningAt(data.MainCutoff)),
            head =>
                HorizontalBars.Render(
                    head,
                    [
                        .. systems
                            .Select(system => (System: system, Row: data.Evaluated(system, metric.Name)))
                            .Where(pair => pair.Row is not null)
                            .Select(pair => new Bar(
                                Words.System(pair.System),
                                pair.Row!.Value,
                                pair.Row.Low,
                                pair.Row.High,
                                data.ColourOf(pair.System)
                            )),
                    ],
                    metric.Format
                ),
            metric.MeaningAt(data.MainCutoff)
        );

    private static string Name(Metric metric) => metric.Family == MetricFamily.Engagement ? $"{metric.Heading} a month" : metric.Heading;

    private static string Cell(ReportData.EvaluationRow row, ValueFormat format) =>
        Numbers.Interval(row.Low, row.High, format) is var interval && interval != Numbers.Missing
            ? $"{Numbers.Text(row.Value, format)} ({interval})"
            : Numbers.Text(row.Value, format);
}
