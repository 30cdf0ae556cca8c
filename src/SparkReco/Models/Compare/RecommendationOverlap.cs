using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>How alike the two systems' lists are for each user.</summary>
public static class RecommendationOverlap
{
    public static Model Model { get; } =
        new()
        {
            Name = "recommendation_overlap",
            Room = "Compare",
            Grain = "a user, eligible or not, with a list of either system, and a list length; comparison_summary counts those with both lists",
            Columns = [UserId, K, BaselineCount, PersonalizeCount, CommonCount, .. Metrics.MetricList.OfPairs.Select(metric => metric.Column)],
            Key = ["user_id", "k"],
            Rules = [Metrics.MetricList.Bounds(Metrics.MetricList.OfPairs)],
        };
}
