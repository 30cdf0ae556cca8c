using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How to read the report, and what the run was told.</summary>
internal static class AboutSection
{
    public static Section Section { get; } = new("about", "How to read it, and about this run", Takeaway, Write);

    private static string Takeaway(ReportData data) =>
        $"Differences are Amazon Personalize less the baseline; an interval that leaves out zero at the {data.Settings.Comparison.ConfidencePercent} % level is unlikely to be chance, and a verdict also allows for the number of comparisons.";

    private static void Write(HtmlWriter html, ReportData data)
    {
        Blocks.Paragraph(
            html,
            "These figures come from what people did by themselves. That favours the system whose lists they saw, and items that were popular anyway; only an A/B test shows what a change of lists does."
        );
        Blocks.Heading(html, "Metrics");
        Blocks.Terms(html, MetricList.All.Select(metric => (metric.Heading, metric.Meaning)));
        html.Open("div", ("class", "block"));
        Blocks.Heading(html, "Systems");
        Blocks.Terms(
            html,
            [
                (
                    Words.Baseline,
                    "The company's own lists: a blend of item-item similarity, popularity in the user's categories and over all, preference and newness, multiplied with the items' state."
                ),
                (Words.Personalize, "The lists of an Amazon Personalize batch inference job."),
                (Words.System("popularity"), "The most popular items that the user has not had: what every other list has to beat."),
                (Words.System("random"), "Items drawn evenly from the available catalogue: what chance does."),
            ]
        );
        html.Close();
        new Table("this run", [new("What", true), new("Value", true)], [.. Run(data), .. SettingsRows(data.Settings)]).WriteFolded(html);
    }

    private static IEnumerable<string[]> Run(ReportData data) =>
        [
            ["Run", data.RunId],
            ["Run date", $"{data.RunDate:yyyy-MM-dd}"],
            ["Engine", data.Engine],
            ["Program", $"SparkReco {typeof(HtmlReport).Assembly.GetName().Version?.ToString(3)}"],
        ];

    private static IEnumerable<string[]> SettingsRows(Settings settings)
    {
        var (points, items, blend) = (settings.Engagement, settings.ItemItem, settings.Blend);
        return
        [
            ["Monthly active", $"active in the {settings.Eligibility.ActiveDays} days before the run date"],
            [
                "Points",
                $"click {points.ClickPoints}, watched minute {points.WatchMinutePoints}, like {points.LikePoints}, completion {points.CompletePoints}",
            ],
            ["Decay", $"half after {points.HalfLifeDays} days, nothing after {points.LookbackDays} days"],
            [
                "Item-item",
                items.Model == ItemItemModel.Ease
                    ? $"EASE with a regularization of {items.Regularization}, {items.Neighbors} neighbours, the latest {items.HistorySize} items of a user"
                    : $"{items.Neighbors} neighbours {(items.Direction == PairDirection.Forward ? "used later" : "of the same histories")}, half-life {items.HalfLifeHours} h, at least {items.MinSupport} users in common, the latest {items.HistorySize} items of a user",
            ],
            [
                "Blend",
                $"item-item {blend.ItemItem}, category {blend.Category}, popularity {blend.Popularity} (half-life {blend.PopularityHalfLifeHours} h), preference {blend.Preference}, newness {blend.Recency}; items' state {blend.ItemState} %",
            ],
            [
                "List",
                $"{blend.ListSize} items; users with fewer than {blend.MinHistory} items of history get what is popular in their categories and their tier",
            ],
            [
                "Judged by",
                $"the {settings.Evaluation.HorizonDays} days from the run date on, at k = {string.Join(", ", settings.Evaluation.Cutoffs.Take(20))}",
            ],
            [
                "Intervals",
                $"{settings.Comparison.ConfidencePercent} %, {Numbers.Count(settings.Comparison.Resamples)} resamples, seed {settings.Comparison.Seed}",
            ],
            ["Rank-biased overlap", $"persistence {settings.Comparison.RboPersistence} %"],
        ];
    }
}
