using static SparkReco.Models.Columns;

namespace SparkReco.Models.History;

/// <summary>The run's main figures, beside those of the latest day before: all days together are the history of a lake.</summary>
public static class RunHistory
{
    public static Model Model { get; } =
        new()
        {
            Name = "run_history",
            Room = "History",
            Grain = "a system, or none, and a figure",
            Columns = [Columns.System, Figure, FigureK, JudgedDays, FigureValue, EarlierRunDate.OrNull(), EarlierValue.OrNull()],
            Key = ["system", "figure"],
        };
}
