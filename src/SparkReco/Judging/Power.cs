namespace SparkReco.Judging;

/// <summary>How many users find a difference, by the normal approximation (as NormalIndPower of statsmodels, without the other tail).</summary>
public static class Power
{
    /// <summary>The share of true differences that are to be found.</summary>
    public const double Usual = 0.8;

    /// <summary>The smallest true difference that is found with a chance of <paramref name="power"/>, in the unit of the standard error.</summary>
    public static double Detectable(double standardError, double level, double power = Usual) => Factor(level, power) * standardError;

    /// <summary>The users of both arms together that a test needs.</summary>
    /// <param name="userVariance">The variance of the metric's value of a user; of a quotient that of its linear part.</param>
    /// <param name="difference">The true difference, not 0.</param>
    /// <param name="treatmentShare">The share of users with the treatment, between 0 and 1.</param>
    /// <param name="level">The level of the interval, such as 0.95.</param>
    /// <param name="power">The chance to find the difference, between 0.5 and 1.</param>
    public static double Users(double userVariance, double difference, double treatmentShare, double level, double power)
    {
        var units = Factor(level, power) / difference;
        return units * units * userVariance / (treatmentShare * (1 - treatmentShare));
    }

    private static double Factor(double level, double power) => StudentT.NormalQuantile((1 - level) / 2) + StudentT.NormalQuantile(1 - power);
}
