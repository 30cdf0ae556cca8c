using System.Globalization;
using SparkReco.Experiments;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What people did with lists that they were shown, by the system that made the lists, and whether a test in the log can be trusted.</summary>
internal static class ExperimentSection
{
    private const int MostSegments = 20;

    public static Section Section { get; } = new("experiment", "What people did with lists they were shown", Takeaway, Content);

    private static string Takeaway(ReportData data) => Sentence(data.Experiment);

    /// <summary>The first experiment in a sentence; what is there in its place where there is none.</summary>
    public static string Sentence(ExperimentReport report)
    {
        if (report.Findings() is not [var finding, ..])
            return report.Sources.Select(row => row.Source).Distinct().ToArray() switch
            {
                [] => "The log does not tell whose lists people were shown: none of its impressions names a source.",
                [var only] => $"All impressions come from {only}, so there is nothing to compare.",
                _ => "The sources in the log were shown to too few users to compare them.",
            };
        var (control, treatment) = (finding.Control, finding.Treatment);
        var days = $"{Numbers.Day(finding.FirstOn)} to {Numbers.Day(finding.LastOn)}";
        return finding.Kind switch
        {
            ExperimentKind.AbTest when !finding.IsTrusted =>
                $"The log holds an A/B test of {treatment} against {control} ({days}) that cannot be trusted: a check failed, see below.",
            ExperimentKind.AbTest =>
                $"The log holds an A/B test of {treatment} against {control} ({days}): {Outcome(finding)}.{Tested.Exceptions(report, finding)}",
            ExperimentKind.Interleaved when !finding.IsTrusted =>
                $"Users saw {control} and {treatment} side by side ({days}), but what they did cannot be trusted: a check failed, see below.",
            ExperimentKind.Interleaved =>
                $"Users saw {control} and {treatment} side by side ({days}): {Outcome(finding)}.{Tested.Exceptions(report, finding)}",
            _ =>
                $"People were shown lists of {control} and of {treatment}, but not by an experiment: differences may be those between users or days.",
        };
    }

    private static string Outcome(ExperimentReport.Finding finding)
    {
        var sentences = new[] { (finding.Treatment, finding.ForTreatment), (finding.Control, finding.ForControl) }
            .Where(side => side.Item2.Count > 0)
            .Select(side => $"{side.Item1} is better by {Tested.By(finding, side.Item2)}")
            .ToArray();
        return sentences.Length > 0 ? string.Join("; ", sentences) : "there is no clear difference, which is not to say that they are equal";
    }

    private static IEnumerable<Block> Content(ReportData data)
    {
        var report = data.Experiment;
        if (report.Sources.Count == 0)
            yield return new Prose(
                "To get it: log an impression of each item that is shown, with 'source', the system whose list it came from, and 'position', its place in the list; and map both in 'inputs.events.fields'.",
                "notice"
            );
        foreach (var (index, finding) in report.Findings().Index())
        {
            foreach (var block in Experiment(data, finding, index + 1))
                yield return block;
        }

        if (report.Sources.Count > 0)
        {
            foreach (var block in Sources(data))
                yield return block;
        }

        if (report.Policies.Count > 0)
        {
            yield return new Heading("What lists would have been clicked, by impressions shown by chance");
            yield return new Bullets([.. report.Policies.Select(row => row.Message).Distinct()]);
            yield return Policies(data);
        }

        if (report.Sources.Count > 0)
            yield return new Folded("How it is counted", [new Bullets(Conventions(data))]);
    }

