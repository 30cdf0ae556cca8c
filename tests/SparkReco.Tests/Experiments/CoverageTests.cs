using SparkReco.Experiments;
using Xunit;

namespace SparkReco.Tests.Experiments;

/// <summary>
/// Tests whose truth is known: impressions come in clusters, users differ in how much they click, and the time they watch has a heavy tail.
/// Of 1,000 intervals at 95 % between 935 and 965 hold the truth, give or take two standard deviations.
/// </summary>
public sealed class CoverageTests
{
    private const int Draws = 1000;

    [Theory]
    [InlineData(500, 1.0)]
    [InlineData(500, 1.08)]
    public void Intervals_of_click_through_hold_the_truth_as_often_as_they_say(int users, double effect)
    {
        var held = Held(users, effect, adjusts: false, user => user.Clicks);

        Assert.InRange(held, 0.93, 0.97);
    }

    [Fact]
    public void Intervals_that_are_adjusted_for_the_past_hold_the_truth_as_often_and_are_narrower()
    {
        Assert.InRange(Held(1000, 1.08, adjusts: true, user => user.Clicks), 0.93, 0.97);
        var random = new Random(7);
        var (control, treatment) = (Arm(random, 5000, 1, user => user.Clicks), Arm(random, 5000, 1, user => user.Clicks));

        Assert.True(Effect.Adjusted(control, treatment)!.Variance < 0.9 * Effect.Between(control, treatment)!.Variance);
    }

    [Fact]
    public void With_few_users_intervals_of_watch_time_hold_the_truth_less_often_than_they_say()
    {
        // 84 to 91 % at 50 to 500 users, by gbstats and tea-tasting on a world of the same kind: the report warns of few users.
        Assert.InRange(Held(50, 1, adjusts: false, user => user.Seconds), 0.8, 0.95);
        Assert.InRange(Held(3000, 1, adjusts: false, user => user.Seconds), 0.92, 0.97);
    }

    [Fact]
    public void An_always_valid_interval_leaves_out_the_truth_at_any_of_20_looks_in_at_most_one_test_of_20()
    {
        var random = new Random(5);
        var (crossed, fixedCrossed) = (0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var arms = new[] { Arm(random, 50, 1, user => user.Clicks), Arm(random, 50, 1, user => user.Clicks) };
            var (isCrossed, isFixedCrossed) = (false, false);
            for (var look = 0; look < 20; look++)
            {
                var effect = Effect.Between(arms[0], arms[1])!;
                isCrossed |= Math.Abs(effect.Difference) > AlwaysValid.Reach(effect.Variance, arms[0].Users + arms[1].Users, 0.95);
                isFixedCrossed |= effect.PValue < 0.05;
                arms = [arms[0] + Arm(random, 50, 1, user => user.Clicks), arms[1] + Arm(random, 50, 1, user => user.Clicks)];
            }

            crossed += isCrossed ? 1 : 0;
            fixedCrossed += isFixedCrossed ? 1 : 0;
        }

        Assert.InRange((double)crossed / Draws, 0, 0.05);
        // Looking every day at p < 0.05 finds something in every fourth test without an effect (Johari et al., KDD 2017).
        Assert.InRange((double)fixedCrossed / Draws, 0.15, 0.4);
    }

    private static double Held(int users, double effect, bool adjusts, Func<User, long> above)
    {
        // The truth of a quotient of sums, from many users.
        var many = new Random(99);
        var truth = Arm(many, 400_000, effect, above).Value(Quotient.Metric) - Arm(many, 400_000, 1, above).Value(Quotient.Metric);
        if (effect == 1)
            truth = 0;
        var random = new Random(1);
        var held = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var (control, treatment) = (Arm(random, users, 1, above), Arm(random, users, effect, above));
            var found = adjusts ? Effect.Adjusted(control, treatment)! : Effect.Between(control, treatment)!;
            held += Math.Abs(found.Difference - truth) <= found.Reach(0.95) ? 1 : 0;
        }

        return (double)held / Draws;
    }

    private sealed record User(long Impressions, long Clicks, long Seconds);

    private static Moments Arm(Random random, int users, double effect, Func<User, long> above)
    {
        var (sums, products) = (new long[4], new long[10]);
        for (var user = 0; user < users; user++)
        {
            // Appetites spread widely; impressions come in visits of four.
            var appetite = Math.Exp(0.8 * Gauss(random));
            var chance = Math.Min(0.9, 0.1 * Math.Exp(0.6 * Gauss(random)));
            var before = Live(random, appetite, chance);
            var now = Live(random, appetite, chance * effect);
            long[] values = [above(now), now.Impressions, above(before), before.Impressions];
            var next = 0;
            for (var a = 0; a < 4; a++)
            {
                sums[a] += values[a];
                for (var b = a; b < 4; b++)
                    products[next++] += values[a] * values[b];
            }
        }

        return Moments.Of(users, sums, products);
    }

    private static User Live(Random random, double appetite, double chance)
    {
        var impressions = 4 * (1 + (int)(appetite * 3 * random.NextDouble()));
        var (clicks, seconds) = (0, 0L);
        for (var impression = 0; impression < impressions; impression++)
        {
            if (random.NextDouble() >= Math.Min(0.95, chance))
                continue;
            clicks++;
            seconds += (long)(120 * Math.Exp(1.2 * Gauss(random)));
        }

        return new(impressions, clicks, seconds);
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
