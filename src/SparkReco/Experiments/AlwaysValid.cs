namespace SparkReco.Experiments;

/// <summary>
/// Intervals that hold at all looks together, however often one looks: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha,
/// Kennedy and Ramdas, Time-uniform central limit theory and asymptotic confidence sequences (arXiv 2103.06476, equation 9; rho by
/// equation 161), as GrowthBook has it.
/// </summary>
public static class AlwaysValid
{
    /// <summary>The number of users for which the interval is narrowest. With far fewer it is wide.</summary>
    public const int Tuning = 5000;

    /// <summary>Half the width of the interval.</summary>
    /// <param name="variance">The variance of the difference.</param>
    /// <param name="users">The users of both arms.</param>
    /// <param name="level">The level, such as 0.95.</param>
    public static double Reach(double variance, long users, double level)
    {
        var alpha = 1 - level;
        var logarithm = -2 * Math.Log(alpha);
        var square = (logarithm + Math.Log(logarithm + 1)) / Tuning;
        var scale = (users * square) + 1;
        return Math.Sqrt(variance * users) * Math.Sqrt(2 * scale * Math.Log(Math.Sqrt(scale) / alpha) / ((double)users * users * square));
    }
}
