using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Experiments;

/// <summary>Logs of 200 users and five weeks: what is recognised in them, and what is said of it. User u3 sees source b where odd users do.</summary>
public sealed class ExperimentTests : IDisposable
{
    private const int Users = 200;
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_test_begins_where_each_user_begins_to_see_one_source()
    {
        // All see a until day 20; then odd users see b.
        Log((user, day) => day < 20 || user % 2 == 0 ? "a" : "b");

        Assert.Equal(["a | b | ab_test | 2026-07-21 | 2026-08-04"], _rig.Rows("experiments", "control, treatment, kind, first_on, last_on"));
        Assert.Equal(["ok | 0 | No user saw both."], Check("users_in_both"));
    }

    [Fact]
    public void What_all_see_after_a_test_is_no_part_of_it()
    {
        Log((user, day) => day < 10 || (day < 25 && user % 2 == 0) ? "a" : "b");

        Assert.Equal(["ab_test | 2026-07-11 | 2026-07-25"], _rig.Rows("experiments", "kind, first_on, last_on"));
    }

    [Fact]
    public void Users_who_see_both_side_by_side_are_compared_within_themselves()
    {
        // Everybody sees both every day, and clicks b alone.
        Log((_, _) => "ab", (_, _, source) => source == "b");

        Assert.Equal(["interleaved"], _rig.Rows("experiments", "kind"));
        Assert.Equal(
            ["200 | 200 | 0 | 1 | 1 | null"],
            _rig.Rows(
                "experiment_summary",
                "control_user_count, treatment_user_count, control_value, treatment_value, difference, cuped_difference",
                "metric = 'click_through_rate' and segment = 'all'"
            )
        );
        Assert.Empty(_rig.Rows("experiment_summary", "metric", "metric = 'watch_minutes_per_user'"));
    }

    [Fact]
    public void A_source_that_follows_another_is_no_experiment()
    {
        Log((_, day) => day < 20 ? "a" : "b");

        Assert.Equal(["observational"], _rig.Rows("experiments", "kind"));
        Assert.All(_rig.Rows("experiment_summary", "verdict"), verdict => Assert.Equal("not an experiment", verdict));
    }

    [Fact]
    public void Users_who_see_one_source_on_some_days_and_the_other_on_others_are_mixed()
    {
        Log((user, day) => (user + day) % 2 == 0 ? "a" : "b");

        Assert.Equal(["mixed"], _rig.Rows("experiments", "kind"));
    }

    [Fact]
    public void Where_nobody_comes_back_there_is_no_evidence_of_a_test()
    {
        // Each user is there on one day only, so nobody could have seen the other source.
        Log(
            (user, day) =>
                user % 35 != day ? ""
                : user % 2 == 0 ? "a"
                : "b"
        );

        Assert.Equal(["observational"], _rig.Rows("experiments", "kind"));
    }

    [Fact]
    public void The_source_of_the_name_baseline_is_the_control()
    {
        Log((user, _) => user % 2 == 0 ? "another" : "baseline");

        Assert.Equal(["baseline | another"], _rig.Rows("experiments", "control, treatment"));
    }

    [Fact]
    public void Without_sources_there_is_nothing_to_compare()
    {
        Log((_, _) => "");

        Assert.Empty(_rig.Rows("experiment_summary", "metric"));
        Assert.Empty(_rig.Rows("engagement_by_source", "metric"));
        Assert.Empty(_rig.Rows("experiment_checks", "check_name"));
    }

    [Fact]
    public void A_better_source_is_named()
    {
        // Users of b click every second day, those of a every fourth, each from a day of the user's own.
        Log((user, _) => user % 2 == 0 ? "a" : "b", (user, day, source) => (user / 2 + day) % (source == "b" ? 2 : 4) == 0);

        Assert.Equal(["treatment is better"], _rig.Rows("experiment_summary", "verdict", "metric = 'click_through_rate' and segment = 'all'"));
    }