    private static IEnumerable<Block> Experiment(ReportData data, ExperimentReport.Finding finding, int number)
    {
        yield return new Heading($"{finding.Treatment} against {finding.Control}");
        yield return new Lights([.. data.Experiment.ChecksOf(finding).Select(Light).OrderByDescending(light => light.State)]);
        var (control, treatment) = (SideOf(data, finding.Control), SideOf(data, finding.Treatment));
        yield return new Figure(
            new ChartHead(
                $"experiment-{number}",
                $"{finding.Treatment} less {finding.Control}",
                $"In percent of {finding.Control}'s value, with {Level(data)} intervals, adjusted for the past where that is known. A filled mark has the colour of the source that is better; that also allows for the number of comparisons."
            ),
            head =>
                DifferencePlot.Render(
                    head,
                    [
                        .. finding.Rows.Select(row => new Difference(
                            Words.Capital(ExperimentMetric.Of(row.Metric).Title),
                            Numbers.Estimate(row.LeadingRelative.Value, row.LeadingRelative.Low, row.LeadingRelative.High),
                            row.IsClear
                        )),
                    ],
                    control,
                    treatment,
                    ValueFormat.SignedPercent
                ),
            ResultTable(
                $"{finding.Treatment} less {finding.Control}, all users",
                "Metric",
                data,
                finding.Rows,
                row => Words.Capital(ExperimentMetric.Of(row.Metric).Title)
            )
        );
        var metric = ExperimentMetric.All[0];
        var segments = OfSegments(data, finding, metric);
        if (segments.Length > 0)
            yield return new Figure(
                new ChartHead(
                    $"experiment-{number}-segments",
                    $"For whom: {metric.Title}",
                    $"{finding.Treatment} less {finding.Control}, with {Level(data)} intervals, adjusted for the past where that is known. Histories are those before the first day of the comparison."
                ),
                head =>
                    DifferencePlot.Render(
                        head,
                        [
                            .. segments.Select(row => new Difference(
                                Words.Capital(Words.Segment(row.Segment).Replace("users with ", "", StringComparison.Ordinal)),
                                Numbers.Estimate(row.Leading.Value, row.Leading.Low, row.Leading.High),
                                row.IsClear
                            )),
                        ],
                        control,
                        treatment,
                        metric.Signed
                    )
            );
        foreach (var other in ExperimentMetric.All)
        {
            if (OfSegments(data, finding, other) is { Length: > 0 } rows)
                yield return ResultTable($"{other.Title} by segment", "Segment", data, rows, row => Words.Capital(Words.Segment(row.Segment)));
        }
    }

    private static Light Light(ExperimentReport.CheckRow check) =>
        new(
            Words.Capital(check.CheckName.Replace('_', ' ')),
            check.Status switch
            {
                CheckStatus.Failed => LightState.Bad,
                CheckStatus.Warning => LightState.Look,
                _ => LightState.Good,
            },
            check.Status,
            check.Message
        );

    private static ExperimentReport.SummaryRow[] OfSegments(ReportData data, ExperimentReport.Finding finding, ExperimentMetric metric) =>
        [.. Rows(data, finding, metric).Where(row => row.Segment != Segments.All).Take(MostSegments)];

    private static IEnumerable<ExperimentReport.SummaryRow> Rows(ReportData data, ExperimentReport.Finding finding, ExperimentMetric metric) =>
        data.Experiment.Summary.Where(row => row.Control == finding.Control && row.Treatment == finding.Treatment && row.Metric == metric.Name);

    private static Table ResultTable(
        string name,
        string of,
        ReportData data,
        IReadOnlyList<ExperimentReport.SummaryRow> rows,
        Func<ExperimentReport.SummaryRow, string> label
    ) =>
        new(
            name,
            [
                new(of, true),
                new("Users"),
                new("Control"),
                new("Treatment"),
                new($"Difference ({Level(data)} interval)"),
                new("In percent"),
                new("p"),
                new("Adjusted for the past"),
                new("Holds at all looks"),
                new("Corrected p"),
                new("Could find"),
                new("Users needed"),
                new("Verdict", true),
            ],
            [.. rows.Select(row => Cells(label(row), row))]
        );

