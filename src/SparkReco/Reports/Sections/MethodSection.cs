using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How it was counted, what the words mean, how the baseline was made, and what the run was told; all folded.</summary>
internal static class MethodSection
{
    public static Section Section { get; } = new("method", "Method", Takeaway, Content);

    private static string Takeaway(ReportData data) =>
        (data.HasComparison ? $"Differences are {Words.Name(data.Pair.System)} less {Words.Name(data.Pair.Reference)}; an" : "An")
        + $" interval that leaves out zero at the {data.Settings.Comparison.ConfidencePercent} % level is unlikely to be chance, and a verdict also allows for the number of comparisons.";

    private static IEnumerable<Block> Content(ReportData data)
    {
        yield return new Prose(
            "These figures come from what people did by themselves. That favours the system whose lists they saw, and items that were popular anyway; only an A/B test shows what a change of lists does."
        );
        yield return new Folded("How it is counted", [new Bullets(Conventions(data))]);
        yield return new Folded(
            "What the metrics mean",
            [
                new Terms([.. MetricList.All.Select(metric => (metric.Heading, metric.Meaning))]),
                new Prose(
                    $"Watch minutes, completions and likes are per user and month: what the {data.JudgedDays} judged days have, times 30 and divided by {data.JudgedDays}."
                ),
            ]
        );
        yield return new Folded(
            "Whose lists they are",
            [new Terms([.. data.SystemsShown.Select(system => (Words.System(system), Meaning(system)))])]
        );
        yield return new Folded("How the baseline was made", [new Prose(Tuned(data)), .. data.Ranker.Blocks(), Reasons(data), .. Trials(data)]);
        yield return new Table("this run", [new("What", true), new("Value", true)], [.. Run(data), .. SettingsRows(data.Settings)]);
    }

    private static string[] Conventions(ReportData data) =>
        [
            $"Every eligible user with later behaviour counts: one who engaged with an item {Period.Of(data)}.",
            "A user without a list counts 0; users do not vanish.",
            "Only items that are new to the user are relevant; items already engaged with before the run date are not.",
            "Lists from outside are judged as they would be shown: without items that are unknown, not on offer, listed twice or known to the user, the others closed up.",
            "Precision divides by k; recall divides by the number of relevant items.",
            "NDCG and MAP compare with the best list possible, which has min(relevant items, k) hits; an item is relevant or not, without degrees.",
            $"Intervals: bootstrap over 1,024 hash buckets of users, {Numbers.Count(data.Settings.Comparison.Resamples)} resamples, level {data.Settings.Comparison.ConfidencePercent} %; of hits McNemar's test decides, of all else the bootstrap's, both corrected for the number of comparisons (Holm).",
        ];

    private static string Meaning(string system) =>
        system switch
        {
            Systems.Baseline =>
                "The baseline that this program makes: a blend of item-item similarity, popularity in the user's categories and over all, preference and newness, multiplied with the items' state; where that would have been better before the run date, the ranker, a learned model, puts its candidates in order.",
            Systems.Personalize => "Lists that a batch inference job of Amazon Personalize made.",
            Systems.Popularity => "The most popular items that the user has not had: what every other list has to beat.",
            Systems.Random => "Items drawn evenly from the available catalogue: what chance does.",
            _ => $"Lists that 'inputs.lists.{system}' names.",
        };

    private static string Tuned(ReportData data) =>
        data.Trials.FirstOrDefault(trial => trial.IsChosen) is { } chosen
            ? $"Of {Numbers.Of(data.Trials.Count, "setting")} tried on what was known before the run date, the one chosen came to an NDCG of {chosen.Ndcg:0.000}, the configured one to {data.Trials[0].Ndcg:0.000}. Each setting made the lists as of the first day of some weeks before the run date, and these weeks judged them (where all events are of one time, some of what each user did was held out and judged them); those that judge this report's lists were not looked at. Each step keeps the best of the steps before it, and its first setting unless another is better by 1 %."
        : data.Ranker.IsReused ? "The settings are those of an earlier run."
        : data.Settings.Baseline == BaselineMode.Auto
            ? "The log is too short to try settings on the weeks before the run date: those of the configuration are used, or, where it has none, those that are best as a rule."
        : "The configuration fixes the baseline's settings.";

    private static Table Reasons(ReportData data)
    {
        double places = data.Reasons.Sum(row => row.Places);
        double hits = data.Reasons.Sum(row => row.Hits);
        return new Table(
            "the part of the blend that gave most, of each place of the baseline's lists",
            [new("Reason", true), new("Places"), new("Share"), new("Hits"), new("Share of hits")],
            [
                .. data.Reasons.Select(row =>
                    new[]
                    {
                        Words.Capital(Words.Reason(row.Name)),
                        Numbers.Count(row.Places),
                        Numbers.Share(row.Places, places),
                        data.HasEvaluation ? Numbers.Count(row.Hits) : Numbers.Missing,
                        Numbers.Share(row.Hits, hits),
                    }
                ),
            ]
        );
    }

    private static IEnumerable<Table> Trials(ReportData data) =>
        data.Trials.Count == 0
            ? []
            :
            [
                new Table(
                    "settings that were tried",
                    [new("Step", true), new("Setting", true), new("NDCG"), new("Interval"), new("Chosen", true)],
                    [
                        .. data.Trials.Select(trial =>
                            new[]
                            {
                                Words.Capital(trial.Step),
                                trial.Setting,
                                $"{trial.Ndcg:0.0000}",
                                $"{trial.Low:0.0000} to {trial.High:0.0000}",
                                trial.IsChosen ? "yes" : "",
                            }
                        ),
                    ]
                ),
            ];

    private static IEnumerable<string[]> Run(ReportData data) =>
        [
            ["Run", data.RunId],
            ["Run date", $"{data.RunDate:yyyy-MM-dd}"],
            ["Engine", data.Engine],
            .. data.Ranker is { Serves: true, Trees: var ranker }
                ? (string[][])
                    [
                        ["Ranker", $"{ranker.Id}, {ranker.Trees} trees, learned for {ranker.LearnedOn:yyyy-MM-dd}"],
                    ]
                : [],
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
