using System.Globalization;
using SparkReco.Configuration;
using SparkReco.Metrics;

namespace SparkReco.Exports.QuickSight;

/// <summary>The sheets of the analysis and the dashboard. What is asked of a metric follows from the list of metrics.</summary>
internal static class Sheets
{
    /// <summary>All sheets, in the order of their tabs. They begin with what the report of a configuration leads with.</summary>
    public static IReadOnlyList<Sheet> Of(Settings settings)
    {
        var pair = Systems.MainPair(settings) ?? new SystemPair(Systems.Baseline, Systems.Personalize);
        var k = settings.Evaluation.MainCutoff.ToString(CultureInfo.InvariantCulture);
        return
        [
            new(
                "better",
                "Who is better",
                [
                    new("comparison_summary", "run", "Run", "latest"),
                    new("comparison_summary", "reference", "Reference", pair.Reference),
                    new("comparison_summary", "system", "System", pair.System),
                    new("comparison_summary", "list_length", "List length", k),
                ],
                [
                    new TableVisual(
                        "better-verdicts",
                        "Who is better, for whom",
                        "comparison_summary",
                        "segment",
                        "metric",
                        "reference",
                        "system",
                        "user_count",
                        "reference_value",
                        "system_value",
                        "difference",
                        "ci_low",
                        "ci_high",
                        "gain",
                        "gained_count",
                        "lost_count",
                        "adjusted_p_value",
                        "verdict"
                    ),
                    .. MetricList.Headlines.Select(metric => new BarVisual(
                        $"better-{metric.Name}",
                        $"By {metric.Title}: gain of the system over the reference",
                        "comparison_summary",
                        "segment",
                        "gain"
                    )
                    {
                        Width = 36 / MetricList.Headlines.Count,
                        Height = 16,
                        Metric = metric.Name,
                    }),
                ]
            ),
            new(
                "history",
                "History",
                [
                    new("comparison_summary", "reference", "Reference", pair.Reference),
                    new("comparison_summary", "system", "System", pair.System),
                    new("comparison_summary", "segment", "Segment", "all"),
                    new("comparison_summary", "list_length", "List length", k),
                ],
                [
                    .. MetricList.Headlines.SelectMany(metric =>
                        new Visual[]
                        {
                            new LineVisual($"history-{metric.Name}", $"By {metric.Title}", "comparison_summary", "reference_value", "system_value")
                            {
                                Width = 18,
                                Metric = metric.Name,
                            },
                            new LineVisual(
                                $"history-difference-{metric.Name}",
                                $"Difference by {metric.Title}, with its interval",
                                "comparison_summary",
                                "difference",
                                "ci_low",
                                "ci_high"
                            )
                            {
                                Width = 18,
                                Metric = metric.Name,
                            },
                        }
                    ),
                    .. MetricList.OfPairs.Select(metric => new LineVisual(
                        $"history-{metric.Name}",
                        $"How alike the lists are: {metric.Title}",
                        "comparison_summary",
                        "agreement"
                    )
                    {
                        Width = 12,
                        Metric = metric.Name,
                    }),
                ]
            ),
            new(
                "brings",
                "What each brings",
                [
                    new("hit_overlap", "run", "Run", "latest"),
                    new("hit_overlap", "reference", "Reference", pair.Reference),
                    new("hit_overlap", "system", "System", pair.System),
                    new("hit_overlap", "list_length", "List length", k),
                    new("content_discovery", "run", "Run of what one list shows", "latest"),
                    new("content_discovery", "reference", "Its reference", pair.Reference),
                    new("content_discovery", "system", "Its system", pair.System),
                ],
                [
                    new BarVisual("brings-found", "Shares of what users did later, by who foretold it", "hit_overlap", "found_by", "recall_share")
                    {
                        Width = 18,
                    },
                    new TableVisual(
                        "brings-worth",
                        "What it was worth",
                        "hit_overlap",
                        "found_by",
                        "item_count",
                        "recall_share",
                        "watch_seconds",
                        "completed_count",
                        "liked_count"
                    )
                    {
                        Width = 18,
                    },
                    new TableVisual(
                        "brings-alone",
                        "What only one of the lists shows a user",
                        "content_discovery",
                        "only_in",
                        "kind",
                        "place_count",
                        "item_count",
                        "user_count",
                        "hit_count",
                        "watch_seconds",
                        "completed_count"
                    ),
                ]
            ),
            new(
                "coverage",
                "What lists cover",
                [new("evaluation_summary", "segment", "Segment", "all"), new("evaluation_summary", "list_length", "List length", k)],
                [
                    .. MetricList
                        .Of(MetricFamily.BeyondAccuracy)
                        .Select(metric => new LineVisual($"coverage-{metric.Name}", metric.Meaning, "evaluation_summary", "metric_value")
                        {
                            Width = 18,
                            Metric = metric.Name,
                            Colors = "system",
                        }),
                ]
            ),
            new(
                "data-quality",
                "Data quality",
                [new("row_counts", "run", "Run", "latest"), new("list_issues", "run", "Run of lists", "latest")],
                [
                    new TableVisual(
                        "quality-rows",
                        "What became of the rows of each file",
                        "row_counts",
                        "input",
                        "source",
                        "row_count",
                        "kept_count",
                        "rejected_count",
                        "duplicate_count",
                        "conflict_count",
                        "left_out_count",
                        "rejected_share"
                    ),
                    new TableVisual(
                        "quality-issues",
                        "What was wrong with lists",
                        "list_issues",
                        "system",
                        "issue",
                        "row_count",
                        "first_place_count",
                        "example"
                    ),
                ]
            ),
        ];
    }
}
