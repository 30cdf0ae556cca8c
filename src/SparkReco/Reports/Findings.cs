using SparkReco.Reports.Sections;

namespace SparkReco.Reports;

/// <summary>One thing that the run found, under a short heading, in words that need no statistics.</summary>
public sealed record Finding(string Heading, string Text);

/// <summary>Puts a report's figures into sentences: what was read, how good the lists are, how the two systems differ, and what to do.</summary>
public static class Findings
{
    private const string Better = "personalize is better";
    private const string Worse = "baseline is better";

    public static IReadOnlyList<Finding> Of(ReportData data)
    {
        List<Finding> findings = [new("Input", Input(data)), new("Lists", Lists(data))];
        if (!data.HasEvaluation)
        {
            findings.Add(new("Evaluation", NotJudged(data)));
            if (!data.HasComparison)
                findings.Add(new("Comparison", WithoutPersonalize));
            return findings;
        }

        findings.Add(new("Baseline", Baseline(data)));
        if (!data.HasComparison)
        {
            findings.Add(new("Comparison", WithoutPersonalize));
            return findings;
        }

        findings.Add(new("Agreement", Agreement(data)));
        findings.Add(new("Who is better", WhoIsBetter(data)));
        findings.Add(new("For whom", ForWhom(data)));
        findings.Add(new("What to do", WhatToDo(data)));
        return findings;
    }

    private const string WithoutPersonalize = "There are no lists of Amazon Personalize yet: name the output folder of a batch inference job in 'inputs.personalize.paths', and run again.";

    private static string Input(ReportData data) => string.Join("; ", data.Inputs.Select(input =>
        $"{input.Input}: {input.Rows:N0} rows read, {input.Kept:N0} kept"
        + (input.Rejected > 0 ? $", {input.Rejected:N0} rejected" : "")
        + (input.Duplicates > 0 ? $", {input.Duplicates:N0} {(input.Duplicates == 1 ? "copy" : "copies")}" : "")
        + (input.Conflicts > 0 ? $" ({input.Conflicts:N0} with other values than the row kept for the same id)" : "")
        + (input.RejectedFiles > 0 ? $", and {input.RejectedFiles:N0} of {input.Files:N0} files rejected whole, with unknown numbers of rows" : ""))) + ".";

    private static string Lists(ReportData data)
    {
        var eligible = data.Audiences.Sum(audience => audience.Eligible);
        var users = data.Audiences.Sum(audience => audience.Users);
        return $"{eligible:N0} of {users:N0} users are eligible (paid, or free and active in the last {data.Settings.Eligibility.ActiveDays} days); {Lengths(data)} of {data.Catalogue.Sum(share => share.OnOffer):N0} items on offer.";
    }

    private static string NotJudged(ReportData data)
    {
        var nothing = $"No eligible user did anything new in the {data.Settings.Evaluation.HorizonDays} days from {data.RunDate:yyyy-MM-dd} on, so nothing can be judged. ";
        var (before, after) = (data.Activities.Any(row => !row.IsLater), data.Activities.Any(row => row.IsLater));
        return nothing + (before, after) switch
        {
            (false, false) => "There are no events at all: look at 'inputs.events' and at the rejected rows.",
            (false, true) => "All events lie on or after the run date: take a later --run-date, so that there is a history to learn from.",
            (true, false) => "All events lie before the run date: to judge now, run again with an earlier --run-date.",
            _ => "Look at who is eligible, or take another --run-date.",
        };
    }

    private static string Lengths(ReportData data) => data.Audiences.Sum(audience => audience.Eligible) == 0
        ? "nobody gets any"
        : data.ShortestList == data.Settings.Blend.ListSize
        ? $"each gets {data.Settings.Blend.ListSize}"
        : $"they get lists of {data.ShortestList} to {data.Settings.Blend.ListSize} (there are not more items on offer that they have not had)";

