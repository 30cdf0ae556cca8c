namespace SparkReco.Benchmarks.Data;

/// <summary>Random numbers that most are near one, and few are far above.</summary>
internal static class Normal
{
    /// <summary>A log-normal number: half are above the median.</summary>
    public static double Log(Random random, double median, double sigma) => median * Math.Exp(sigma * Standard(random));

    /// <summary>By Box and Muller.</summary>
    private static double Standard(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
