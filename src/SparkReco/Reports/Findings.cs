using System.Globalization;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;
using SparkReco.Reports.Sections;
using SparkReco.Runs;

namespace SparkReco.Reports;

/// <summary>One thing that the run found, under a short heading, in words that need no statistics.</summary>
public sealed record Finding(string Heading, string Text);

/// <summary>Puts a report's figures into sentences: what was read, how good the lists are, how the two systems differ, and what to do.</summary>
public static class Findings
{
    private const int MostNamed = 8;

    private const string WithoutLists =
        "There are no lists to compare with yet: name the output folder of a batch inference job of Amazon Personalize in 'inputs.personalize.paths', or lists of any system in 'inputs.lists', and run again.";

    public static IReadOnlyList<Finding> Of(ReportData data)
    {
        if (data.Files is not null)
            return OfFiles(data);
        List<Finding> findings = [new("Input", Input(data)), new("Lists", Lists(data))];
        if (MostIsLater(data) is { } later)
            findings.Add(new("Run date", later));
        if (Outliers.Of(data) is { Count: > 0 } outliers)
            findings.Add(new("Unusual", string.Join(" ", outliers)));
        findings.Add(
            data.HasEvaluation
                ? new("Baseline", $"{OverPopularity.Sentence(data)} {data.Ranker.Sentence}")
                : new("Evaluation", $"{NotJudged(data)} {data.Ranker.Sentence}")
        );
        if (!data.HasComparison)
            findings.Add(new("Comparison", WithoutLists));
        else
            findings.Add(new("Agreement", Agreement(data)));
        if (data is { HasComparison: true, HasEvaluation: true })
            findings.AddRange([new("Who is better", WhoIsBetter(data)), new("For whom", ForWhom(data)), new("What to do", Advice.Of(data))]);
        if (data.Experiment.Sources.Count > 0)
            findings.Add(
                new(
                    "Shown lists",
                    string.Join(
                        " ",
                        [ExperimentSection.Sentence(data.Experiment), .. Simpson.Of(data.Experiment).Select(paradox => paradox.Sentence)]
                    )
                )
            );
        if (Cost.Sentence(data) is { Length: > 0 } cost)
            findings.Add(new("Cost", cost));
        if (Since.Day(data) is not null)
            findings.Add(new("Since before", Since.Sentence(data)));
        if (!data.Settings.Personalize.IsStandIn)
            return findings;
        return [.. findings.Select(finding => finding with { Text = StandIn.Named(true, finding.Text) }), new("Stand-in", StandIn.Notice)];
    }

    private static IReadOnlyList<Finding> OfFiles(ReportData data) =>
        data.HasEvaluation
            ?
            [
                new("Agreement", Agreement(data)),
                new("Who is better", Monthly.Without(WhoIsBetter(data))),
                new("What to do", Monthly.Without(Advice.Of(data))),
            ]
            : [new("Agreement", Agreement(data))];

    /// <summary>The A/B test that the log holds, and its verdict, in a sentence or two; null where it holds none.</summary>
    public static string? AbTest(ReportData data) =>
        data.Experiment.Findings() is [{ IsAbTest: true }, ..] ? ExperimentSection.Sentence(data.Experiment) : null;

    /// <summary>Whether the test is of the two systems that are compared, so that it goes before all else.</summary>
    public static bool LeadsWithTest(ReportData data) => data.Experiment.Findings() is [var test, ..] && Tested.IsOf(test, data.Pair);

    private static string Input(ReportData data) =>
        data.Inputs.Count == 0
            ? "No input was read."
            : string.Join(
                "; ",
                data.Inputs.Select(input =>
                    input.Rows == 0 && input.RejectedFiles == 0
                        ? $"{input.Input}: no row, the files of 'inputs.{input.Input}.paths' hold none"
                        : $"{input.Input}: {input.Rows:N0} rows read, {input.Kept:N0} kept"
                            + (input.Rejected > 0 ? $", {input.Rejected:N0} rejected" : "")
                            + (input.LeftOut > 0 ? $", {input.LeftOut:N0} left out" : "")
                            + (input.Duplicates > 0 ? $", {input.Duplicates:N0} {(input.Duplicates == 1 ? "copy" : "copies")}" : "")
                            + (input.Conflicts > 0 ? $" ({input.Conflicts:N0} with other values than the row kept for the same id)" : "")
                            + (
                                input.RejectedFiles > 0
                                    ? $", and {input.RejectedFiles:N0} of {input.Files:N0} files rejected whole, with unknown numbers of rows"
                                    : ""
                            )
                )
            ) + ".";

