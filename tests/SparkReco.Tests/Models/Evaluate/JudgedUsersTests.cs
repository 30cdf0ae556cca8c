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
}
