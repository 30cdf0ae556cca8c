using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>Where each item went from one system's list to another's.</summary>
public static class RankShifts
{
    public static Model Model { get; } =
        new()
        {
            Name = "rank_shifts",
            Room = "Compare",
            Grain = "a pair of systems, a user, eligible or not, and an item in either of the user's lists: who has one list is in it, too",
            Columns = [Reference, Columns.System, UserId, ItemId, ReferenceRank.OrNull(), SystemRank.OrNull(), Shift.OrNull(), Movement],
            Key = ["reference", "system", "user_id", "item_id"],
            Rules = [new("an item is in at least one list", "reference_rank is null and system_rank is null")],
        };
}
