using SparkReco.Experiments;
using Xunit;

namespace SparkReco.Tests.Experiments;

/// <summary>
/// Expected values by SciPy 1.10.1, NumPy 1.24.2 and statsmodels 0.13.5 on the users of <see cref="SomeArms"/>. Quotients are there means of their
/// linear parts, (n - R d) / mean(d), which is how Deng, Knoblich and Lu (KDD 2018) derive the delta method.
/// </summary>
public sealed class EffectTests
{
    private const double Digits = 1e-10;

    [Fact]
    public void Means_of_two_arms_are_compared_as_by_scipys_welch_test()
    {
        var effect = Effect.Between(SomeArms.PerUser(SomeArms.Control), SomeArms.PerUser(SomeArms.Treatment))!;

        // ttest_ind(treatment[n], control[n], equal_var=False)
        Equal(1.25, effect.Difference);
        Equal(0.347239424279, effect.PValue);
        Equal(-1.48672352465, effect.Difference - effect.Reach(0.95));
        Equal(3.98672352465, effect.Difference + effect.Reach(0.95));
        Equal(15.9460718924, effect.Degrees);
    }

    [Fact]
    public void Quotients_of_two_arms_are_compared_by_the_delta_method()
    {
        var effect = Effect.Between(SomeArms.Sum(SomeArms.Control), SomeArms.Sum(SomeArms.Treatment))!;

        Equal(22 / 75d, effect.Control);
        Equal(40 / 84d, effect.Treatment);
        Equal(0.0453914336881, effect.Difference - effect.Reach(0.95));
        Equal(0.320322852026, effect.Difference + effect.Reach(0.95));
        Equal(0.0140028641806, effect.PValue);
    }

    [Fact]
    public void The_relative_interval_is_symmetric_by_the_delta_method_on_the_quotient_of_the_arms()
    {
        var effect = Effect.Between(SomeArms.Sum(SomeArms.Control), SomeArms.Sum(SomeArms.Treatment))!;
        var relative = effect.Difference / effect.Control;

        Equal(-0.0889567731059, relative - effect.RelativeReach(0.95));
        Equal(1.33571001986, relative + effect.RelativeReach(0.95));
    }

    [Fact]
    public void The_standard_error_is_within_a_few_percent_of_cluster_robust_least_squares()
    {
        var effect = Effect.Between(SomeArms.Sum(SomeArms.Control), SomeArms.Sum(SomeArms.Treatment))!;

        // OLS(click ~ arm).fit(cov_type='cluster', groups=user): it corrects for few users in another way.
        Assert.InRange(Math.Sqrt(effect.Variance) / 0.06005579071135593, 0.95, 1.05);
    }

    [Fact]
    public void Cuped_takes_from_each_user_theta_times_what_the_user_did_before()
    {
        var effect = Effect.Adjusted(SomeArms.PerUser(SomeArms.Control), SomeArms.PerUser(SomeArms.Treatment))!;

        // theta = cov(n, x) / var(x) over both arms = 1.3; then Welch's test of n - theta (x - mean(x))
        Equal(1.2825, effect.Difference);
        Equal(-0.271070349579, effect.Difference - effect.Reach(0.95));
        Equal(2.83607034958, effect.Difference + effect.Reach(0.95));
        Equal(0.0987510595622, effect.PValue);
    }

    [Fact]
    public void Cuped_of_quotients_takes_theta_from_their_linear_parts()
    {
        var effect = Effect.Adjusted(SomeArms.Sum(SomeArms.Control), SomeArms.Sum(SomeArms.Treatment))!;

        Equal(0.302003933476, effect.Control);
        Equal(0.468470078803, effect.Treatment);
        Equal(0.0583096420234, effect.Difference - effect.Reach(0.95));
        Equal(0.27462264863, effect.Difference + effect.Reach(0.95));
        Equal(0.00488996826666, effect.PValue);
    }

    [Fact]
    public void Without_a_past_there_is_nothing_to_adjust()
    {
        var arm = SomeArms.Sum([
            [1, 2, 0, 0],
            [2, 2, 0, 0],
        ]);

        Assert.Null(Effect.Adjusted(arm, arm));
    }

    [Fact]
    public void Within_users_quotients_are_compared_user_by_user()
    {
        var effect = Effect.Within(SomeArms.Sum(SomeArms.Treatment))!;

        // 40 of 84 and 21 of 73, by the linear parts of their difference
        Equal(0.188519243314, effect.Difference);
        Equal(0.0820254535839, effect.Difference - effect.Reach(0.95));
        Equal(0.295013033044, effect.Difference + effect.Reach(0.95));
        Equal(0.00308913478932, effect.PValue);
    }

    [Fact]
    public void Within_users_means_are_compared_as_by_scipys_paired_test()
    {
        var effect = Effect.Within(SomeArms.PerUser(SomeArms.Treatment))!;

        Equal(1.9, effect.Difference);
        Equal(0.015771380744036983, effect.PValue);
    }

    [Fact]
    public void Large_and_equal_values_lose_no_digits()
    {
        // n = 3e9 and 3e9 + 1: variance 0.5, of the mean 0.25.
        var arm = SomeArms.PerUser([
            [3_000_000_000, 1, 0, 1],
            [3_000_000_001, 1, 0, 1],
        ]);

        Equal(0.25, arm.Variance(Quotient.Metric));
    }

    [Fact]
    public void A_user_can_be_taken_out_again()
    {
        var all = SomeArms.Sum(SomeArms.Control);
        var without = all - Moments.OfUser(SomeArms.Control[0]);
        var rest = SomeArms.Sum(SomeArms.Control.Skip(1));

        Equal(rest.Value(Quotient.Metric), without.Value(Quotient.Metric));
        Equal(rest.Variance(Quotient.Metric), without.Variance(Quotient.Metric));
    }

    private static void Equal(double expected, double actual) =>
        Assert.InRange(actual, expected - (Digits * Math.Max(1, Math.Abs(expected))), expected + (Digits * Math.Max(1, Math.Abs(expected))));
}