    [Fact]
    public void P_values_of_all_users_are_corrected_over_the_metrics_and_those_of_segments_over_the_segments()
    {
        // Clicks and likes can be tested; nobody watches or completes anything.
        Log(
            (user, _) => user % 2 == 0 ? "a" : "b",
            (user, day, source) => ((user / 2) + day) % (source == "b" ? 4 : 5) == 0,
            likes: (user, day) => ((user * user) + day) % 11 == 0
        );
        GivenUsers(user => user % 3 == 0 ? "free" : "paid");

        var all = PValues("segment = 'all'");
        Assert.Equal(2, all.Count);
        Assert.Equal(Math.Min(1, 2 * all[0].P), all[0].Adjusted, 1e-12);
        Assert.Equal(Math.Max(all[0].Adjusted, all[1].P), all[1].Adjusted, 1e-12);
        // All users have no history before the first day: two tiers and that one.
        var segments = PValues("segment <> 'all' and metric = 'likes_per_impression'");
        Assert.Equal(3, segments.Count);
        Assert.Equal(Math.Min(1, 3 * segments[0].P), segments[0].Adjusted, 1e-12);
    }

    [Fact]
    public void A_split_that_chance_does_not_make_says_that_nothing_can_be_trusted()
    {
        // 50 of 200 users see b where half were meant to: chi-square 50.
        Log((user, _) => user % 4 == 0 ? "b" : "a", (user, day, source) => source == "b" && (user + day) % 3 > 0);

        Assert.StartsWith("failed | 0 | 150 users saw a, 50 b, where 50 % were meant to see b", Check("sample_ratio").Single());
        Assert.Equal(["not trusted"], _rig.Rows("experiment_summary", "verdict", "metric = 'click_through_rate' and segment = 'all'"));
    }

    [Fact]
    public void A_planned_share_is_no_mismatch()
    {
        using var rig = new ModelRig("experiment.treatment_percent=25");
        Log((user, _) => user % 4 == 0 ? "b" : "a", rig: rig);

        Assert.Equal(["ok"], rig.Rows("experiment_checks", "status", "check_name = 'sample_ratio'"));
    }

    [Fact]
    public void A_small_tier_with_one_user_more_than_expected_is_no_mismatch()
    {
        // Two of 200 see b, as 1 % should; one of them is among the two free users: binomial p = 1 - 0.99² = 0.02, where chi-square has 3e-12.
        using var rig = new ModelRig("experiment.treatment_percent=1");
        Log((user, _) => user is 0 or 2 ? "b" : "a", rig: rig);
        GivenUsers(user => user < 2 ? "free" : "paid", rig);

        Assert.Equal(["ok", "ok", "ok"], rig.Rows("experiment_checks", "status", "check_name like 'sample_ratio%'"));
    }

    [Fact]
    public void An_even_split_can_hide_a_mismatch_in_each_tier()
    {
        // Half of all users see b, but 80 of 100 free ones and 20 of 100 paid ones.
        Log((user, _) => user % 100 < (user < 100 ? 80 : 20) ? "b" : "a");
        GivenUsers(user => user < 100 ? "free" : "paid");

        Assert.StartsWith("ok | 1 |", Check("sample_ratio").Single());
        Assert.StartsWith("failed | 0 | Among free users 20 users saw a and 80 b", Check("sample_ratio_by_segment").Single());
    }

    [Fact]
    public void Users_who_saw_both_are_counted_and_left_out()
    {
        // 10 odd users see a on one more day.
        Log((user, day) => user % 2 == 0 || (user < 20 && day == 30) ? "a" : "b");

        Assert.StartsWith("warning | 0.05 | 10 of 200 users saw both and are left out.", Check("users_in_both").Single());
        Assert.Equal(
            ["100 | 90"],
            _rig.Rows("experiment_summary", "control_user_count, treatment_user_count", "metric = 'click_through_rate' and segment = 'all'")
        );
    }

    [Fact]
    public void Arms_that_differed_before_the_test_are_told_and_the_adjusted_difference_takes_it_out()
    {
        // Users of the later b click every second to fourth day all along, those of a every sixth to eighth.
        Log((user, day) => day < 20 || user % 2 == 0 ? "a" : "b", (user, day, _) => ((user / 2) + day) % ((user % 2 == 1 ? 2 : 6) + (user % 3)) == 0);

        Assert.StartsWith(
            "warning | 0 | In the 28 days before the test the arms differed already: click-through rate ",
            Check("balance_before").Single()
        );
        Assert.StartsWith("warning | 100 | The smaller arm has 100 users.", Check("users").Single());
        Assert.Equal(
            ["true"],
            _rig.Rows("experiment_summary", "abs(cuped_difference) < abs(difference) / 4", "metric = 'click_through_rate' and segment = 'all'")
        );
    }

