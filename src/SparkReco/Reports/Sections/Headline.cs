using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>The answer of the whole report in a few words.</summary>
/// <param name="Mood">Whom the answer names: baseline or personalize; even for neither, open without an answer.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Why">The figures behind it.</param>
internal sealed record Headline(string Mood, string Answer, string Why)
{
    private const string NoLists = "Lists of Amazon Personalize are missing.";

    public static Headline Of(ReportData data) =>
        (data.HasEvaluation, data.HasComparison) switch
        {
            (false, false) => new("open", "Nothing to judge yet", $"{NoLaterBehaviour(data)} {NoLists}"),
            (false, true) => new("open", "The lists are compared, but not judged yet", NoLaterBehaviour(data)),
            (true, false) => Alone(data),
            (true, true) => Compared(data),
        };

    private static string NoLaterBehaviour(ReportData data) => $"No eligible user did anything new {Period.Of(data)}.";

    private static Headline Alone(ReportData data) =>
        OverPopularity.Of(data) is { } over
            ? new(
                "open",
                Judged(data, over.Verdict),
                OverPopularity.Figures(data) is { Length: > 0 } figures ? $"{Words.Capital(figures)}; {Level(data)} intervals. {NoLists}" : NoLists
            )
            : new("open", "The baseline is not judged", NoLists);

    private static Headline Compared(ReportData data)
    {
        if (Standing.Of(data, "all") is not { } all)
            return new("open", "No user can be judged with both lists", "No user has lists of both systems and later behaviour.");
        var differing = Standing
            .OfSegments(data)
            .Any(segment => segment.Outcome is Outcome.Personalize or Outcome.Baseline or Outcome.Divided && segment.Outcome != all.Outcome);
        var (mood, words) = all.Outcome switch
        {
            Outcome.Personalize => (
                "personalize",
                $"Amazon Personalize is better{By(data, all.ForPersonalize)}{(differing ? ", but not for all" : "")}"
            ),
            Outcome.Baseline => ("baseline", $"The baseline is better{By(data, all.ForBaseline)}{(differing ? ", but not for all" : "")}"),
            Outcome.Divided => (
                "even",
                $"Amazon Personalize is better by {Words.Titles(all.ForPersonalize)}, the baseline is better by {Words.Titles(all.ForBaseline)}"
            ),
            Outcome.NotClear => ("even", differing ? "No clear difference over all users, but for some" : "No clear difference between the two"),
            _ => ("open", "Too few users to tell"),
        };
        return new(mood, Judged(data, words), Figures(data, all));
    }

    /// <summary>What the answer rests on must be read with it.</summary>
    private static string Judged(ReportData data, string words) =>
        data.Settings.Personalize.IsStandIn ? $"{Short(data, words)} (a stand-in's lists, not Amazon's)" : Short(data, words);

    private static string Short(ReportData data, string words)
    {
        string[] shortages = [.. new[] { Period.Shortage(data), ListShortage.Of(data) }.Where(text => text.Length > 0)];
        return shortages.Length > 0 ? $"{words} ({string.Join("; ", shortages)})" : words;
    }

    /// <summary>By which metrics, where not all that headlines look at say it.</summary>
    private static string By(ReportData data, IReadOnlyList<Metric> metrics) =>
        data.Headlines().All(metrics.Contains) ? "" : $" by {Words.Titles(metrics)}";

    private static string Figures(ReportData data, Standing all)
    {
        var figures = data.Headlines()
            .Select(metric => (Metric: metric, Row: data.Compared(metric.Name)))
            .Where(pair => pair.Row is not null)
            .Select(pair =>
                $"{pair.Metric.Title} {Numbers.Text(pair.Row!.Difference, pair.Metric.Signed)} ({Numbers.Interval(pair.Row.Low, pair.Row.High, pair.Metric.Signed)})"
            )
            .ToArray();
        return figures.Length == 0
            ? "No list of either system holds anything that its user did next."
            : $"Amazon Personalize less the baseline over {Numbers.Of(all.Users, "user")}, among the first {data.MainCutoff}: {string.Join("; ", figures)}; {Level(data)} intervals.";
    }

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";
}
