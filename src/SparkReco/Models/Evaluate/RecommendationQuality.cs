using SparkReco.Configuration;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Evaluate;

/// <summary>How well each system's lists foretold what each user did next.</summary>
public static class RecommendationQuality
{
    /// <summary>The table, with a part of each system.</summary>
    public static Model Model { get; } =
        Model.OfEach(
            Systems.Judged,
            new()
            {
                Name = "recommendation_quality",
                Room = "Evaluate",
                Grain = "a user and a list length",
                Columns = [UserId, K, TruthCount, HitCount, .. Metrics.MetricList.PerUser.Select(metric => metric.Column)],
                Key = ["user_id", "k"],
                Rules =
                [
                    new("hits are relevant items within the list", "hit_count > truth_count or hit_count > k"),
                    Metrics.MetricList.Bounds(Metrics.MetricList.PerUser),
                ],
            }
        );
}
