using SparkReco.Configuration;
using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>What to do, from what is clear: the system, the users, the gain and how sure it is; over all users, and in the segments that differ.</summary>
public static class Advice
{
    private const int MostNamed = 3;

    private static string Caution(SystemPair pair) =>
        $"These figures come from what people did by themselves, which favours the system whose lists they saw: confirm them with an A/B test before you {(pair is { System: Systems.Personalize } or { Reference: Systems.Personalize } ? "pay for more" : "change what people see")}.";

    public static string Of(ReportData data) =>
        Tested.Of(data) is { } test
            ? $"{Tested.Advice(data, test)} {Tested.Weight}{(StandIn.IsIn(data) ? $" {StandIn.Advice}" : "")}"
            : OfLists(data);

    private static string OfLists(ReportData data)
    {
        if (Standing.Of(data, Segments.All) is not { } all)
            return "Wait for users with lists of both systems and later behaviour.";
        if (Trust.Objections(data) is { Count: > 0 } bad)
            return $"{Words.Capital(string.Join("; ", bad))}: first have lists made that fit, and compare again. Until then no figure here tells who serves people better.";
        if (all.Outcome == Outcome.TooFewUsers)
            return $"Wait for more data: only {Html.Numbers.Of(all.Users, "user")} can be judged.";
        if (BestOfAll.Of(data) is { } best)
            return string.Join(" ", [$"{best.Verdict}.", What(best), Caution(data.Pair)]);
        var others = Standing.OfSegments(data).Where(segment => segment.IsClear && segment.Outcome != all.Outcome).ToArray();
        return string.Join(
            " ",
            [Over(data, all), .. Exceptions(data, others), StandIn.IsIn(data) ? StandIn.Advice : What(data, all, others), Caution(data.Pair)]
        );
    }

    private static string Over(ReportData data, Standing all) =>
        all.Outcome switch
        {
            Outcome.System =>
                $"Over all users {Words.Name(data.Pair.System)} is better by {Words.Titles(all.ForSystem)}{Gains(data, data.Pair.System)}.",
            Outcome.Reference =>
                $"Over all users {Words.Name(data.Pair.Reference)} is better by {Words.Titles(all.ForReference)}{Gains(data, data.Pair.Reference)}.",
            Outcome.Divided =>
                $"Over all users {Words.Name(data.Pair.System)} is better by {Words.Titles(all.ForSystem)}, {Words.Name(data.Pair.Reference)} is better by {Words.Titles(all.ForReference)}.",
            _ => "Over all users there is no clear difference.",
        };

    /// <summary>": 2.4 more users in a hundred find something (1.0 to 3.9)", of what is clear and has people's units.</summary>
    private static string Gains(ReportData data, string system)
    {
        var gains = Matrix
            .Of(data)
            .Rows.Where(row => row.Segment == Segments.All)
            .SelectMany(row => row.Cells.OfType<Matrix.Cell>())
            .Where(cell => cell.Certainty == Certainty.Clear && cell.Ahead == system && cell.Metric.Unit is MetricUnit.Share or MetricUnit.Minutes)
            .Select(Gain.Short)
            .ToArray();
        return gains.Length > 0 ? $": {Words.List(gains)}" : "";
    }

    private static IEnumerable<string> Exceptions(ReportData data, Standing[] segments)
    {
        if (Named(Outcome.System, segment => segment.ForSystem) is { Length: > 0 } theirs)
            yield return $"{Words.Capital(Words.Name(data.Pair.System))} is better for {theirs}.";
        if (Named(Outcome.Reference, segment => segment.ForReference) is { Length: > 0 } ours)
            yield return $"{Words.Capital(Words.Name(data.Pair.Reference))} is better for {ours}.";
        var divided = segments.Where(segment => segment.Outcome == Outcome.Divided).ToArray();
        foreach (var segment in divided.Take(MostNamed))
            yield return $"For {Words.Segment(segment.Segment)} {Words.Name(data.Pair.System)} is better by {Words.Titles(segment.ForSystem)}, {Words.Name(data.Pair.Reference)} is better by {Words.Titles(segment.ForReference)}.";
        if (divided.Length > MostNamed)
            yield return $"The metrics disagree for {divided.Length - MostNamed} more segments.";

        string Named(Outcome outcome, Func<Standing, IReadOnlyList<Metric>> metrics)
        {
            var named = segments.Where(segment => segment.Outcome == outcome).ToArray();
            return Words.List([
                .. named.Take(MostNamed).Select(segment => $"{Words.Segment(segment.Segment)} (by {Words.Titles(metrics(segment))})"),
                .. named.Length > MostNamed ? [$"{named.Length - MostNamed} more segments"] : Array.Empty<string>(),
            ]);
        }
    }

    private static string What(ReportData data, Standing all, Standing[] others) =>
        (all.Outcome, others.Length) switch
        {
            (Outcome.System, 0) => Act(data, data.Pair.System, data.Pair.Reference),
            (Outcome.Reference, 0) => Act(data, data.Pair.Reference, data.Pair.System),
            (Outcome.NotClear, 0) => $"Keep what costs less, and compare again with more users or a longer time.",
            (Outcome.Divided, 0) => "Decide which of these counts most for you.",
            _ => "Test each system where it is better by what counts most for you." + Overlapping(others),
        };

    private static string What(BestOfAll best) =>
        best.Best is { } system
            ? $"Test {Words.Name(system)} live on these users before it takes the place of what they see now."
            : "Keep what costs less of those that no other is better than, and compare again with more users or a longer time.";

    /// <summary>Only Amazon Personalize has a price, and only lists that the company has already can be kept; which side of the pair they are on says nothing.</summary>
    private static string Act(ReportData data, string better, string other) =>
        better == Systems.Personalize ? $"Test {Words.Name(better)} live on these users, and weigh its price against the gain."
        : other == Systems.Personalize
            ? $"Keep {Words.Name(better)}, and look at what {Words.Whose(other, "lists")} were made from before you try again."
        : IsCurrent(data, better) && !IsCurrent(data, other) ? $"Keep {Words.Name(better)}."
        : $"Test {Words.Name(better)} live on these users before it takes the place of {Words.Name(other)}.";

    private static bool IsCurrent(ReportData data, string system) => data.Files is null && data.Settings.Inputs.Lists.ContainsKey(system);

    /// <summary>A user of a tier has a history, too.</summary>
    private static string Overlapping(Standing[] others) =>
        others.Select(segment => Segments.PropertyOf(segment.Segment)).Distinct().ToArray() is { Length: > 1 } properties
            ? $" A user has several of these properties ({Words.List([.. properties.Select(property => Segments.Title(property).ToLowerInvariant())])}): divide users by one of them."
            : "";
}
