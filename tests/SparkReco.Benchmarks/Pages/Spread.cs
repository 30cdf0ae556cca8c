namespace SparkReco.Benchmarks.Pages;

/// <summary>The best and the median of a few measurements, where less is better.</summary>
internal sealed record Spread(double Best, double Median)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return new(sorted[0], sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }
}
