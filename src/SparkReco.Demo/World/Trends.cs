namespace SparkReco.Demo.World;

/// <summary>
/// What is popular on each day: quality, times a burst of attention that halves every twelve days after publication.
/// The power of 1.8 concentrates attention on the top, as charts and front pages do.
/// </summary>
internal sealed class Trends
{
    private const double HalfLifeDays = 12;
    private const double Concentration = 1.8;
    private const int TopPlace = 20;
    private readonly double[][] _byDay;
    private readonly double[] _top;

    public Trends(IReadOnlyList<Item> items, int days)
    {
        _byDay = [.. Enumerable.Range(0, days).Select(day => items.Select(item => Attention(item, day)).ToArray())];
        _top = [.. _byDay.Select(attention => attention.OrderDescending().ElementAt(TopPlace - 1))];
    }

    public ReadOnlySpan<double> On(int day) => _byDay[day];

    /// <summary>Attention for an item as a share of what the twentieth item gets, one at most.</summary>
    public double ShareOfTop(int day, int item) => Math.Min(1, _byDay[day][item] / _top[day]);

    private static double Attention(Item item, int day)
    {
        if (!item.IsPlayable(day))
            return 0;
        var burst = item.Hype * Math.Exp(-(day - item.PublishedDay) * Math.Log(2) / HalfLifeDays);
        return Math.Pow(item.Quality * (0.5 + burst), Concentration);
    }
}
