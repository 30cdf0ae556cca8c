using SparkReco.Judging;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class NormalTests
{
    /// <summary>Values of tables of the normal distribution.</summary>
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393)]
    [InlineData(1.6448536270, 0.05)]
    [InlineData(1.96, 0.02499789515)]
    [InlineData(3, 0.00134989803)]
    [InlineData(6, 9.86587645e-10)]
    [InlineData(10, 7.61985302e-24)]
    public void The_upper_tail_is_that_of_the_tables(double z, double tail) => Assert.Equal(1, Normal.UpperTail(z) / tail, 1e-6);

    [Fact]
    public void Far_out_the_tail_is_nothing() => Assert.Equal(0, Normal.UpperTail(50));
}
