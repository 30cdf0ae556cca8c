using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>Where each item went from the baseline's list to Amazon Personalize's.</summary>
public static class RankShifts
{
    public static Model Model { get; } =
        new()
        {
            Name = "rank_shifts",
            Room = "Compare",
            Grain = "a user, eligible or not, and an item in either of the user's lists: who has one list is in it, too",
            Columns = [UserId, ItemId, BaselineRank.OrNull(), PersonalizeRank.OrNull(), Shift.OrNull(), Movement],
            Key = ["user_id", "item_id"],
            Rules = [new("an item is in at least one list", "baseline_rank is null and personalize_rank is null")],
        };
}
