using SparkReco.Judging;

namespace SparkReco.Reports;

/// <summary>
/// Which of three or more systems is best, from the verdicts of every pair of them. The best one is better than each of the others, as
/// <see cref="Standing"/> has it: to be that it must pass every one of these tests, which asks for no further correction.
/// </summary>
/// <param name="Systems">All of them.</param>
/// <param name="Best">The one that is better than each of the others; null where there is none.</param>
/// <param name="Unbeaten">Those that no other is better than.</param>
/// <param name="Users">The judged users.</param>
internal sealed record BestOfAll(IReadOnlyList<string> Systems, string? Best, IReadOnlyList<string> Unbeaten, long Users)
{
    /// <summary>Of lists from files, all pairs of which are compared; null where there are two sets, or nothing is judged.</summary>
    public static BestOfAll? Of(ReportData data)
    {
        if (data.Files is null || !data.HasEvaluation || data.PairsCompared() is not { Count: > 1 } pairs)
            return null;
        string[] systems = [.. pairs.SelectMany(pair => new[] { pair.Reference, pair.System }).Distinct()];
        var standings = pairs.Select(pair => (Pair: pair, Of: Standing.Of(data, Segments.All, pair))).Where(pair => pair.Of is not null).ToArray();
        var wins = standings
            .Where(pair => pair.Of!.Outcome is Outcome.System or Outcome.Reference)
            .Select(pair =>
                pair.Of!.Outcome == Outcome.System
                    ? (Better: pair.Pair.System, Other: pair.Pair.Reference)
                    : (Better: pair.Pair.Reference, Other: pair.Pair.System)
            )
            .ToArray();
        return new(
            systems,
            systems.FirstOrDefault(system => wins.Count(win => win.Better == system) == systems.Length - 1),
            [.. systems.Where(system => wins.All(win => win.Other != system))],
            standings.Select(pair => pair.Of!.Users).DefaultIfEmpty(0).Max()
        );
    }

    /// <summary>The verdict, without a full stop.</summary>
    public string Verdict =>
        Best is { } best ? $"{Words.Capital(Words.Name(best))} is the best of the {Systems.Count}: it is better than each of the others"
        : Users < ComparisonJudge.MinUsers ? $"Too few users to tell which of the {Systems.Count} is the best"
        : Unbeaten.Count == Systems.Count
            ? $"None of the {Systems.Count} is clearly the best: none is better than another, all metrics taken together"
        : Unbeaten.Count > 0
            ? $"None of the {Systems.Count} is clearly the best: no other is clearly better than {Words.List([.. Unbeaten.Select(Words.Name)], "or")}, but {(Unbeaten.Count == 1 ? "that is not clearly better than each of the others" : "nothing tells which of these is")}"
        : $"None of the {Systems.Count} is clearly the best: each is behind another one";
}
