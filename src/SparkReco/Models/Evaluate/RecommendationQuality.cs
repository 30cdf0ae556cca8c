using static SparkReco.Models.Columns;

namespace SparkReco.Models.Evaluate;

/// <summary>How well each system's lists foretold what each user did next.</summary>
public static class RecommendationQuality
{
    /// <summary>The table's part of one system.</summary>
    public static Model Of(string system) => new()
    {
        Name = "recommendation_quality",
        Room = "Evaluate",
        System = system,
        IsWanted = settings => system != "personalize" || settings.Inputs.Personalize is not null,
        Grain = "a user and a list length",
        Columns =
        [
            UserId, K, TruthCount, HitCount, Precision, Recall, Ndcg, AveragePrecision, ReciprocalRank, HitRate, WatchSeconds,
        ],
        Key = ["user_id", "k"],
        Rules =
        [
            new("hits are relevant items within the list", "hit_count > truth_count or hit_count > k"),
            new("metrics lie between 0 and 1", "precision > 1 or recall > 1 or ndcg > 1.000000001e0 or average_precision > 1.000000001e0 or reciprocal_rank > 1"),
        ],
    };
}
