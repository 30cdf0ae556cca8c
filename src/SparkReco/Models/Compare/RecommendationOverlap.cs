using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>How alike two systems' lists are for each user.</summary>
public static class RecommendationOverlap
{
    public static Model Model { get; } =
        new()
        {
            Name = "recommendation_overlap",
            Room = "Compare",
            Grain =
                "a pair of systems, a user, eligible or not, with a list of either, and a list length; comparison_summary counts those with both lists",
            Columns =
            [
                Reference,
                Columns.System,
                UserId,
                K,
                ReferenceCount,
                SystemCount,
                CommonCount,
                .. Metrics.MetricList.OfPairs.Select(metric => metric.Column),
            ],
            Key = ["reference", "system", "user_id", "k"],
            Rules = [Metrics.MetricList.Bounds(Metrics.MetricList.OfPairs)],
        };
}
