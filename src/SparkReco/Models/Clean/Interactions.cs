using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>What known users did with known items.</summary>
public static class Interactions
{
    public static Model Model { get; } =
        new()
        {
            Name = "interactions",
            Room = "Clean",
            Grain = "an event",
            Columns =
            [
                EventId.OrNull(),
                UserId,
                ItemId,
                EventType,
                OccurredAtMs,
                EventDate,
                EventCount,
                WatchSeconds.OrNull(),
                Source.OrNull(),
                Position.OrNull(),
                PropensityPpm.OrNull(),
            ],
            Key = ["event_id"],
            IsKeyProven = true,
            Rules =
            [
                new("the event type is known", "event_type not in ('impression', 'click', 'watch', 'like', 'complete')"),
                new("an event stands for at least one", "event_count < 1"),
                new("no watch time is negative", "watch_seconds < 0"),
                new("places count from 1", "position < 1"),
            ],
        };
}
