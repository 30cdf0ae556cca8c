using static SparkReco.Models.Columns;

namespace SparkReco.Models.Evaluate;

/// <summary>What each part of the blend gave to the baseline's lists, and how much of it was found relevant.</summary>
public static class BaselineParts
{
    public static Model Model { get; } =
        new()
        {
            Name = "baseline_parts",
            Room = "Evaluate",
            Grain = "a part of the baseline's blend that gave most of a place",
            Columns = [Reason, PlaceCount, HitCount.As(ColumnType.BigInt)],
            Key = ["reason"],
            Rules = [new("hits are places", "hit_count > place_count")],
        };
}
