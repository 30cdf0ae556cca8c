namespace SparkReco.Benchmarks.Data;

/// <summary>Draws places in proportion to their weights, of which one at least is not 0.</summary>
internal sealed class Weighted
{
    private readonly double[] _ends;

    public Weighted(IEnumerable<double> weights)
    {
        _ends = [.. weights];
        for (var place = 1; place < _ends.Length; place++)
            _ends[place] += _ends[place - 1];
    }

    public int Draw(Random random)
    {
        var found = Array.BinarySearch(_ends, random.NextDouble() * _ends[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, _ends.Length - 1);
    }

    /// <summary>Whole numbers in proportion to the weights, with the total wanted.</summary>
    public int[] Split(int total)
    {
        var ends = _ends.Select(end => (int)Math.Round(end / _ends[^1] * total)).ToArray();
        return [.. ends.Select((end, place) => end - (place == 0 ? 0 : ends[place - 1]))];
    }

    /// <summary>The weights 1, 1/2^exponent, 1/3^exponent and so on.</summary>
    public static IEnumerable<double> Zipf(int count, double exponent) => Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -exponent));
}
