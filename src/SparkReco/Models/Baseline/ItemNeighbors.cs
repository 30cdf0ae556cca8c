using SparkReco.Configuration;
using SparkReco.Kernels;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Baseline;

/// <summary>The items most similar to each item.</summary>
public static class ItemNeighbors
{
    public static Model Model { get; } =
        new()
        {
            Name = "item_neighbors",
            Room = "Baseline",
            Grain = "a place among an item's neighbours",
            Columns = [ItemId, Rank, NeighborId, Similarity, Support],
            Key = ["item_id", "rank"],
            Shortcut = BaselineKernels.NeighborsAsync,
            ShortcutReads = BaselineKernels.Reads,

            // No SQL inverts a matrix.
            NeedsShortcut = settings => settings.ItemItem.Model == ItemItemModel.Ease,
            Rules = [new("no item is its own neighbour", "item_id = neighbor_id"), new("neighbours tell something", "similarity = 0 or support < 0")],
        };
}
