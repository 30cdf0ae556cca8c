namespace SparkReco.LocalPersonalize.Training;

/// <summary>The features of items, with numbers in the place of texts.</summary>
internal sealed class Metadata
{
    /// <summary>How many columns the models look at; those that come first.</summary>
    public const int MostColumns = 6;

    private readonly Dictionary<string, int> _features = [];
    private readonly List<string> _columns = [];
    private readonly List<int> _columnOf = [];
    private readonly List<List<int>> _itemsOf = [];
    private readonly List<int[]> _ofItem = [];

    public Metadata(IEnumerable<ItemFacts> items)
    {
        foreach (var item in items)
            Add(item.Features);
    }

    private Metadata(IEnumerable<IReadOnlyList<string>> items)
    {
        foreach (var features in items)
            Add(features);
    }

    /// <summary>The number of columns, at most <see cref="MostColumns"/>.</summary>
    public int Columns => Math.Min(_columns.Count, MostColumns);

    /// <summary>The number of features.</summary>
    public int Features => _columnOf.Count;

    /// <summary>The column of a feature.</summary>
    public int ColumnOf(int feature) => _columnOf[feature];

    /// <summary>An item's features.</summary>
    public int[] Of(int item) => _ofItem[item];

    /// <summary>Adds an item under the next number.</summary>
    public void Add(IReadOnlyList<string> features)
    {
        _ofItem.Add([.. features.Distinct().Select(NumberOf)]);
        foreach (var feature in _ofItem[^1])
            _itemsOf[feature].Add(_ofItem.Count - 1);
    }

    /// <summary>Of each item, how much it shares with one: features, rare ones counting more, as a share of what they have in all (a weighted Jaccard index).</summary>
    public float[] Likeness(int item)
    {
        var (shared, own) = (new float[_ofItem.Count], 0f);
        foreach (var feature in _ofItem[item])
        {
            own += Rarity(feature);
            foreach (var other in _itemsOf[feature])
                shared[other] += Rarity(feature);
        }

        for (var other = 0; other < shared.Length; other++)
            if (shared[other] > 0)
                shared[other] /= own + _ofItem[other].Sum(Rarity) - shared[other];
        return shared;
    }

    public void Save(BinaryWriter writer)
    {
        var texts = _features.OrderBy(feature => feature.Value).Select(feature => feature.Key).ToArray();
        writer.Write(_ofItem.Count);
        foreach (var features in _ofItem)
        {
            writer.Write(features.Length);
            foreach (var feature in features)
                writer.Write(texts[feature]);
        }
    }

    public static Metadata Load(BinaryReader reader)
    {
        var items = new string[reader.ReadInt32()][];
        for (var item = 0; item < items.Length; item++)
        {
            items[item] = new string[reader.ReadInt32()];
            for (var i = 0; i < items[item].Length; i++)
                items[item][i] = reader.ReadString();
        }

        return new Metadata(items);
    }

    private float Rarity(int feature) => MathF.Log(1 + (float)_ofItem.Count / _itemsOf[feature].Count);

    private int NumberOf(string text)
    {
        if (_features.TryGetValue(text, out var number))
            return number;
        var column = text[..Math.Max(0, text.IndexOf('='))];
        if (!_columns.Contains(column))
            _columns.Add(column);
        _columnOf.Add(_columns.IndexOf(column));
        _itemsOf.Add([]);
        _features.Add(text, _features.Count);
        return _features.Count - 1;
    }
}
