using SparkReco.Judging;
using Xunit;

namespace SparkReco.Tests.Judging;

/// <summary>Intervals hold the truth about as often as they say, on draws whose truth is known.</summary>
public sealed class CoverageTests
{
    private const int Draws = 400;

    // Of 400 draws, 95 % with a deviation of 1.1 points: three deviations below, and the loss that resampling few or skewed users has.
    [Theory]
    [InlineData(50, false, 0.91)]
    [InlineData(500, false, 0.915)]
    [InlineData(50_000, false, 0.915)]
    [InlineData(50, true, 0.82)] // Of heavy-tailed minutes at 50 users no bootstrap does better: the report says so of so few users.
    [InlineData(500, true, 0.89)]
    [InlineData(50_000, true, 0.915)]
    public void An_interval_holds_the_truth_as_often_as_it_says(int users, bool isHeavyTailed, double least)
    {
        var random = new Random(users + (isHeavyTailed ? 1 : 0));
        var bootstrap = new Bootstrap(400, 1, 95);
        var held = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var (sums, counts) = (new double[Bootstrap.Buckets], new double[Bootstrap.Buckets]);
            for (var user = 0; user < users; user++)
            {
                var bucket = random.Next(Bootstrap.Buckets);
                counts[bucket]++;
                sums[bucket] += isHeavyTailed ? LogNormal(random) - LogNormal(random) + 1 : Step(random);
            }

            var estimate = bootstrap.Of(counts).Mean(sums);
            var truth = isHeavyTailed ? 1 : 0.1;
            held += estimate.Low <= truth && truth <= estimate.High ? 1 : 0;
        }

        Assert.InRange(held / (double)Draws, least, 0.99);
    }

    /// <summary>The difference of two hits: 1 for 30 %, -1 for 20 %, else 0; 0.1 on average.</summary>
    private static double Step(Random random) =>
        random.NextDouble() is var share && share < 0.3 ? 1
        : share < 0.5 ? -1
        : 0;

    /// <summary>Minutes: the median is 1, the mean e^1.125.</summary>
    private static double LogNormal(Random random) =>
        Math.Exp(1.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
