using SparkReco.Kernels;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Baseline;

/// <summary>The available items of the catalogue, most popular first.</summary>
public static class ItemPopularity
{
    public static Model Model { get; } =
        new()
        {
            Name = "item_popularity",
            Room = "Baseline",
            Grain = "a place in a segment",
            Columns = [Segment, Rank, ItemId, Score, UserCount],
            Key = ["segment", "rank"],
            Shortcut = BaselineKernels.PopularityAsync,
            ShortcutReads = BaselineKernels.Reads,
            Rules = [new("ranks count from 1", "rank < 1"), new("an item nobody engaged with scores 0", "user_count = 0 and score > 0")],
        };
}
