using SparkReco.Configuration;
using SparkReco.Kernels;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Baseline;

/// <summary>Each system's list for each user. The contract is one for all systems, the rows come from each system's own model.</summary>
public static class Recommendations
{
    public static Model Model { get; } =
        Of(
            Systems.Baseline,
            room: "Baseline",
            Lifetime.Published,
            BaselineKernels.ListsAsync,
            [.. BaselineKernels.Reads, "user_preferences", "ranker_trees"]
        );

    /// <summary>The lists from outside as they would be shown.</summary>
    public static Model OfLists { get; } = Model.OfEach(Systems.OfLists, Of("", room: "Lists"));

    /// <summary>The lists from outside as they were delivered, which are judged, and not published.</summary>
    public static Model OfDelivered { get; } =
        Model.OfEach(settings => [.. Systems.OfLists(settings).Select(Systems.Delivered)], Of("", room: "Delivered", Lifetime.Run));

    /// <summary>The table's part of one system.</summary>
    private static Model Of(
        string system,
        string room,
        Lifetime lifetime = Lifetime.Published,
        Kernel? shortcut = null,
        params IReadOnlyList<string> shortcutReads
    ) =>
        new()
        {
            Name = "recommendations",
            Room = room,
            System = system.Length > 0 ? system : null,
            Lifetime = lifetime,
            Grain =
                "a place in a user's list: the baseline's for eligible users, another system's for all whom it was delivered for, as it would be shown",
            Columns = [UserId, Rank, ItemId, Score.As(ColumnType.Double).OrNull(), Reason, ProposedBy.OrNull()],
            Key = ["user_id", "rank"],
            Shortcut = shortcut,
            ShortcutReads = shortcutReads,
            Rules = [new("ranks count from 1", "rank < 1")],
        };
}