    private static string Baseline(ReportData data)
    {
        var k = data.MainCutoff;
        if (data.Evaluated("baseline", "hit_rate") is not { } baseline || data.Evaluated("popularity", "hit_rate") is not { } plain || data.Evaluated("random", "hit_rate") is not { } random)
            return "Not judged.";
        var ndcg = data.Evaluated("baseline", "ndcg")!;
        var plainNdcg = data.Evaluated("popularity", "ndcg")!.Value;
        var word = ndcg.Users < Judging.ComparisonJudge.MinUsers ? "has too few users to be compared with" : ndcg.OverPopularityLow > 0 ? "clearly beats" : ndcg.OverPopularityHigh < 0 ? "is worse than" : "is not clearly different from";
        var ratio = plainNdcg > 0 ? $" ({ndcg.Value / plainNdcg:0.0} times)" : "";
        return $"Of {baseline.Users:N0} users who did something new in the {data.Settings.Evaluation.HorizonDays} days from {data.RunDate:yyyy-MM-dd} on, {baseline.Value:P1} find one of it among the first {k} of their list; "
            + $"with the plain popularity list it is {plain.Value:P1}, by chance {random.Value:P1}. "
            + $"The baseline {word} plain popularity: NDCG@{k} {ndcg.Value:0.0000} against {plainNdcg:0.0000}{ratio}, difference {Signed(ndcg.OverPopularity)} ({Interval(ndcg.OverPopularityLow, ndcg.OverPopularityHigh, data)}).";
    }

    private static string Agreement(ReportData data)
    {
        if (data.Compared("overlap")?.Agreement is not { } overlap)
            return "The two systems have no lists to compare.";
        var k = data.MainCutoff;
        return $"On average the two systems share {overlap * k:0.0} of their first {k} items ({overlap:P0}; random lists would share {Chance.Overlap(data, k) ?? 0:P1}). "
            + $"Weighted towards the top (rank-biased overlap) they agree to {data.Compared("rbo")?.Agreement:P0}.";
    }

    private static string WhoIsBetter(ReportData data)
    {
        var k = data.MainCutoff;
        var sentences = new List<string>();
        foreach (var (metric, name, format) in new[] { ("hit_rate", $"Users with a hit among the first {k}", "P1"), ("ndcg", $"NDCG@{k}", "0.0000"), ("watch_minutes", "Later watch minutes per user on recommended items", "0.00") })
        {
            if (data.Compared(metric) is not { Baseline: { } ours, Personalize: { } theirs } row)
                continue;
            var relative = ours > 0 ? $", {theirs / ours - 1:+0.0 %;-0.0 %}" : "";
            sentences.Add($"{name}: Amazon Personalize {theirs.ToString(format)}, baseline {ours.ToString(format)} ({Difference(row, metric)}{relative}; {Interval(row, metric, data)}): {Verdict(row)}");
        }

        return string.Join(". ", sentences) + ".";
    }

    private static string ForWhom(ReportData data)
    {
        var rows = data.Comparison.Where(row => row.Metric == "ndcg" && row.K == data.MainCutoff && row.Segment != "all").ToArray();
        if (rows.Length == 0)
            return "There are no segments to tell apart.";
        var groups = rows.GroupBy(row => row.Verdict).OrderBy(group => group.Key == Better ? 0 : group.Key == Worse ? 1 : 2).ThenBy(group => group.Key);
        return $"By NDCG@{data.MainCutoff}: " + string.Join("; ", groups.Select(group =>
            $"{Verdict(group.Key)} for {string.Join(", ", group.Select(row => $"{Segment(row.Segment)} ({row.Users:N0} users{(row is { Baseline: > 0, Personalize: { } theirs } ? $", {theirs / row.Baseline - 1:+0 %;-0 %}" : "")})"))}")) + ".";
    }

