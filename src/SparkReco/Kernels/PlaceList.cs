namespace SparkReco.Kernels;

/// <summary>An ordered list of items on offer: the items by place, and of each item its score and its place, from 0.</summary>
internal sealed class PlaceList
{
    private readonly long[] _scores;
    private readonly int[] _places;

    /// <param name="items">The items, in any order.</param>
    /// <param name="scores">The scores of all items of the catalogue, by number; 0 for those that are not in the list.</param>
    /// <param name="order">The order of the list.</param>
    public PlaceList(IEnumerable<int> items, long[] scores, Comparison<int> order)
    {
        Items = [.. items];
        Items.AsSpan().Sort(order);
        _scores = scores;
        _places = new int[scores.Length];
        for (var place = 0; place < Items.Length; place++)
            _places[Items[place]] = place;
    }

    public int[] Items { get; }

    public long ScoreOf(int item) => _scores[item];

    public int PlaceOf(int item) => _places[item];
}
