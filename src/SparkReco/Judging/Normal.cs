namespace SparkReco.Judging;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>
    /// The chance of a value above <paramref name="z"/>, for z from 0 on: the complementary error function by Numerical Recipes' Chebyshev
    /// fit (Press et al., 2nd edition, section 6.2), with a relative error below 1.2e-7.
    /// </summary>
    public static double UpperTail(double z)
    {
        var x = z / Math.Sqrt(2);
        var t = 1 / (1 + (0.5 * x));
        var polynomial =
            -1.26551223
            + (
                t
                * (
                    1.00002368
                    + (
                        t
                        * (
                            0.37409196
                            + (
                                t
                                * (
                                    0.09678418
                                    + (
                                        t
                                        * (
                                            -0.18628806
                                            + (t * (0.27886807 + (t * (-1.13520398 + (t * (1.48851587 + (t * (-0.82215223 + (t * 0.17087277)))))))))
                                        )
                                    )
                                )
                            )
                        )
                    )
                )
            );
        return 0.5 * t * Math.Exp((-x * x) + polynomial);
    }
}
