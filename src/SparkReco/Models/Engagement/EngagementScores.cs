using SparkReco.Kernels;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Engagement;

/// <summary>How much each user has to do with each item, as of the run date.</summary>
public static class EngagementScores
{
    public static Model Model { get; } =
        new()
        {
            Name = "engagement",
            Room = "Engagement",
            Grain = "a user and an item that the user engaged with before the run date",
            Columns = [UserId, ItemId, Score, ClickCount, LikeCount, CompletionCount, WatchSeconds, FirstOn, LastOn, FirstAtMs, LastAtMs],
            Key = ["user_id", "item_id"],
            IsKeyProven = true,
            Shortcut = EngagementKernel.MakeAsync,
            ShortcutReads = EngagementKernel.Reads,
            Rules =
            [
                new("no score is negative", "score < 0"),
                new("the first use is not after the last", "first_at_ms > last_at_ms or first_on > last_on"),
            ],
        };
}
