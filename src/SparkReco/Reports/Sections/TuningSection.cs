using SparkReco.Models;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How the baseline's settings were chosen.</summary>
internal static class TuningSection
{
    public static readonly Query<ReportData.Trial> Trials = new("Reports/Queries/trials.sql");

    public static Section Section { get; } = new("tuning", "How the baseline was tuned", Takeaway, Write);

    private static string Takeaway(ReportData data) =>
        data.Trials.FirstOrDefault(trial => trial.IsChosen) is { } chosen
            ? $"Of {Numbers.Of(data.Trials.Count, "setting")} tried on what was known before the run date, the one chosen came to an NDCG of {chosen.Ndcg:0.000}, the configured one to {data.Trials[0].Ndcg:0.000}."
        : data.Settings.Baseline == Configuration.BaselineMode.Auto
            ? "The log is too short to try settings on the weeks before the run date: those of the configuration are used, or, where it has none, those that are best as a rule."
        : "The configuration fixes the baseline's settings.";

    private static void Write(HtmlWriter html, ReportData data)
    {
        if (data.Trials.Count == 0)
            return;
        Blocks.Paragraph(
            html,
            "Each setting made the lists as of the first day of some weeks before the run date, and these weeks judged them (where all events are of one time, some of what each user did was held out and judged them); those that judge this report's lists were not looked at. Each step keeps the best of the steps before it, and its first setting unless another is better by 1 %."
        );
        new Table(
            "settings that were tried",
            [new("Step", true), new("Setting", true), new("NDCG"), new("Interval"), new("", true)],
            [
                .. data.Trials.Select(trial =>
                    new[]
                    {
                        Words.Capital(trial.Step),
                        trial.Setting,
                        $"{trial.Ndcg:0.0000}",
                        $"{trial.Low:0.0000} to {trial.High:0.0000}",
                        trial.IsChosen ? "chosen" : "",
                    }
                ),
            ]
        ).WriteFolded(html);
    }
}
