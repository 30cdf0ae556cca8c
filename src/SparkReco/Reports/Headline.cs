using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>The answer of the whole report in a few words.</summary>
/// <param name="System">Whom the answer names; null for neither.</param>
/// <param name="Answer">The answer, with what it must be read with; where that makes it worthless, that alone.</param>
/// <param name="Basis">Whom and what it rests on, and what the baseline is, in a sentence or two.</param>
/// <param name="Gains">Each headline metric in people's units.</param>
public sealed record Headline(string? System, string Answer, string Basis, IReadOnlyList<Gain> Gains)
{
    /// <summary>Where an A/B test gives the answer: what it found, in a sentence or two.</summary>
    public string Test { get; init; } = "";

    /// <summary>Where an A/B test gives the answer: what the lists alone would have said, by what people did by themselves.</summary>
    public string Lists { get; init; } = "";

    private const string NoLists = "Lists to compare with are missing.";

    public static Headline Of(ReportData data)
    {
        var lists = OfLists(data);
        if (data.Files is null)
            lists = lists with { Basis = $"{lists.Basis} The baseline is {data.Settings.BaselineName}." };
        return Tested.Of(data) is { } test
            ? lists with
            {
                System = test.Winner,
                Answer = Tested.Answer(data, test),
                Test = string.Join(" ", [Tested.Basis(data, test), .. Simpson.Of(data.Experiment).Select(paradox => paradox.Sentence)]),
                Lists = lists.Answer,
            }
            : lists;
    }

    private static Headline OfLists(ReportData data) =>
        (data.HasEvaluation, data.HasComparison) switch
        {
            (false, false) => new(null, "Nothing to judge yet", $"{NoLaterBehaviour(data)} {NoLists}", []),
            (false, true) when data.Files is not null => Agreement(data),
            (false, true) => new(null, "The lists are compared, but not judged yet", NoLaterBehaviour(data), []),
            (true, false) => Alone(data),
            (true, true) => Compared(data),
        };

    private static Headline Agreement(ReportData data)
    {
        var pairs = data.PairsCompared();
        var closest = pairs.MaxBy(pair => data.Compared("overlap", pair)?.Agreement) ?? data.Pair;
        var shared =
            $"share {Html.Numbers.Text(data.Compared("overlap", closest)?.Agreement * data.MainCutoff, Charts.ValueFormat.Tenths)} of their first {data.MainCutoff} items on average";
        return new(
            null,
            Doubted(
                data,
                pairs.Count > 1
                    ? $"{Words.Capital(Words.Name(closest.Reference))} and {Words.Name(closest.System)} are the most alike: their two lists of a user {shared}"
                    : $"The two lists of a user {shared}"
            ),
            "Which of them is better is not judged: that takes what users did later, in a file that --truth names.",
            []
        );
    }

    private static string NoLaterBehaviour(ReportData data) => $"No eligible user did anything new {Period.Of(data)}.";

    private static Headline Alone(ReportData data) =>
        OverPopularity.Of(data) is { } over
            ? new(
                null,
                Doubted(data, over.Verdict),
                OverPopularity.Figures(data) is { Length: > 0 } figures ? $"{Words.Capital(figures)}; {Level(data)} intervals. {NoLists}" : NoLists,
                []
            )
            : new(null, "The baseline is not judged", NoLists, []);

    private static Headline Compared(ReportData data)
    {
        if (Standing.Of(data, Segments.All) is not { } all)
            return new(null, "No user can be judged with both lists", "No user has lists of both systems and later behaviour.", []);
        var isFair = Trust.Objections(data).Count == 0;
        var gains = isFair ? Gain.Of(data) : [];
        var best = BestOfAll.Of(data);
        var basis =
            !isFair ? $"Over {Numbers(all)}; what the lists of each hold is in the tables, but names nobody."
            : gains.Count == 0 ? "No list of either system holds anything that its user did next."
            : $"Over {Numbers(all)} {(data.Files is null ? $"who did something new {Period.Of(data)}" : "with a list and later behaviour")}, by the first {data.MainCutoff} items of their lists; {Level(data)} intervals. {(data.Files is null ? Standing.Summary(data) : "")}".TrimEnd();
        return new(
            all.Outcome switch
            {
                _ when !isFair => null,
                _ when best is not null => best.Best,
                Outcome.System => data.Pair.System,
                Outcome.Reference => data.Pair.Reference,
                _ => null,
            },
            Doubted(data, best?.Verdict ?? Verdict(data, all)),
            best is null || !isFair ? basis : $"Of the first two: {Words.Small(Verdict(data, all))}. {basis}",
            gains
        );
    }

    private static string Numbers(Standing all) => Html.Numbers.Of(all.Users, "user");

    private static string Verdict(ReportData data, Standing all)
    {
        var differing = Standing.OfSegments(data).Any(segment => segment.IsClear && segment.Outcome != all.Outcome);
        var (system, reference) = (Words.Name(data.Pair.System), Words.Name(data.Pair.Reference));
        return all.Outcome switch
        {
            Outcome.System => $"{Words.Capital(system)} is better{By(data, all.ForSystem)}{(differing ? ", but not for all" : "")}",
            Outcome.Reference => $"{Words.Capital(reference)} is better{By(data, all.ForReference)}{(differing ? ", but not for all" : "")}",
            Outcome.Divided => Words.Capital(
                $"{system} is better by {Words.Titles(all.ForSystem)}, {reference} is better by {Words.Titles(all.ForReference)}"
            ),
            Outcome.NotClear => differing ? "No clear difference over all users, but for some" : "No evidence of a difference between the two",
            _ => "Too few users to tell",
        };
    }

    /// <summary>What the answer rests on must be read with it; what leaves nothing of it takes its place.</summary>
    private static string Doubted(ReportData data, string words)
    {
        var doubts = Trust.Doubts(data);
        if (Trust.Objections(data).Count > 0)
            return $"Not a fair comparison: {string.Join("; ", doubts.Select(light => light.Doubt))}";
        return doubts.Count > 0 ? $"{words} ({string.Join("; ", doubts.Select(light => light.Doubt))})" : words;
    }

    /// <summary>By which metrics, where not all that headlines look at say it.</summary>
    private static string By(ReportData data, IReadOnlyList<Metric> metrics) =>
        data.Headlines().All(metrics.Contains) ? "" : $" by {Words.Titles(metrics)}";

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";
}
