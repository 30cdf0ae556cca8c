namespace SparkReco.Demo.World;

/// <summary>
/// What is popular on each day: quality, times a burst of attention that halves every twelve days after publication.
/// The power of 1.3 concentrates attention on the top, as charts and front pages do.
/// </summary>
internal sealed class Trends
{
    private const double HalfLifeDays = 12;
    private const double Concentration = 1.3;
    private readonly double[][] _byDay;

    public Trends(IReadOnlyList<Item> items, int days) =>
        _byDay = [.. Enumerable.Range(0, days).Select(day => items.Select(item => Attention(item, day)).ToArray())];

    public ReadOnlySpan<double> On(int day) => _byDay[day];

    private static double Attention(Item item, int day)
    {
        if (!item.IsPlayable(day)) return 0;
        var burst = item.Hype * Math.Exp(-(day - item.PublishedDay) * Math.Log(2) / HalfLifeDays);
        return Math.Pow(item.Quality * (0.5 + burst), Concentration);
    }
}
