using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;
using SparkReco.Reports.Sections;

namespace SparkReco.Reports;

/// <summary>One thing that the run found, under a short heading, in words that need no statistics.</summary>
public sealed record Finding(string Heading, string Text);

/// <summary>Puts a report's figures into sentences: what was read, how good the lists are, how the two systems differ, and what to do.</summary>
public static class Findings
{
    private const string WithoutPersonalize =
        "There are no lists of Amazon Personalize yet: name the output folder of a batch inference job in 'inputs.personalize.paths', and run again.";

    public static IReadOnlyList<Finding> Of(ReportData data)
    {
        List<Finding> findings = [new("Input", Input(data)), new("Lists", Lists(data))];
        if (Outliers.Of(data) is { Count: > 0 } outliers)
            findings.Add(new("Unusual", string.Join(" ", outliers)));
        findings.Add(data.HasEvaluation ? new("Baseline", OverPopularity.Sentence(data)) : new("Evaluation", NotJudged(data)));
        if (!data.HasComparison)
            findings.Add(new("Comparison", WithoutPersonalize));
        else if (data.HasEvaluation)
            findings.AddRange([
                new("Agreement", Agreement(data)),
                new("Who is better", WhoIsBetter(data)),
                new("For whom", ForWhom(data)),
                new("What to do", Advice.Of(data)),
            ]);
        if (!data.Settings.Personalize.IsStandIn)
            return findings;
        return [.. findings.Select(finding => finding with { Text = StandIn.Named(true, finding.Text) }), new("Stand-in", StandIn.Notice)];
    }

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
            .Where(pair => pair.Row is { Baseline: not null, Personalize: not null })
            .Select(pair => Figures(data, pair.metric, pair.Row!))
            .ToArray();
        return figures.Length == 0
            ? "No list of either system holds anything that its user did next."
            : $"{Without(data)}{Numbers.Of(all.Users, "user")} can be judged. {string.Join(". ", figures)}.";
    }

    /// <summary>Lists that are missing look like lists without a hit: that they are is said first.</summary>
    private static string Without(ReportData data) =>
        ListShortage.OfUsers(data, enough: 1) is { Length: > 0 } missing ? $"{missing}; the others count as users without a hit. " : "";

    private static string Figures(ReportData data, Metric metric, ReportData.ComparisonRow row) =>
        $"{metric.HeadlineAt(row.K)}: Amazon Personalize {Numbers.Text(row.Personalize, metric.Format)}, baseline {Numbers.Text(row.Baseline, metric.Format)} "
        + $"({Numbers.Text(row.Difference, metric.Signed)}{(row.Baseline > 0 ? ", " + Numbers.Text(row.Difference / row.Baseline, ValueFormat.SignedPercent) : "")}; "
        + $"{data.Settings.Comparison.ConfidencePercent} % interval {Numbers.Interval(row.Low, row.High, metric.Signed)}): {Words.Verdict(row)}";

    private static string ForWhom(ReportData data)
    {
        var segments = Standing.OfSegments(data);
        if (segments.Count == 0)
            return "There are no segments to tell apart.";
        var sentences = segments
            .GroupBy(segment => segment.Outcome)
            .OrderByDescending(group => group.Key)
            .Select(group =>
                group.Key switch
                {
                    Outcome.Personalize =>
                        $"Amazon Personalize is better for {Words.List([.. group.Select(segment => Described(data, segment, segment.ForPersonalize))])}.",
                    Outcome.Baseline =>
                        $"The baseline is better for {Words.List([.. group.Select(segment => Described(data, segment, segment.ForBaseline))])}.",
                    Outcome.Divided => string.Join(
                        " ",
                        group.Select(segment =>
                            $"For {Words.Segment(segment.Segment)} ({segment.Users:N0}) Amazon Personalize is better by {Relative(data, segment, segment.ForPersonalize)}, the baseline is better by {Relative(data, segment, segment.ForBaseline)}."
                        )
                    ),
                    Outcome.NotClear =>
                        $"No clear difference for {Words.List([.. group.Select(segment => $"{Words.Segment(segment.Segment)} ({segment.Users:N0})")])}.",
                    _ =>
                        $"Too few users to tell for {Words.List([.. group.Select(segment => $"{Words.Segment(segment.Segment)} ({segment.Users:N0})")])}.",
                }
            );
        return $"By the first {data.MainCutoff} places. " + string.Join(" ", sentences);
    }

    private static string Described(ReportData data, Standing segment, IReadOnlyList<Metric> metrics) =>
        $"{Words.Segment(segment.Segment)} ({segment.Users:N0}; by {Relative(data, segment, metrics)})";

    /// <summary>The metrics, each with its difference in percent of the baseline's value.</summary>
    private static string Relative(ReportData data, Standing segment, IReadOnlyList<Metric> metrics) =>
        Words.List([
            .. metrics.Select(metric =>
                metric.Title
                + (
                    data.Compared(metric.Name, segment.Segment) is { Baseline: > 0 } row
                        ? " " + Numbers.Text(row.Difference / row.Baseline, ValueFormat.SignedPercent)
                        : ""
                )
            ),
        ]);
}
