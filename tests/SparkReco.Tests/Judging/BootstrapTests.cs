using SparkReco.Judging;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class BootstrapTests
{
    private static readonly Bootstrap Bootstrap = new(resamples: 1000, seed: 1, confidencePercent: 95);

    [Fact]
    public void When_all_users_are_equal_the_interval_is_a_point()
    {
        var (sums, counts) = Buckets(100, _ => 0.25);

        Assert.Equal(new Bootstrap.Estimate(0.25, 0.25, 0.25, 0, 0), Bootstrap.Of(counts).Mean(sums));
    }

    [Fact]
    public void When_all_users_are_zero_nothing_speaks_against_zero()
    {
        var (sums, counts) = Buckets(100, _ => 0);

        Assert.Equal(new Bootstrap.Estimate(0, 0, 0, 0, 1), Bootstrap.Of(counts).Mean(sums));
    }

    [Fact]
    public void The_mean_is_over_users_and_not_over_buckets()
    {
        var (sums, counts) = (new double[Bootstrap.Buckets], new double[Bootstrap.Buckets]);
        (sums[0], counts[0], sums[1], counts[1]) = (3, 3, 0, 1);

        Assert.Equal(3 / 4d, Bootstrap.Of(counts).Mean(sums).Mean);
    }

    [Fact]
    public void Of_one_user_nothing_is_known_of_others()
    {
        var (sums, counts) = Buckets(1, _ => 0.1);

        Assert.Equal(1, Bootstrap.Of(counts).Mean(sums).PValue);
    }

    [Fact]
    public void Two_users_with_0_and_1_can_have_any_mean_between()
    {
        var (sums, counts) = Buckets(2, user => user);
        var estimate = Bootstrap.Of(counts).Mean(sums);

        // One of the two is left out of the resample more often than 1 in 40 times: 0.23 of them for each.
        Assert.Equal((0.5, 0, 1), (estimate.Mean, estimate.Low, estimate.High));
        // Student's, of one degree of freedom: 0.5 in standard errors of 0.5 is exceeded in half of all cases.
        Assert.InRange(estimate.PValue, 0.45, 0.55);
    }

    [Fact]
    public void The_interval_of_many_users_is_the_normal_one()
    {
        // 512 zeros and 512 ones: the standard error is 0.5 / 32, and 1.96 of them are 0.0306.
        var (sums, counts) = Buckets(1024, user => user % 2);
        var estimate = Bootstrap.Of(counts).Mean(sums);

        Assert.Equal(0.5 - 0.0306, estimate.Low, 0.004);
        Assert.Equal(0.5 + 0.0306, estimate.High, 0.004);
    }

    [Fact]
    public void The_p_value_is_that_of_the_mean_in_standard_errors()
    {
        // Gains and losses of 1, 0.0625 on average, with a standard error of 1 / 32: twice as large, so p is about 0.0455.
        var (sums, counts) = Buckets(1024, user => user < 544 ? 1 : -1);

        Assert.InRange(Bootstrap.Of(counts).Mean(sums).PValue, 0.03, 0.065);
    }

    [Fact]
    public void The_interval_holds_the_true_mean_about_95_times_in_100()
    {
        var random = new Random(7);
        var bootstrap = new Bootstrap(resamples: 400, seed: 1, confidencePercent: 95);
        var held = Enumerable
            .Range(0, 300)
            .Count(_ =>
            {
                var (sums, counts) = (new double[Bootstrap.Buckets], new double[Bootstrap.Buckets]);
                for (var user = 0; user < 400; user++)
                {
                    var bucket = random.Next(Bootstrap.Buckets);
                    (sums[bucket], counts[bucket]) = (sums[bucket] + random.NextDouble(), counts[bucket] + 1);
                }

                var estimate = bootstrap.Of(counts).Mean(sums);
                return estimate.Low <= 0.5 && 0.5 <= estimate.High;
            });

        // 285 of 300 with a deviation of 3.8.
        Assert.InRange(held, 285 - 15, 299);
    }

    [Fact]
    public void A_lower_level_gives_a_narrower_interval()
    {
        var (sums, counts) = Buckets(200, user => user);
        var (narrow, wide) = (new Bootstrap(1000, 1, 80).Of(counts).Mean(sums), Bootstrap.Of(counts).Mean(sums));

        Assert.True(wide.Low < narrow.Low && narrow.Low < narrow.High && narrow.High < wide.High);
    }

    [Fact]
    public void Equal_seeds_give_equal_intervals_and_others_do_not()
    {
        var (sums, counts) = Buckets(200, user => user);

        Assert.Equal(Bootstrap.Of(counts).Mean(sums), new Bootstrap(1000, 1, 95).Of(counts).Mean(sums));
        Assert.NotEqual(Bootstrap.Of(counts).Mean(sums), new Bootstrap(1000, 2, 95).Of(counts).Mean(sums));
    }

    /// <summary>The worked example of R's and the encyclopaedias' Holm: 0.005 times 4, 0.01 times 3, 0.03 times 2, 0.04 after it not less.</summary>
    [Fact]
    public void Holm_multiplies_each_p_value_by_how_many_are_not_smaller()
    {
        var adjusted = Bootstrap.Holm([0.01, 0.04, 0.03, 0.005]);

        Assert.Equal([3 * 0.01, 2 * 0.03, 2 * 0.03, 4 * 0.005], adjusted);
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new[] { 0.04 }, new[] { 0.04 })]
    [InlineData(new[] { 0.5, 0.9, 0.7 }, new[] { 1d, 1, 1 })]
    [InlineData(new[] { 0.01, 0.01 }, new[] { 0.02, 0.02 })]
    [InlineData(new[] { 0d, 1 }, new[] { 0d, 1 })]
    public void Holm_leaves_one_p_value_and_never_exceeds_1(double[] values, double[] adjusted) => Assert.Equal(adjusted, Bootstrap.Holm(values));

    /// <summary>Each user alone in a bucket.</summary>
    private static (double[] Sums, double[] Counts) Buckets(int users, Func<int, double> value)
    {
        var (sums, counts) = (new double[Bootstrap.Buckets], new double[Bootstrap.Buckets]);
        for (var user = 0; user < users; user++)
            (sums[user], counts[user]) = (value(user), 1);
        return (sums, counts);
    }
}