    private static string? MostIsLater(ReportData data) =>
        RunDateCheck.MostOf(data.Activities.Sum(row => row.Events), data.Activities.Where(row => row.IsLater).Sum(row => row.Events)) is { } most
            ? $"{most} are of the run date or later, and no list is made of them: a later --run-date makes lists of more of them."
            : null;

    private static string Lists(ReportData data)
    {
        var eligible = data.Audiences.Sum(audience => audience.Eligible);
        var users = data.Audiences.Sum(audience => audience.Users);
        return $"{eligible:N0} of {users:N0} users are eligible (paid, or free and active in the last {data.Settings.Eligibility.ActiveDays} days); {Lengths(data)} of {data.Catalogue.Sum(share => share.OnOffer):N0} items on offer.";
    }

    private static string Lengths(ReportData data) =>
        data.Audiences.Sum(audience => audience.Eligible) == 0 ? "nobody gets any"
        : data.ShortestList == data.Settings.Blend.ListSize ? $"each gets {data.Settings.Blend.ListSize}"
        : $"they get lists of {data.ShortestList} to {data.Settings.Blend.ListSize} (there are not more items on offer that they have not had)";

    private static string NotJudged(ReportData data)
    {
        var nothing = $"No eligible user did anything new {Period.Of(data)}, so nothing can be judged. ";
        var (before, after) = (data.Activities.Any(row => !row.IsLater), data.Activities.Any(row => row.IsLater));
        return nothing
            + (before, after) switch
            {
                (false, false) => "There are no events at all: look at 'inputs.events' and at the rejected rows.",
                (false, true) => "All events lie on or after the run date: take a later --run-date, so that there is a history to learn from.",
                (true, false) => "All events lie before the run date: to judge now, run again with an earlier --run-date.",
                _ => "Look at who is eligible, or take another --run-date.",
            };
    }

    private static string Agreement(ReportData data)
    {
        if (data.Compared("overlap")?.Agreement is not { } overlap)
            return "The two systems have no lists to compare.";
        var k = data.MainCutoff;
        return $"On average the two systems share {overlap * k:0.0} of their first {k} items ({ValueFormat.Percent.Text(overlap)}; random lists as long as theirs would share {Numbers.Text(Chance.Overlap(data, k), ValueFormat.Percent)}). "
            + $"Weighted towards the top (rank-biased overlap) they agree to {Numbers.Text(data.Compared("rbo")?.Agreement, ValueFormat.Percent)}.";
    }

    private static string WhoIsBetter(ReportData data)
    {
        if (Standing.Of(data, "all") is not { } all)
            return "No user has lists of both systems and later behaviour.";
        var figures = data.Headlines()
            .Select(metric => (metric, Row: data.Compared(metric.Name)))
            .Where(pair => pair.Row is { ReferenceValue: not null, SystemValue: not null })
            .Select(pair => Figures(data, pair.metric, pair.Row!))
            .ToArray();
        return figures.Length == 0
            ? "No list of either system holds anything that its user did next."
            : $"{Doubts(data)}{Numbers.Of(all.Users, "user")} can be judged. {string.Join(". ", figures)}.";
    }

    /// <summary>What makes the figures untrustworthy is said first.</summary>
    private static string Doubts(ReportData data) =>
        Trust.Objections(data) is { Count: > 0 } bad ? $"Not a fair comparison: {string.Join("; ", bad)}. " : "";

