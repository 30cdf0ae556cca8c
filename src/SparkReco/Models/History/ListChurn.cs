using static SparkReco.Models.Columns;

namespace SparkReco.Models.History;

/// <summary>How each system's lists changed since the latest day before.</summary>
public static class ListChurn
{
    public static Model Model { get; } =
        new()
        {
            Name = "list_churn",
            Room = "History",
            Grain = "a system that has lists on this day or on the latest day before; none where the lake has no earlier day",
            Columns = [Columns.System, EarlierRunDate, UserCount, NewUserCount, GoneUserCount, SelfOverlap.OrNull(), SameFirstShare.OrNull()],
            Key = ["system"],
            Rules = [new("shares are between 0 and 1", "self_overlap < 0 or self_overlap > 1 or same_first_share < 0 or same_first_share > 1")],
        };
}
