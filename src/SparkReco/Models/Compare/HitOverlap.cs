using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>Which of what users did later each system of a pair foretold.</summary>
public static class HitOverlap
{
    public static Model Model { get; } =
        new()
        {
            Name = "hit_overlap",
            Room = "Compare",
            Grain = "a pair of systems, a list length and who foretold it: both, reference, system or neither",
            Columns = [Reference, Columns.System, K, FoundBy, UserCount, ItemCount, RecallShare, WatchSeconds, CompletedCount, LikedCount],
            Key = ["reference", "system", "k", "found_by"],
            Rules = [new("a share is between 0 and 1", "recall_share < -1e-9 or recall_share > 1.000000001e0")],
        };
}
