using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Experiments;

/// <summary>
/// A log of 600 impressions with propensities, of 300 users and five items; each user's list has two of them. Expected values by NumPy 1.24.2 and SciPy 1.10.1
/// from the definitions: w = (1/2) / p of an item in the list, IPS = mean(w r), SNIPS = sum(w r) / sum(w), DM = mean of the listed items' rates,
/// DR = mean(DM + w (r - rate)), effective size = sum(w)² / sum(w²); intervals over the users' 253 buckets, by the delta method.
/// </summary>
public sealed class OffPolicyTests : IDisposable
{
    private static readonly int[] Ppm = [400_000, 250_000, 200_000, 100_000, 50_000];
    private readonly ModelRig _rig = new("evaluation.cutoffs=2");

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("logged", 0.23666666666666666, 0.206280719842273, 0.2670526134910603)]
    [InlineData("ips", 0.41208333333333336, 0.29053675034741866, 0.533629916319248)]
    [InlineData("snips", 0.27095890410958906, 0.19716162515862706, 0.34475618306055106)]
    [InlineData("doubly_robust", 0.3163647292207554, 0.2056007625645333, 0.42712869587697755)]
    public void Estimates_and_intervals_are_those_of_the_definitions(string estimator, double value, double low, double high)
    {
        GivenLog(users: 300);

        var row = _rig.Read(
                "off_policy",
                $"select metric_value, ci_low, ci_high from off_policy where estimator = '{estimator}'",
                row => (Value: row.GetDouble(0), Low: row.GetDouble(1), High: row.GetDouble(2))
            )
            .Single();

        // Rates are whole millionths.
        Assert.Equal(value, row.Value, 5e-6);
        Assert.Equal(low, row.Low, 5e-6);
        Assert.Equal(high, row.High, 5e-6);
    }

    [Fact]
    public void The_model_alone_has_no_interval_and_replay_is_the_mean_where_log_and_list_agree()
    {
        GivenLog(users: 300);

        // 56 clicks of 205 impressions
        Assert.Equal(
            ["direct | 0.236446 | null", "replay | 0.273171 | 0.2"],
            _rig.Rows("off_policy", "estimator, metric_value, floor(ci_low * 10) / 10", "estimator in ('direct', 'replay')")
        );
    }

    [Fact]
    public void The_effective_size_and_the_largest_weight_are_always_there()
    {
        GivenLog(users: 300);

        Assert.Equal(
            ["600 | 205 | 130.561544 | 10 | ok"],
            _rig.Rows("off_policy", "round_count, match_count, effective_count, largest_weight, status", "estimator = 'ips'")
        );
    }

    [Fact]
    public void Below_a_hundred_effective_impressions_nothing_is_estimated()
    {
        GivenLog(users: 100);

        Assert.Equal(
            ["direct | null", "doubly_robust | null", "ips | null", "replay | null", "snips | null"],
            _rig.Rows("off_policy", "estimator, metric_value", "status = 'failed' and estimator <> 'logged'")
        );
        Assert.Contains("too few", _rig.Rows("off_policy", "message")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Impressions_before_the_run_date_and_without_a_propensity_are_no_rounds()
    {
        _rig.Given("recommendations", "system, user_id, rank, item_id", ("baseline", "u1", 1, "i1"))
            .Given(
                "interactions",
                "user_id, item_id, event_type, event_date, propensity_ppm, source",
                ("u1", "i1", "impression", "2026-08-31", 500_000, Support.Some.Nothing),
                ("u1", "i2", "impression", "2026-09-02", Support.Some.Nothing, "a")
            );

        Assert.Empty(_rig.Rows("off_policy", "system"));
    }

    [Fact]
    public void Delivered_lists_are_not_judged_beside_what_is_shown_of_them()
    {
        _rig.Given(
                "recommendations",
                "system, user_id, rank, item_id, reason",
                ("personalize", "u1", 1, "i1", "personalize"),
                ("personalize_delivered", "u1", 1, "i1", "personalize")
            )
            .Given("interactions", "user_id, item_id, event_type, event_date, propensity_ppm", ("u1", "i1", "impression", "2026-09-02", 500_000));

        Assert.Equal(["personalize"], _rig.Rows("off_policy", "distinct system"));
    }

    private void GivenLog(int users)
    {
        List<object> events = [];
        List<object> places = [];
        for (var user = 0; user < users; user++)
        {
            places.Add(("baseline", $"u{user}", 1, $"i{user % 5}"));
            places.Add(("baseline", $"u{user}", 2, $"i{(user + 1) % 5}"));
            for (var round = 0; round < 2; round++)
            {
                var item = ((user / 7) + (3 * user * round) + (2 * round)) % 5;
                var at = Support.Some.At("2026-09-02") + (round * 3 * 86_400_000L);
                var day = round == 0 ? "2026-09-02" : "2026-09-05";
                events.Add(($"u{user}", $"i{item}", "impression", day, at, Ppm[item]));
                if (((user * item) + round + (user / 11)) % 4 == 0)
                    events.Add(($"u{user}", $"i{item}", "click", day, at + 1000, (int?)null));
            }
        }

        _rig.Given("interactions", "user_id, item_id, event_type, event_date, occurred_at_ms, propensity_ppm", [.. events])
            .Given("recommendations", "system, user_id, rank, item_id", [.. places]);
    }
}
