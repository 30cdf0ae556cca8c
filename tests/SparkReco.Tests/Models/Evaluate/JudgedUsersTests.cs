using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Evaluate;

public sealed class JudgedUsersTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(0, "history=none")]
    [InlineData(1, "history=1-9")]
    [InlineData(9, "history=1-9")]
    [InlineData(10, "history=10-49")]
    [InlineData(49, "history=10-49")]
    [InlineData(50, "history=50+")]
    public void A_judged_user_belongs_to_all_to_a_tier_and_to_a_length_of_history(int items, string history)
    {
        _rig.Given("users", "user_id, tier", ("u1", "free"))
            .Given("truth", "user_id, item_id", ("u1", "new 1"), ("u1", "new 2"))
            .Given("engagement", "user_id, item_id", [.. Enumerable.Range(0, items).Select(item => (object)("u1", $"i{item}"))]);

        Assert.Equal(["all | 2", $"{history} | 2", "tier=free | 2"], _rig.Rows("judged_users", "segment, truth_count"));
    }

    [Fact]
    public void Users_without_later_behaviour_are_not_judged()
    {
        _rig.Given("users", "user_id", "u1", "u2").Given("truth", "user_id, item_id", ("u1", "i1")).Given("engagement", "user_id, item_id");

        Assert.Equal(["u1"], _rig.Rows("judged_users", "user_id", "segment = 'all'"));
    }

    [Fact]
    public void A_users_bucket_is_the_same_in_all_segments()
    {
        _rig.Given("users", "user_id", "u1").Given("truth", "user_id, item_id", ("u1", "i1")).Given("engagement", "user_id, item_id");

        Assert.Single(_rig.Rows("judged_users", "bucket").Distinct());
    }

    [Fact]
    public void Values_beyond_the_eight_most_frequent_or_of_few_users_count_together_and_a_property_with_one_value_does_not_count()
    {
        // Countries c0 to c9 with 10 to 1 users, and all of one plan.
        var users =
            from country in Enumerable.Range(0, 10)
            from user in Enumerable.Range(0, 10 - country)
            select (object)($"c{country}u{user}", $"c{country}", "basic");
        _rig.Given("users", "user_id, country, plan", [.. users]).Given("consumed", "user_id").Given("user_preferences", "user_id");

        Assert.Equal(
            ["country=c0 | 10", "country=c7 | 3", "country=other | 3"],
            _rig.Rows(
                "user_segments",
                "segment, count(*)",
                "segment in ('country=c0', 'country=c7', 'country=c8', 'country=other') or segment like 'plan%' group by segment"
            )
        );
    }
}