    [Fact]
    public void A_user_who_outweighs_the_others_is_named_with_what_the_others_say()
    {
        // The user u1 alone clicks all 35 impressions; of the others one in seven users clicks on one day: 14 clicks.
        Log((user, _) => user % 2 == 0 ? "a" : "b", (user, day, _) => user == 1 || (user % 7 == 0 && day == 3));

        Assert.StartsWith("failed | 0.714286 | User u1 alone has 71.4 % of b's clicks.", Check("one_user").Single());
    }

    [Fact]
    public void Sources_are_described_by_position_week_and_tier()
    {
        Log((user, _) => user % 2 == 0 ? "a" : "b", (user, _, source) => source == "b");

        Assert.Equal(
            ["a | 0", "b | 1"],
            _rig.Rows("engagement_by_source", "source, metric_value", "segment = 'position=1' and metric = 'click_through_rate'")
        );
        // 35 days, from Wednesday the 1st of July: six weeks begin on a Monday.
        Assert.Equal(
            6,
            _rig.Rows("engagement_by_source", "segment", "segment like 'week=%' and source = 'a' and metric = 'click_through_rate'").Length
        );
        Assert.Equal(
            ["3500 | 100"],
            _rig.Rows(
                "engagement_by_source",
                "impression_count, user_count",
                "segment = 'tier=paid' and source = 'a' and metric = 'click_through_rate'"
            )
        );
    }

    [Fact]
    public void Of_many_sources_the_six_that_most_users_saw_are_compared_and_the_others_told()
    {
        Log((user, _) => user < 140 ? $"s{user % 6}" : $"rare {user % 10}");

        Assert.Equal(5, _rig.Rows("experiments", "treatment").Length);
        Assert.All(
            _rig.Rows("experiment_checks", "message", "check_name = 'sources'"),
            text => Assert.Contains("name 16 sources", text, StringComparison.Ordinal)
        );
    }

    private IReadOnlyList<(double P, double Adjusted)> PValues(string where) =>
        _rig.Read(
            "experiment_summary",
            $"select p_value, adjusted_p_value from experiment_summary where {where} and p_value is not null order by p_value",
            row => (row.GetDouble(0), row.GetDouble(1))
        );

    private string[] Check(string name) => _rig.Rows("experiment_checks", "status, checked_value, message", $"check_name = '{name}'");

    /// <summary>An impression a day and user at position 1, of the source that a function names; "ab" stands for one of each, nothing for none.</summary>
    private void Log(
        Func<int, int, string> source,
        Func<int, int, string, bool>? clicks = null,
        ModelRig? rig = null,
        Func<int, int, bool>? likes = null
    )
    {
        List<object> rows = [];
        for (var day = 0; day < 35; day++)
        {
            var date = new DateOnly(2026, 7, 1).AddDays(day).ToString("yyyy-MM-dd");
            for (var user = 0; user < Users; user++)
            {
                var shown = source(user, day) switch
                {
                    "" => new string?[] { null },
                    "ab" => ["a", "b"],
                    var one => [one],
                };
                foreach (var name in shown)
                {
                    var at = Some.At(date) + (user * 1000L);
                    rows.Add(($"u{user}", $"{name} {day}", "impression", date, at, name, 1));
                    if (clicks?.Invoke(user, day, name ?? "") == true)
                        rows.Add(($"u{user}", $"{name} {day}", "click", date, at + 500, (string?)null, (int?)null));
                    if (likes?.Invoke(user, day) == true)
                        rows.Add(($"u{user}", $"{name} {day}", "like", date, at + 600, (string?)null, (int?)null));
                }
            }
        }

        (rig ?? _rig).Given("interactions", "user_id, item_id, event_type, event_date, occurred_at_ms, source, position", [.. rows]);
        GivenUsers(_ => "paid", rig);
    }

    private void GivenUsers(Func<int, string> tier, ModelRig? rig = null) =>
        (rig ?? _rig).Given("users", "user_id, tier", [.. Enumerable.Range(0, Users).Select(user => (object)($"u{user}", tier(user)))]);
}
