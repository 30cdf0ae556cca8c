using static SparkReco.Models.Columns;

namespace SparkReco.Models.Baseline;

/// <summary>Which kinds of content each user's engagement goes to.</summary>
public static class UserPreferences
{
    public static Model Model { get; } =
        new()
        {
            Name = "user_preferences",
            Room = "Baseline",
            Grain = "a user and a kind of content",
            Columns = [UserId, Dimension, Value, Weight],
            Key = ["user_id", "dimension", "value"],
            Rules = [new("a share is between 0 and 1", "weight < 0 or weight > 1000000")],
        };
}
