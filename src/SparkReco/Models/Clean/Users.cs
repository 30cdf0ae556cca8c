using static SparkReco.Models.Columns;

namespace SparkReco.Models.Clean;

/// <summary>The people who may get recommendations.</summary>
public static class Users
{
    public static Model Model { get; } =
        new()
        {
            Name = "users",
            Room = "Clean",
            Grain = "a user",
            Columns = [UserId, Tier, Plan.OrNull(), Country.OrNull(), RegisteredOn.OrNull(), LastActiveOn.OrNull(), IsMonthlyActive, IsEligible],
            Key = ["user_id"],
            Rules =
            [
                new("the tier is paid or free", "tier not in ('paid', 'free')"),
                new("paid users and monthly active free users are eligible", "is_eligible <> (tier = 'paid' or is_monthly_active)"),
            ],
        };
}
