using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>What to do, from what is clear: over all users, and in the segments that differ from them.</summary>
public static class Advice
{
    private const string Caution =
        "These figures come from what people did by themselves, which favours the system whose lists they saw: confirm them with an A/B test before you pay for more.";

    public static string Of(ReportData data)
    {
        if (Standing.Of(data, "all") is not { } all)
            return "Wait for users with lists of both systems and later behaviour.";
        if (all.Outcome == Outcome.TooFewUsers)
            return $"Wait for more data: only {Numbers.Of(all.Users, "user")} can be judged.";
        var others = Standing
            .OfSegments(data)
            .Where(segment => segment.Outcome is Outcome.Personalize or Outcome.Baseline or Outcome.Divided && segment.Outcome != all.Outcome)
            .ToArray();
        string[] first = ListShortage.Of(data) is { Length: > 0 } shortage ? [$"{shortage}: first have lists made that fit, and compare again."] : [];
        return string.Join(
            " ",
            [.. first, Over(all), .. Exceptions(others), data.Settings.Personalize.IsStandIn ? StandIn.Advice : What(all, others), Caution]
        );
    }

    private static string Over(Standing all) =>
        all.Outcome switch
        {
            Outcome.Personalize => $"Over all users Amazon Personalize is better by {Words.Titles(all.ForPersonalize)}.",
            Outcome.Baseline => $"Over all users the baseline is better by {Words.Titles(all.ForBaseline)}.",
            Outcome.Divided =>
                $"Over all users Amazon Personalize is better by {Words.Titles(all.ForPersonalize)}, the baseline is better by {Words.Titles(all.ForBaseline)}.",
            _ => "Over all users there is no clear difference.",
        };

    private static IEnumerable<string> Exceptions(Standing[] segments)
    {
        if (Named(Outcome.Personalize, segment => segment.ForPersonalize) is { Length: > 0 } theirs)
            yield return $"Amazon Personalize is better for {theirs}.";
        if (Named(Outcome.Baseline, segment => segment.ForBaseline) is { Length: > 0 } ours)
            yield return $"The baseline is better for {ours}.";
        foreach (var segment in segments.Where(segment => segment.Outcome == Outcome.Divided))
            yield return $"For {Words.Segment(segment.Segment)} Amazon Personalize is better by {Words.Titles(segment.ForPersonalize)}, the baseline is better by {Words.Titles(segment.ForBaseline)}.";

        string Named(Outcome outcome, Func<Standing, IReadOnlyList<Metric>> metrics) =>
            Words.List([
                .. segments
                    .Where(segment => segment.Outcome == outcome)
                    .Select(segment => $"{Words.Segment(segment.Segment)} (by {Words.Titles(metrics(segment))})"),
            ]);
    }

    private static string What(Standing all, Standing[] others) =>
        (all.Outcome, others.Length) switch
        {
            (Outcome.Personalize, 0) => "Test Amazon Personalize live, and weigh its price against the difference.",
            (Outcome.Baseline, 0) => "Keep the baseline, and look at the training data and the recipe of Amazon Personalize before you try again.",
            (Outcome.NotClear, 0) => "The baseline costs nothing more, so keep it, and compare again with more users or a longer time.",
            (Outcome.Divided, 0) => "Decide which of these counts most for you.",
            _ => "Test each system where it is better by what counts most for you." + Overlapping(others),
        };

    /// <summary>A user of a tier has a history, too.</summary>
    private static string Overlapping(Standing[] others) =>
        others.Select(segment => segment.Segment.Split('=')[0]).Distinct().Count() > 1
            ? " A user belongs to a tier and to a size of history: divide users by one of the two."
            : "";
}
