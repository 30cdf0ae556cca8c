using SparkReco.Metrics;
using static SparkReco.Exports.Grafana.Fields;

namespace SparkReco.Exports.Grafana;

/// <summary>The dashboards over published tables. What is asked of a metric follows from the list of metrics.</summary>
/// <param name="query">A query of this folder in the data source's words, about a metric if there is one.</param>
internal sealed class Dashboards(Func<string, Metric?, string> query)
{
    /// <summary>All of them, the first as an entrance.</summary>
    public IReadOnlyList<Dashboard> All => [Overview, Experiments, History, DataQuality, Lists];

    private Dashboard Overview =>
        new(
            "overview",
            "who is better",
            [RunDate, Reference, System, Cutoff, Segment, MetricChoice],
            [
                .. MetricList.Headlines.Select(metric =>
                    Panel.Figures(Heading(metric), query("headline", metric), 24 / MetricList.Headlines.Count, 5) with
                    {
                        Description = metric.Meaning,
                        Unit = UnitOf(metric.Unit),
                        Overrides = Systems,
                    }
                ),
                Panel.Table("Is ${system} better than ${reference}? ${segment}, by each metric", Of("metrics"), 24, 9) with
                {
                    Description = "Gain: the difference in parts of the reference's value, with its confidence interval.",
                    Overrides = [MetricTitles, .. Systems, Percent("^gain")],
                },
                Panel.Table("For whom is ${system} better than ${reference}?", Of("outcomes"), 12, 14) with
                {
                    Description =
                        "An outcome is given where the interval leaves out 0 and the p-value, corrected for looking at every segment, is small.",
                    Mappings = [Outcomes],
                    Overrides =
                    [
                        Like("^(?!segment).*", Property("custom.cellOptions", new { Type = "color-background", Mode = "basic" })),
                        .. MetricList.Headlines.Select(metric => Named(metric.Name, Property("displayName", metric.Title))),
                    ],
                    Transformations =
                    [
                        new
                        {
                            Id = "groupingToMatrix",
                            Options = new
                            {
                                ColumnField = "metric",
                                RowField = "segment",
                                ValueField = "outcome",
                                EmptyValue = "null",
                            },
                        },
                    ],
                },
                Panel.Table("Gain of ${system} over ${reference} by ${metric:text}, with its interval", Of("segment_gains"), 12, 14) with
                {
                    Overrides = [.. Systems, Percent("^gain")],
                },
                Panel.Table("What each foretold of what users did later", Of("found_by"), 12, 9) with
                {
                    Description = "The share of what only one system foretold is what it adds to the other.",
                    Overrides = [Percent("^share"), Named("hours watched", Property("decimals", 1))],
                },
                Panel.Table("What only one of the lists shows a user", Of("shown_alone"), 12, 9) with
                {
                    Description =
                        "Of users with both lists. Kinds overlap: new, outside the head of the catalogue, of a category new to the user, in no list of the other system.",
                    Overrides = [Percent("^share"), Named("hours watched", Property("decimals", 1))],
                },
                Panel.Table("How alike are the lists? ${segment}", Of("agreement"), 12, 9) with
                {
                    Description = "The values of metrics of both lists together, for users with both, with their intervals.",
                    Overrides = [MetricTitles],
                },
                Panel.Bars("Items in both lists, of the first ${k}: users", Of("shared_items"), 12, 9, over: "shared items"),
                Panel.Table("What ${system} costs beside what it gains over ${reference}, run by run", Of("cost"), 24, 7) with
                {
                    Description =
                        "Rows are there where 'comparison.monthly_cost' or prices are known, in their currency. Hours are of all users; people may have watched them for other reasons.",
                    Overrides = [Like("^(cost|extra|hours|pays)", Property("decimals", 2))],
                },
            ]
        );

    private Dashboard Experiments =>
        new(
            "experiments",
            "what people did with lists they were shown",
            [RunDate],
            [
                Panel.Table("Which source is better? All users", Of("experiments"), 24, 9) with
                {
                    Description =
                        "Treatment less control, with confidence intervals over users. Only an A/B test (kind ab_test) shows what lists do; gain is the difference in parts of the control's value.",
                    Overrides = [ShownMetricTitles, Percent("^gain$")],
                },
                Panel.Table("Can it be trusted?", Of("experiment_checks"), 24, 9) with
                {
                    Description = "Where a check failed, no source is named.",
                },
                Panel.Table("For whom is it better?", Of("experiment_segments"), 12, 14) with
                {
                    Overrides = [ShownMetricTitles, Percent("^gain")],
                },
                Panel.Table("What people did by source: in all, by place, tier and week", Of("engagement"), 12, 14) with
                {
                    Overrides = [ShownMetricTitles],
                },
            ]
        );

