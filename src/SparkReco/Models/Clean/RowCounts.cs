using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>What became of the rows of each input file.</summary>
public static class RowCounts
{
    public static Model Model { get; } =
        new()
        {
            Name = "row_counts",
            Room = "Clean",
            Grain = "an input file",
            Columns = [Source, Input, RowCount, KeptCount, RejectedCount, DuplicateCount, ConflictCount, LeftOutCount],
            Key = ["source", "input"],
            Rules =
            [
                new(
                    "every row is kept, rejected, a duplicate or left out",
                    "kept_count < 0 or row_count <> kept_count + rejected_count + duplicate_count + left_out_count"
                ),
                new("conflicts are duplicates", "conflict_count < 0 or conflict_count > duplicate_count"),
            ],
        };
}
