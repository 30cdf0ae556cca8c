using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>Whether either system is worth it: all of them beside plain popularity and chance.</summary>
internal static class WorthSection
{
    public static Section Section { get; } = new("worth", "Is either worth it?", Takeaway, Content);

    private static string Takeaway(ReportData data) =>
        !data.HasEvaluation
            ? "The lists are not judged: nobody eligible did anything new after the run date."
            : string.Join(" ", Verdicts(data).DefaultIfEmpty("The baseline is not judged."));

    private static IEnumerable<string> Verdicts(ReportData data)
    {
        OverPopularity[] systems =
        [
            .. new[] { data.Pair.Reference, data.Pair.System }.Select(system => OverPopularity.Of(data, system)).OfType<OverPopularity>(),
        ];
        return
            systems.Length == 2 && systems.All(over => over.Worse.Count == 0 && over.Better.Count > 0 && over.Better.SequenceEqual(systems[0].Better))
            ? [$"Both beat plain popularity by {Words.Titles(systems[0].Better)}."]
            : systems.Select(over => $"{over.Verdict}.");
    }

    private static IEnumerable<Block> Money(ReportData data)
    {
        if (data.Costs is not [var cost, ..])
            yield break;
        yield return new Prose(Cost.Sentence(data), "notice");
        yield return new Table(
            "cost and gain of a month",
            [new("What", true), new("Value"), new("Low"), new("High")],
            [
                ["Cost", Number(cost.Monthly), Numbers.Missing, Numbers.Missing],
                ["Extra hours watched", Number(cost.Hours), Number(cost.HoursLow), Number(cost.HoursHigh)],
                ["Cost of an extra hour", Number(cost.PerHour), Number(cost.PerHourLow), Number(cost.PerHourHigh)],
                ["Extra minutes per user from which on it pays", Number(cost.BreakEvenMinutes), Numbers.Missing, Numbers.Missing],
            ]
        );

        static string Number(double? value) => Numbers.Text(value, ValueFormat.Hundredths);
    }

    private static IEnumerable<Block> Content(ReportData data)
    {
        if (!data.HasEvaluation)
        {
            yield return new Prose(
                "To judge now, run again with a --run-date that lies before the last events; or wait until users have been active after the run date.",
                "notice"
            );
            yield break;
        }

        yield return SystemPanels.Of(
            data,
            "Every system beside plain popularity and chance",
            $"A list that does not beat the most popular items is not worth its effort. By the first {data.MainCutoff} places, with {data.Settings.Comparison.ConfidencePercent} % intervals.",
            data.Headlines()
        );
        foreach (var block in Money(data))
            yield return block;
        yield return Everything(data);
        yield return ByLength(data);
    }

    private static Table Everything(ReportData data) =>
        new(
            "every metric, and the lead over plain popularity",
            [new("System", true), new("Metric", true), new("Value"), new("Interval"), new("Over popularity"), new("Interval")],
            [
                .. from system in data.SystemsShown
                from metric in MetricList.PerUser.Where(data.Knows)
                let row = data.Evaluated(system, metric.Name)
                where row is not null
                select new[]
                {
                    Words.System(system),
                    metric.Heading,
                    Numbers.Text(row.Value, metric.Format),
                    Numbers.Interval(row.Low, row.High, metric.Format),
                    Numbers.Text(row.OverPopularity, metric.Signed),
                    Numbers.Interval(row.OverPopularityLow, row.OverPopularityHigh, metric.Signed),
                },
            ]
        );

    private static Table ByLength(ReportData data)
    {
        var cutoffs = Cutoffs.Shown(data);
        return new Table(
            "headline metrics by list length",
            [new("System", true), new("Metric", true), .. cutoffs.Select(k => new TableColumn(Cutoffs.Label(k)))],
            [
                .. from system in data.SystemsShown
                from metric in data.Headlines()
                select new[] { Words.System(system), metric.Heading }
                    .Concat(
                        cutoffs.Select(k =>
                            Numbers.Text(
                                data.Evaluation.FirstOrDefault(row =>
                                    row.System == system && row.Metric == metric.Name && row.K == k && row.Segment == Segments.All
                                )?.Value,
                                metric.Format
                            )
                        )
                    )
                    .ToArray(),
            ]
        );
    }
}