    private static string WhatToDo(ReportData data)
    {
        if (data.Compared("ndcg") is not { } all)
            return "Wait for users with lists of both systems and later behaviour.";
        var segments = data.Comparison.Where(row => row.Metric == "ndcg" && row.K == data.MainCutoff && row.Segment != "all").ToArray();
        var forPersonalize = segments.Where(row => row.Verdict == Better).Select(row => Segment(row.Segment)).ToArray();
        var forBaseline = segments.Where(row => row.Verdict == Worse).Select(row => Segment(row.Segment)).ToArray();
        const string caution = " These figures come from what people did by themselves, which favours the system whose lists they saw: confirm them with an A/B test before you pay for more.";
        return (forPersonalize, forBaseline, all.Verdict) switch
        {
            ({ Length: > 0 }, { Length: > 0 }, _) => $"Use each system where it is better: Amazon Personalize for {string.Join(", ", forPersonalize)}; the baseline for {string.Join(", ", forBaseline)}.{caution}",
            (_, { Length: > 0 }, Better) => $"Amazon Personalize serves people better on the whole, but the baseline is better for {string.Join(", ", forBaseline)}: test each where it is better.{caution}",
            ({ Length: > 0 }, _, Worse) => $"The baseline serves people better on the whole, but Amazon Personalize is better for {string.Join(", ", forPersonalize)}: test each where it is better.{caution}",
            (_, _, Better) => $"Amazon Personalize serves people better: test it live, and weigh its price against the difference.{caution}",
            (_, _, Worse) => $"Keep the baseline: Amazon Personalize does not serve people better. Look at its training data and recipe before you try again.{caution}",
            (_, _, "too few users") => $"Wait for more data: only {all.Users:N0} users can be judged.",
            ({ Length: > 0 }, _, _) => $"Over all users there is no clear difference; Amazon Personalize is better for {string.Join(", ", forPersonalize)}. Use it there if it is worth its price.{caution}",
            (_, { Length: > 0 }, _) => $"Over all users there is no clear difference; the baseline is better for {string.Join(", ", forBaseline)}. Keep it at least there.{caution}",
            _ => $"There is no clear difference: the baseline costs nothing more, so keep it, and compare again with more users or a longer time.{caution}",
        };
    }

    /// <summary>A segment in words: <c>tier=paid</c> is paid users.</summary>
    public static string Segment(string segment) => segment switch
    {
        "all" => "all users",
        "history=none" => "users without a history",
        _ when segment.StartsWith("tier=", StringComparison.Ordinal) => $"{segment["tier=".Length..]} users",
        _ when segment.StartsWith("history=", StringComparison.Ordinal) => $"users with {segment["history=".Length..]} items of history",
        _ => segment,
    };

    /// <summary>A verdict in words.</summary>
    public static string Verdict(string verdict) => verdict switch
    {
        Better => "Amazon Personalize is better",
        Worse => "the baseline is better",
        _ => verdict,
    };

    /// <summary>A row's verdict in words, with the reason where there is none although the interval leaves out zero.</summary>
    public static string Verdict(ReportData.ComparisonRow row) =>
        Verdict(row.Verdict) + (row.Verdict == "no clear difference" && (row.Low > 0 || row.High < 0) ? " once the number of comparisons is allowed for" : "");

    private static string Difference(ReportData.ComparisonRow row, string metric) =>
        metric == "hit_rate" ? $"{100 * row.Difference:+0.0;-0.0} points" : Signed(row.Difference);

    private static string Interval(ReportData.ComparisonRow row, string metric, ReportData data) =>
        metric == "hit_rate" ? $"{data.Settings.Comparison.ConfidencePercent} % interval {100 * row.Low:+0.0;-0.0} to {100 * row.High:+0.0;-0.0}" : Interval(row.Low, row.High, data);

    private static string Interval(double? low, double? high, ReportData data) =>
        $"{data.Settings.Comparison.ConfidencePercent} % interval {Signed(low)} to {Signed(high)}";

    private static string Signed(double? value) => value is { } number ? number.ToString(Math.Abs(number) < 1 ? "+0.0000;-0.0000;0" : "+0.00;-0.00;0") : "unknown";
}