    private static string Figures(ReportData data, Metric metric, ReportData.ComparisonRow row) =>
        $"{metric.FigureAt(row.K)}: {Words.Name(row.System)} {Numbers.Text(row.SystemValue, metric.Format)}, {Words.Name(row.Reference)} {Numbers.Text(row.ReferenceValue, metric.Format)} "
        + $"({Numbers.Text(row.Difference, metric.Signed)}{(row.ReferenceValue > 0 ? ", " + Numbers.Text(row.Difference / row.ReferenceValue, ValueFormat.SignedPercent) : "")}; "
        + $"{data.Settings.Comparison.ConfidencePercent} % interval {Numbers.Interval(row.Low, row.High, metric.Signed)}){(Trust.Objections(data).Count > 0 ? "" : $": {Words.Verdict(row, data)}")}";

    /// <summary>The clear segments, those first that differ from all users; the rest as a count.</summary>
    private static string ForWhom(ReportData data)
    {
        var segments = Standing.OfSegments(data);
        if (segments.Count == 0)
            return "There are no segments to tell apart.";
        if (Doubts(data) is { Length: > 0 } doubts)
            return $"{doubts}No part of the users tells who serves people better.";
        var all = Standing.Of(data, Segments.All)?.Outcome;
        var clear = segments
            .Where(segment => segment.IsClear)
            .OrderBy(segment => segment.Outcome == all)
            .ThenByDescending(segment => segment.ForSystem.Count + segment.ForReference.Count)
            .ThenByDescending(segment => segment.Users)
            .ToArray();
        var named = segments.Where(clear.Take(MostNamed).Contains).ToArray();
        string[] rest =
        [
            .. Rest(clear.Length - named.Length, "a clear difference for {0} more"),
            .. Rest(segments.Count(segment => segment.Outcome == Outcome.NotClear), "no evidence of a difference for {0}"),
            .. Rest(segments.Count(segment => segment.Outcome == Outcome.TooFewUsers), "too few users in {0}"),
        ];
        return string.Join(
            " ",
            [
                $"By the first {data.MainCutoff} places.",
                .. named
                    .GroupBy(segment => segment.Outcome)
                    .OrderByDescending(group => group.Key)
                    .SelectMany(group => Clear(data, group.Key, [.. group])),
                .. rest.Length > 0 ? [$"{Words.Capital(Words.List(rest))}; the report has them all."] : Array.Empty<string>(),
                .. DecidingPart.Of(data).Select(part => part.Sentence),
            ]
        );
    }

    private static IEnumerable<string> Rest(int count, string words) =>
        count == 0 ? [] : [string.Format(CultureInfo.InvariantCulture, words, Numbers.Of(count, "segment"))];

    private static IEnumerable<string> Clear(ReportData data, Outcome outcome, IReadOnlyList<Standing> segments) =>
        outcome switch
        {
            Outcome.System =>
            [
                $"{Words.Capital(Words.Name(data.Pair.System))} is better for {Words.List([.. segments.Select(segment => Described(data, segment, segment.ForSystem))])}.",
            ],
            Outcome.Reference =>
            [
                $"{Words.Capital(Words.Name(data.Pair.Reference))} is better for {Words.List([.. segments.Select(segment => Described(data, segment, segment.ForReference))])}.",
            ],
            _ => segments.Select(segment =>
                $"For {Words.Segment(segment.Segment)} ({segment.Users:N0}) {Words.Name(data.Pair.System)} is better by {Relative(data, segment, segment.ForSystem)}, {Words.Name(data.Pair.Reference)} is better by {Relative(data, segment, segment.ForReference)}."
            ),
        };

    private static string Described(ReportData data, Standing segment, IReadOnlyList<Metric> metrics) =>
        $"{Words.Segment(segment.Segment)} ({segment.Users:N0}; by {Relative(data, segment, metrics)})";

    /// <summary>The metrics, each with its difference in percent of the reference's value.</summary>
    private static string Relative(ReportData data, Standing segment, IReadOnlyList<Metric> metrics) =>
        Words.List([
            .. metrics.Select(metric =>
                metric.Title
                + (
                    data.Compared(metric.Name, segment.Segment) is { ReferenceValue: > 0 } row
                        ? " " + Numbers.Text(row.Difference / row.ReferenceValue, ValueFormat.SignedPercent)
                        : ""
                )
            ),
        ]);
}
