namespace SparkReco.Kernels;

/// <summary>An ordered list of items on offer: the items by place, and of each item its score and its place, from 0.</summary>
internal sealed class PlaceList
{
    private readonly long[] _scores;
    private int[]? _places;

    /// <param name="items">The items, in any order.</param>
    /// <param name="scores">The scores of all items of the catalogue, by number; 0 for those that are not in the list.</param>
    /// <param name="order">The order of the list.</param>
    public PlaceList(IEnumerable<int> items, long[] scores, Comparison<int> order)
    {
        Items = [.. items];
        Items.AsSpan().Sort(order);
        _scores = scores;
    }

    public int[] Items { get; }

    public long ScoreOf(int item) => _scores[item];

    // Made when it is asked for: of the lists of thousands of categories nobody does.
    public int PlaceOf(int item) => (_places ??= Places())[item];

    private int[] Places()
    {
        var places = new int[_scores.Length];
        for (var place = 0; place < Items.Length; place++)
            places[Items[place]] = place;
        return places;
    }
}
