using SparkReco.Judging;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class UserWinsTests
{
    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(5, 5, 1.0)]
    [InlineData(0, 6, 0.03125)] // 2 / 2^6
    [InlineData(3, 9, 0.14599609375)] // 2 (1 + 12 + 66 + 220) / 2^12
    [InlineData(9, 3, 0.14599609375)]
    [InlineData(40, 20, 0.009823)] // chi-square 20^2 / 60 = 6.667 of 1 degree
    [InlineData(86, 150, 0.000031)] // chi-square 64^2 / 236 = 17.36: the approval of a prime minister, Agresti, Categorical Data Analysis, section 10.1
    public void McNemars_test_is_exact_for_few_users_and_by_chi_square_for_many(long gained, long lost, double p) =>
        Assert.Equal(p, new UserWins(gained, lost).McNemar(), 6);
}
