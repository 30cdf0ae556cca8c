using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Clean;

public sealed class UsersTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_a_users_copies_the_one_last_active_is_kept_whatever_the_order_of_the_files(int first, int second)
    {
        _rig.Given(
            "raw_users",
            "user_id, last_active_on, plan, file_number",
            ("u1", "2026-08-01", "old", first),
            ("u1", "2026-08-20", "new", second)
        );

        Assert.Equal(["u1 | new | 2026-08-20"], _rig.Rows("users", "user_id, plan, last_active_on"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_copies_active_on_the_same_day_the_one_registered_last_is_kept(int first, int second)
    {
        _rig.Given("raw_users", "user_id, registered_on, plan, file_number", ("u1", "2025-01-01", "old", first), ("u1", "2026-01-01", "new", second));

        Assert.Equal(["u1 | new"], _rig.Rows("users", "user_id, plan"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_copies_with_equal_days_the_paid_one_is_kept(int first, int second)
    {
        _rig.Given("raw_users", "user_id, tier, file_number", ("u1", "free", first), ("u1", "paid", second));

        Assert.Equal(["u1 | paid"], _rig.Rows("users", "user_id, tier"));
    }

    [Fact]
    public void A_free_user_whose_row_is_within_the_active_days_is_monthly_active_and_eligible()
    {
        _rig.Given(
            "raw_users",
            "user_id, tier, last_active_on",
            ("u1", "free", Some.DaysAgo(30)),
            ("u2", "free", Some.DaysAgo(31)),
            ("u3", "free", Some.Nothing)
        );

        Assert.Equal(["u1 | true | true", "u2 | false | false", "u3 | false | false"], _rig.Rows("users", "user_id, is_monthly_active, is_eligible"));
    }

    [Fact]
    public void A_free_user_with_an_event_within_the_active_days_is_monthly_active()
    {
        _rig.Given("raw_users", "user_id, tier, last_active_on", ("u1", "free", Some.DaysAgo(100)), ("u2", "free", Some.DaysAgo(100)))
            .GivenEvents(
                "user_id, item_id, occurred_at_ms",
                ("u1", "i1", Some.At("2026-08-02T00:00:00")),
                ("u2", "i1", Some.At("2026-08-01T23:59:59.999"))
            );

        Assert.Equal(["u1 | 2026-08-02 | true", "u2 | 2026-08-01 | false"], _rig.Rows("users", "user_id, last_active_on, is_monthly_active"));
    }

    [Fact]
    public void What_happens_on_or_after_the_run_date_is_not_known_yet()
    {
        _rig.Given("raw_users", "user_id, tier", ("u1", "free"), ("u2", "free"))
            .GivenEvents(
                "user_id, item_id, occurred_at_ms",
                ("u1", "i1", Some.At("2026-09-01T00:00:00")),
                ("u2", "i1", Some.At("2026-08-31T23:59:59.999"))
            );

        Assert.Equal(["u1 | null | false", "u2 | 2026-08-31 | true"], _rig.Rows("users", "user_id, last_active_on, is_monthly_active"));
    }

    [Fact]
    public void A_row_that_knows_of_activity_on_or_after_the_run_date_says_nothing_of_the_days_before()
    {
        _rig.Given(
            "raw_users",
            "user_id, tier, last_active_on",
            ("u1", "free", Some.DaysAgo(0)),
            ("u2", "free", Some.DaysAgo(-60)),
            ("u3", "free", Some.DaysAgo(1))
        );

        Assert.Equal(
            ["u1 | null | false", "u2 | null | false", "u3 | 2026-08-31 | true"],
            _rig.Rows("users", "user_id, last_active_on, is_monthly_active")
        );
    }

    [Fact]
    public void Of_a_users_copies_one_that_knows_of_later_activity_does_not_hide_one_that_was_active_before_the_run_date()
    {
        _rig.Given("raw_users", "user_id, tier, last_active_on", ("u1", "free", Some.DaysAgo(2)), ("u1", "free", Some.DaysAgo(-19)));

        Assert.Equal(["u1 | 2026-08-30 | true"], _rig.Rows("users", "user_id, last_active_on, is_eligible"));
    }

    [Fact]
    public void Seeing_an_item_is_not_being_active()
    {
        _rig.Given("raw_users", "user_id, tier", ("u1", "free")).GivenEvents("user_id, item_id, event_type", ("u1", "i1", "impression"));

        Assert.Equal(["u1 | false"], _rig.Rows("users", "user_id, is_monthly_active"));
    }

    [Fact]
    public void Who_is_called_active_in_the_data_is_monthly_active()
    {
        _rig.Given("raw_users", "user_id, tier, is_monthly_active", ("u1", "free", true), ("u2", "free", false));

        Assert.Equal(["u1 | true | true", "u2 | false | false"], _rig.Rows("users", "user_id, is_monthly_active, is_eligible"));
    }

    [Fact]
    public void A_paid_user_is_eligible_without_any_activity()
    {
        _rig.Given("raw_users", "user_id, tier", ("u1", "paid"));

        Assert.Equal(["u1 | false | true"], _rig.Rows("users", "user_id, is_monthly_active, is_eligible"));
    }
}
