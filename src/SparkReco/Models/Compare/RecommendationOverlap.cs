using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>How alike the two systems' lists are for each user.</summary>
public static class RecommendationOverlap
{
    public static Model Model { get; } = new()
    {
        Name = "recommendation_overlap",
        Room = "Compare",
        Grain = "a user and a list length",
        Columns =
        [
            UserId, K, BaselineCount, PersonalizeCount, CommonCount, Overlap, Jaccard, Rbo, Kendall.OrNull(),
            Footrule,
        ],
        Key = ["user_id", "k"],
        Rules =
        [
            new("measures lie between 0 and 1", "overlap < 0 or overlap > 1 or jaccard < 0 or jaccard > 1 or rbo < -1e-9 or rbo > 1.000000001e0 or kendall < 0 or kendall > 1 or footrule < 0 or footrule > 1"),
        ],
    };
}
