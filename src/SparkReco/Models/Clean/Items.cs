using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>The catalogue.</summary>
public static class Items
{
    public static Model Model { get; } =
        new()
        {
            Name = "items",
            Room = "Clean",
            Grain = "an item",
            Columns =
            [
                ItemId,
                ContentType,
                Title,
                Format.OrNull(),
                Category.OrNull(),
                Language.OrNull(),
                DurationSeconds.OrNull(),
                PublishedOn.OrNull(),
                IsAvailable,
            ],
            Key = ["item_id"],
            Rules =
            [
                new("the content type is course, video or podcast", "content_type not in ('course', 'video', 'podcast')"),
                new("no length is negative", "duration_seconds < 0"),
            ],
        };
}
