using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>All categories of each item.</summary>
/// <remarks><c>docs/baseline.md</c> says where all of them count, and where the first one.</remarks>
public static class ItemCategories
{
    public static Model Model { get; } =
        new()
        {
            Name = "item_categories",
            Room = "Clean",
            Grain = "a category of an item",
            Columns = [ItemId, Category, Position],
            Key = ["item_id", "category"],
            Rules = [new("places count from 1", "position < 1")],
        };
}