    private static string[] Cells(string label, ExperimentReport.SummaryRow row)
    {
        var metric = ExperimentMetric.Of(row.Metric);
        return
        [
            label,
            $"{Numbers.Count(row.ControlUsers)} / {Numbers.Count(row.TreatmentUsers)}",
            Numbers.Text(row.ControlValue, metric.Format),
            Numbers.Text(row.TreatmentValue, metric.Format),
            $"{Numbers.Text(row.Difference, metric.Signed)} ({Numbers.Interval(row.Low, row.High, metric.Signed)})",
            $"{Numbers.Text(row.Relative, ValueFormat.SignedPercent)} ({Numbers.Interval(row.RelativeLow, row.RelativeHigh, ValueFormat.SignedPercent)})",
            row.PValue is null ? Numbers.Missing : ExperimentText.P(row.PValue),
            row.CupedDifference is null
                ? Numbers.Missing
                : $"{Numbers.Text(row.CupedDifference, metric.Signed)} ({Numbers.Interval(row.CupedLow, row.CupedHigh, metric.Signed)})",
            Numbers.Interval(row.AlwaysValidLow, row.AlwaysValidHigh, metric.Signed),
            row.AdjustedPValue is null ? Numbers.Missing : ExperimentText.P(row.AdjustedPValue),
            Numbers.Text(row.Detectable, metric.Format),
            row.UsersNeeded is { } users ? Numbers.Count(users) : Numbers.Missing,
            Verdict(row),
        ];
    }

    private static string Verdict(ExperimentReport.SummaryRow row) =>
        row.Verdict switch
        {
            ExperimentVerdict.Treatment => $"{row.Treatment} is better",
            ExperimentVerdict.Control => $"{row.Control} is better",
            var other => Words.Capital(other),
        };

    /// <summary>What people did by source: by every metric, then place by place, where lists with higher places look better, and in tables by week.</summary>
    private static IEnumerable<Block> Sources(ReportData data)
    {
        string[] sources = [.. data.Experiment.Sources.Select(row => row.Source).Distinct()];
        var metrics = ExperimentMetric.All.Where(known => data.Experiment.Sources.Any(row => row.Metric == known.Name));
        yield return new Panels(
            "What people did with what they were shown, by source",
            $"All impressions. Whiskers are {Level(data)} intervals over users.",
            [
                .. metrics.Select(known => new Panel(
                    new ChartHead($"source-{known.Name.Replace('_', '-')}", Words.Capital(known.Title), "By source."),
                    head => HorizontalBars.Render(head, [.. sources.Select(source => BarOf(data, source, Segments.All, known))], known.Format)
                )),
            ],
            SourceTable(data, "all users and tiers", "tier=", sources)
        );
        var metric = ExperimentMetric.All[0];
        var places = data
            .Experiment.Sources.Where(row => row.Metric == metric.Name && row.Segment.StartsWith("position=", StringComparison.Ordinal))
            .Select(row => row.Segment)
            .Distinct()
            .OrderBy(PlaceOf)
            .ToArray();
        if (places.Length > 0)
            yield return new Panels(
                $"{Words.Capital(metric.Title)} by place in the list, and by source",
                $"Whiskers are {Level(data)} intervals over users.",
                [
                    .. places.Select(
                        (place, index) =>
                            new Panel(
                                new ChartHead($"place-{index}", $"Place {place["position=".Length..]}", "By source."),
                                head => HorizontalBars.Render(head, [.. sources.Select(source => BarOf(data, source, place, metric))], metric.Format)
                            )
                    ),
                ],
                SourceTable(data, "places", "position=", sources)
            );
        yield return SourceTable(data, "weeks", "week=", sources);
    }

    private static Table SourceTable(ReportData data, string name, string start, string[] sources)
    {
        var metrics = ExperimentMetric.All.Where(metric => data.Experiment.Sources.Any(row => row.Metric == metric.Name)).ToArray();
        var rows = data
            .Experiment.Sources.Where(row => row.Metric == metrics[0].Name)
            .Where(row => row.Segment.StartsWith(start, StringComparison.Ordinal) || (start == "tier=" && row.Segment == "all"))
            .OrderBy(row => row.Segment == "all" ? "" : row.Segment, StringComparer.Ordinal)
            .ThenBy(row => PlaceOf(row.Segment))
            .ThenBy(row => Array.IndexOf(sources, row.Source));
        return new(
            $"what people did, by source: {name}",
            [
                new("Source", true),
                new("Of", true),
                new("Users"),
                new("Impressions"),
                .. metrics.Select(metric => new TableColumn(Words.Capital(metric.Title))),
            ],
            [
                .. rows.Select(row =>
                    new[]
                    {
                        row.Source,
                        Words.Capital(Words.Segment(row.Segment).Replace("=", " ", StringComparison.Ordinal)),
                        Numbers.Count(row.Users),
                        Numbers.Count(row.Impressions),
                    }
                        .Concat(
                            metrics.Select(metric =>
                                Find(data, row.Source, row.Segment, metric) is { } value
                                    ? $"{metric.Format.Text(value.Value)} ({Numbers.Interval(value.Low, value.High, metric.Format)})"
                                    : Numbers.Missing
                            )
                        )
                        .ToArray()
                ),
            ]
        );
    }

