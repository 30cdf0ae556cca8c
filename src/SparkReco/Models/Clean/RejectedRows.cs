using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>Every input row that was rejected, and why.</summary>
public static class RejectedRows
{
    public static Model Model { get; } =
        new()
        {
            Name = "rejected_rows",
            Room = "Clean",
            Grain = "a row of an input file",
            Columns = [Source, Line.OrNull(), Reason, RejectedValue.OrNull(), Raw.OrNull()],
        };
}
