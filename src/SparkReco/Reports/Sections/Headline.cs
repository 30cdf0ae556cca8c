using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>The answer of the whole report in a few words.</summary>
/// <param name="Mood">better, worse or even for Amazon Personalize; open without an answer.</param>
/// <param name="Words">The answer.</param>
/// <param name="Why">The figures behind it.</param>
internal sealed record Headline(string Mood, string Words, string Why)
{
    public static Headline Of(ReportData data) => (data.HasEvaluation, data.HasComparison) switch
    {
        (false, false) => new("open", "Nothing to judge yet", $"{NoLaterBehaviour(data)} {NoLists}"),
        (false, true) => new("open", "The lists are compared, but not judged yet", NoLaterBehaviour(data)),
        (true, false) => Alone(data),
        (true, true) => Compared(data),
    };

    private const string NoLists = "Lists of Amazon Personalize are missing.";

    private static string NoLaterBehaviour(ReportData data) =>
        $"No eligible user did anything new in the {data.Settings.Evaluation.HorizonDays} days from {Numbers.Day(data.RunDate)} on.";

    private static Headline Alone(ReportData data)
    {
        if (data.Evaluated("baseline", "ndcg") is not { } row)
            return new("open", "The baseline is not judged", NoLists);
        var words = row switch
        {
            { OverPopularityLow: > 0 } => "The baseline beats plain popularity",
            { OverPopularityHigh: < 0 } => "The baseline is worse than plain popularity",
            _ => "The baseline is not clearly different from plain popularity",
        };
        var over = row.OverPopularity is null
            ? ""
            : $"NDCG@{row.K} is {Numbers.Text(row.OverPopularity, ValueFormat.SignedFineScore)} against the popularity list ({Level(data)} interval {Numbers.Interval(row.OverPopularityLow, row.OverPopularityHigh, ValueFormat.SignedFineScore)}). ";
        return new("open", words, over + NoLists);
    }

    private static Headline Compared(ReportData data)
    {
        if (data.Compared("ndcg") is not { } row)
            return new("open", "No user can be judged with both lists", "No user has lists of both systems and later behaviour.");
        var why = $"NDCG@{row.K} over {Numbers.Of(row.Users, "user")}: Amazon Personalize {Numbers.Text(row.Personalize, ValueFormat.FineScore)}, baseline {Numbers.Text(row.Baseline, ValueFormat.FineScore)}; "
            + $"difference {Numbers.Text(row.Difference, ValueFormat.SignedFineScore)} ({Level(data)} interval {Numbers.Interval(row.Low, row.High, ValueFormat.SignedFineScore)}).";
        return row.Verdict switch
        {
            "personalize is better" => new("better", "Amazon Personalize is better", why),
            "baseline is better" => new("worse", "The baseline is better", why),
            "too few users" => new("open", "Too few users to tell", why),
            _ => new("even", "No clear difference between the two", why),
        };
    }

    private static string Level(ReportData data) => $"{data.Settings.Comparison.ConfidencePercent} %";
}