    private static Estimate? Find(ReportData data, string source, string segment, ExperimentMetric metric) =>
        data.Experiment.Sources.FirstOrDefault(row => row.Source == source && row.Segment == segment && row.Metric == metric.Name) is { } row
            ? Numbers.Estimate(row.Value, row.Low, row.High)
            : null;

    private static Bar BarOf(ReportData data, string source, string segment, ExperimentMetric metric)
    {
        var value = Find(data, source, segment, metric);
        return new Bar(source, value?.Value, value?.Low, value?.High, SideOf(data, source).Colour);
    }

    private static Table Policies(ReportData data) =>
        new(
            "clicks per impression that each system's lists would have got",
            [
                new("System", true),
                new("Estimate", true),
                new("Clicks per impression"),
                new($"{Level(data)} interval"),
                new("Impressions"),
                new("Of the list"),
                new("Effective"),
                new("Largest weight"),
            ],
            [
                .. data.Experiment.Policies.Select(row =>
                    new[]
                    {
                        Words.System(row.System),
                        row.Estimator switch
                        {
                            "logged" => "What was shown",
                            "replay" => "Replay, right only if all items were as likely",
                            "ips" => "Inverse propensity (IPS)",
                            "snips" => "Self-normalised (SNIPS)",
                            "direct" => "Model of rewards alone",
                            _ => "Doubly robust",
                        },
                        Numbers.Text(row.Value, ValueFormat.FinePercent),
                        Numbers.Interval(row.Low, row.High, ValueFormat.FinePercent),
                        Numbers.Count(row.Rounds),
                        Numbers.Count(row.Matches),
                        Numbers.Text(row.Effective, ValueFormat.Count),
                        Numbers.Text(row.LargestWeight, ValueFormat.Tenths),
                    }
                ),
            ],
            IsFolded: false
        );

    private static string[] Conventions(ReportData data)
    {
        var hours = data.Settings.Experiment.AttributionHours;
        return
        [
            $"A click, watch, completion or like belongs to the last impression of the same user and item before it, within {hours} hours. An impression is clicked, completed and liked once at most.",
            "Intervals are over users, not over impressions, by the delta method and Student's t; relative ones by the delta method on the quotient of the arms.",
            "Adjusted for the past: CUPED, by the same metric in the 28 days before the test. It leads where it is known: verdict, corrected p, charts and sentences are of it.",
            $"Holds at all looks: an interval for those who look every day, tuned for {Numbers.Count(AlwaysValid.Tuning)} users; with far fewer it is wide. The other intervals hold for one look.",
            "Could find: the smallest true difference that a test of this size finds four times in five. Users needed: to find one as large as that seen.",
            "No clear difference is no evidence of a difference; it does not say that the two are equal.",
        ];
    }

    private static int PlaceOf(string segment) =>
        int.TryParse(segment.Split('=')[^1].TrimEnd('+'), CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue;

    /// <summary>A system that the report knows has its own colour; other sources have those that follow.</summary>
    private static Side SideOf(ReportData data, string source)
    {
        if (data.SystemsShown.Contains(source))
            return new Side(source, data.ColourOf(source));
        var others = data.Experiment.Sources.Select(row => row.Source).Distinct().Where(other => !data.SystemsShown.Contains(other));
        return new Side(source, data.ColourOf(source) + others.TakeWhile(other => other != source).Count());
    }

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";
}
