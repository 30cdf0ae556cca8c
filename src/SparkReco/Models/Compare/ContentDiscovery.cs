using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>What one system shows a user and the other does not, and what users made of it.</summary>
public static class ContentDiscovery
{
    public static Model Model { get; } =
        new()
        {
            Name = "content_discovery",
            Room = "Compare",
            Grain = "a pair of systems, the one that shows the items among the first places, and a kind: all, new, long_tail, new_to_user or unshown",
            Columns =
            [
                Reference,
                Columns.System,
                OnlyIn,
                Kind,
                PlaceCount,
                ItemCount,
                UserCount,
                JudgedPlaceCount,
                HitCount.As(ColumnType.BigInt),
                WatchSeconds,
                CompletedCount,
            ],
            Key = ["reference", "system", "only_in", "kind"],
            Rules = [new("hits are places of judged users", "hit_count > judged_place_count or judged_place_count > place_count")],
        };
}
