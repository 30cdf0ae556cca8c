using SparkReco.Experiments;
using SparkReco.Judging;
using Xunit;

namespace SparkReco.Tests.Experiments;

/// <summary>Expected values by SciPy 1.10.1 and statsmodels 0.13.5.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(1, 2.5, 0.2422378831817, 12.70620473643)]
    [InlineData(3, 0.1, 0.9266523488008, 3.182446305284)]
    [InlineData(7.3, 2.2, 0.06216916540002, 2.345066736151)]
    [InlineData(30, 4.5, 9.519359392112e-05, 2.042272456301)]
    [InlineData(1500, 1.9, 0.05762472915267, 1.961546753895)]
    [InlineData(2e6, 3, 0.002699829302232, 1.959965170676)]
    [InlineData(12, 40, 3.851229580772e-14, 2.178812829663)]
    public void Students_t_is_scipys(double degrees, double t, double twoSided, double quantile)
    {
        // 2 * t.sf(t, df), t.ppf(0.975, df)
        Assert.Equal(1, StudentT.TwoSided(t, degrees) / twoSided, 1e-9);
        Assert.Equal(1, StudentT.TwoSided(-t, degrees) / twoSided, 1e-9);
        Assert.Equal(1, StudentT.Quantile(0.95, degrees) / quantile, 1e-9);
    }

    [Theory]
    [InlineData(5000, 5000, 0.5, 1)]
    [InlineData(5000, 5200, 0.5, 0.0476703806562)]
    [InlineData(480, 520, 0.5, 0.205903210732)]
    [InlineData(51000, 49000, 0.5, 2.53962858947e-10)]
    [InlineData(10, 2, 0.5, 0.0209213353378)]
    [InlineData(9100, 900, 0.1, 0.000858120666394)]
    public void The_sample_ratio_is_scipys_chi_square_without_correction(long control, long treatment, double share, double p) =>
        Assert.Equal(1, SampleRatio.PValue(control, treatment, share) / p, 1e-6);

    [Theory]
    [InlineData(9, 1, 0.01, 0.09561792499119552)]
    [InlineData(1, 1, 0.01, 0.0199)]
    [InlineData(40, 0, 0.01, 1)]
    [InlineData(1, 1, 0.99, 0.0199)]
    [InlineData(17, 3, 0.1, 0.4446498494011033)]
    [InlineData(1, 7, 0.5, 0.0703125)]
    [InlineData(4, 0, 0.5, 0.125)]
    [InlineData(484, 15, 0.01, 0.0002013512858499111)]
    public void The_sample_ratio_of_an_arm_in_which_fewer_than_five_are_expected_is_scipys_binomial_test(
        long control,
        long treatment,
        double share,
        double p
    ) =>
        // binomtest(treatment, control + treatment, share).pvalue
        Assert.Equal(1, SampleRatio.PValue(control, treatment, share) / p, 1e-9);

    [Theory]
    [InlineData(0.2, 0.5, 784.886046515577)]
    [InlineData(0.05, 0.5, 12558.176814921919)]
    [InlineData(0.1, 0.1, 8720.956124098813)]
    [InlineData(0.1, 0.8, 4905.537807387589)]
    public void The_users_that_a_test_needs_are_those_of_statsmodels(double standardised, double treatmentShare, double users)
    {
        // zt_ind_solve_power(effect, alpha=0.05, power=0.8, ratio=share / (1 - share)), both arms together; it counts the other tail, too.
        Assert.Equal(1, Power.Users(1, standardised, treatmentShare, 0.95, 0.8) / users, 1e-5);
    }

    [Theory]
    [InlineData(0.0004, 5000, 0.06070417980752506)]
    [InlineData(0.0004, 400, 0.08171728463170208)]
    [InlineData(0.01, 100000, 0.33368575337865986)]
    public void The_always_valid_interval_is_that_of_a_mixture_sprt(double variance, long users, double reach)
    {
        // With tau² = variance · users · rho²: sqrt(V (V + tau²) / tau² · log((V + tau²) / (V alpha²))), by NumPy.
        Assert.Equal(1, AlwaysValid.Reach(variance, users, 0.95) / reach, 1e-10);
    }
}
