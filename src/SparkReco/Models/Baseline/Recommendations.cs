using SparkReco.Kernels;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Baseline;

/// <summary>Each system's list for each user. The contract is one for all systems, the rows come from each system's own model.</summary>
public static class Recommendations
{
    public static Model Model { get; } = Of("baseline", room: "Baseline", BaselineKernels.ListsAsync, [.. BaselineKernels.Reads, "user_preferences"]);

    /// <summary>The table's part of one system.</summary>
    public static Model Of(string system, string room, Kernel? shortcut = null, params IReadOnlyList<string> shortcutReads) =>
        new()
        {
            Name = "recommendations",
            Room = room,
            System = system,
            Grain = "a place in a user's list: the baseline's for eligible users, Amazon Personalize's for all whom its output names",
            Columns = [UserId, Rank, ItemId, Score.As(ColumnType.Double).OrNull(), Reason],
            Key = ["user_id", "rank"],
            Shortcut = shortcut,
            ShortcutReads = shortcutReads,
            Rules = [new("ranks count from 1", "rank < 1")],
        };
}
