using static SparkReco.Models.Columns;

namespace SparkReco.Models.Evaluate;

/// <summary>How good each system's lists are, with intervals.</summary>
public static class EvaluationSummary
{
    public static Model Model { get; } =
        new()
        {
            Name = "evaluation_summary",
            Room = "Evaluate",
            Grain =
                "a system, a segment, a metric and a list length; random and delivered lists of all users alone, segments at the length that headlines speak of",
            Columns =
            [
                Columns.System,
                Segment,
                Metric,
                K,
                UserCount,
                MetricValue,
                CiLow.OrNull(),
                CiHigh.OrNull(),
                OverPopularity.OrNull(),
                OverPopularityCiLow.OrNull(),
                OverPopularityCiHigh.OrNull(),
            ],
            Key = ["system", "segment", "metric", "k"],
            Rules = [new("the value lies in its interval", "ci_low > metric_value + 1e-9 or ci_high < metric_value - 1e-9")],
            Rows = Judging.EvaluationJudge.SummariseAsync,
            RowsRead = ["quality_buckets", "list_exposure", "list_traits", "offered_items", "engagement", "users", "judged_list"],
        };
}