    private Dashboard History =>
        new(
            "history",
            "history",
            [RunDate, Reference, System, Cutoff, Segment],
            [
                .. MetricList.Headlines.SelectMany(metric =>
                    new[]
                    {
                        Panel.Lines(Heading(metric), query("metric_history", metric), 12, 8) with
                        {
                            Description = metric.Meaning,
                            Unit = UnitOf(metric.Unit),
                            Overrides = Systems,
                        },
                        Panel.Lines(
                            $"{Capital(metric.Title)}: ${{system}} less ${{reference}}, with its interval",
                            query("difference_history", metric),
                            12,
                            8
                        ) with
                        {
                            Unit = UnitOf(metric.Unit),
                            Overrides = [.. Interval, Named("difference", Fixed(SystemColor))],
                        },
                    }
                ),
                .. MetricList
                    .OfPairs.Where(metric => metric.Better == Direction.Higher)
                    .Select(metric =>
                        Panel.Lines($"{Capital(metric.Title)} of the lists", query("agreement_history", metric), 8, 8) with
                        {
                            Description = metric.Meaning,
                            Unit = UnitOf(metric.Unit),
                            Overrides = Interval,
                        }
                    ),
                .. MetricList
                    .Of(MetricFamily.BeyondAccuracy)
                    .Select(metric =>
                        Panel.Lines(Capital(metric.Title), query("coverage_history", metric), 8, 8) with
                        {
                            Description = metric.Meaning,
                            Unit = UnitOf(metric.Unit),
                            Overrides = Systems,
                        }
                    ),
                Panel.Lines("What stays of a list since the run before", Of("churn_history"), 8, 8) with
                {
                    Description = "Common items among the first places of a user's lists of two runs.",
                    Unit = "percentunit",
                    Overrides = Systems,
                },
                Panel.Table("What changed since the run before ${run_date}", Of("changes"), 24, 10) with
                {
                    Overrides = [Named("figure", MetricTitleMapping)],
                },
                Panel.Table("What each run said", Of("verdict_history"), 24, 10) with
                {
                    Overrides = [MetricTitles, .. Systems, Percent("^gain$")],
                },
            ]
        );

    private Dashboard DataQuality =>
        new(
            "data-quality",
            "data quality",
            [RunDate, Cutoff],
            [
                Panel.Figures("Rejected rows", Of("rejected_share"), 6, 8) with
                {
                    Unit = "percentunit",
                },
                Panel.Lines("Rejected rows over the runs", Of("rejected_history"), 9, 8) with
                {
                    Unit = "percentunit",
                },
                Panel.Lines("Rows kept over the runs", Of("row_history"), 9, 8) with
                {
                    Unit = "short",
                },
                Panel.Table("What became of the rows of each file", Of("input_rows"), 24, 10) with
                {
                    Description = "Each row is kept, rejected with a reason, a copy of another, or left out because the settings say so.",
                    Overrides = [Percent("share$")],
                },
                Panel.Table("What was wrong with lists", Of("list_issues"), 12, 9),
                Panel.Table("What the lists cover", Of("list_coverage"), 12, 9) with
                {
                    Overrides = [MetricTitles],
                },
                Panel.Bars("Items", Of("catalogue"), 12, 8, over: "content_type"),
            ]
        );

    private Dashboard Lists =>
        new(
            "lists",
            "lists of a user",
            [RunDate, Reference, System, Cutoff, new Variable("user", "User") { Query = Of("unlike_users"), TakesOthers = true }],
            [
                Panel.Table("The lists of ${user}", Of("user_lists"), 14, 18) with
                {
                    Overrides = Systems,
                },
                Panel.Table("How alike they are", Of("user_agreement"), 10, 7) with
                {
                    Overrides = [Percent("^overlap$")],
                },
                Panel.Table("Where items went, from ${reference} to ${system}", Of("user_shifts"), 24, 14),
            ]
        );

    private Variable RunDate => new("run_date", "Run date") { Query = Of("run_dates") };

    private Variable Reference => new("reference", "Reference") { Query = Of("references") };

    private Variable System => new("system", "System") { Query = Of("systems") };

    private Variable Cutoff => new("k", "List length") { Query = Of("cutoffs") };

    private Variable Segment => new("segment", "Segment") { Query = Of("segments") };

    private static Variable MetricChoice =>
        new("metric", "Metric") { Choices = [.. MetricList.PerUser.Select(metric => (metric.Title, metric.Name))] };

    private string Of(string name) => query(name, null);

    private static string Heading(Metric metric) => (metric.Headline ?? Capital(metric.Title)).Replace("{k}", "${k}", StringComparison.Ordinal);

    private static string Capital(string title) => char.ToUpperInvariant(title[0]) + title[1..];
}
