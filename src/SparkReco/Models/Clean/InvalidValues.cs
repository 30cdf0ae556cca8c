using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>Values that could not be read, in rows that were kept without them.</summary>
public static class InvalidValues
{
    public static Model Model { get; } =
        new()
        {
            Name = "invalid_values",
            Room = "Clean",
            Grain = "a value of an optional field that could not be read",
            Columns = [Input, Field, Reason, InvalidValue.OrNull(), RowCount],
            Rules = [new("a value that stands there stands in a row", "row_count < 1")],
        };
}
