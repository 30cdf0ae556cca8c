using Apache.Arrow;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>The items, numbered in the order of their ids, with what of them matters for lists.</summary>
internal sealed class Catalogue
{
    private readonly List<int> _contentTypes = [];
    private readonly List<int> _categories = [];
    private int?[] _published = [];
    private bool[] _isOffered = [];

    public IdIndex Ids { get; } = new();

    public IdIndex ContentTypes { get; } = new();

    public IdIndex Categories { get; } = new();

    public int Count => Ids.Count;

    public int ContentTypeOf(int item) => _contentTypes[item];

    /// <summary>The number of an item's category; -1 where it has none.</summary>
    public int CategoryOf(int item) => _categories[item];

    /// <summary>Whether the item may be recommended.</summary>
    public bool IsOffered(int item) => _isOffered[item];

    /// <summary>The day an item on offer was published, in days since 1970-01-01; null where that is unknown.</summary>
    public int? PublishedOn(int item) => _published[item];

    /// <summary>Reads <c>items</c> and <c>offered_items</c>.</summary>
    public static async Task<Catalogue> ReadAsync(ITableReader tables, CancellationToken cancellation)
    {
        var catalogue = new Catalogue();
        await foreach (var batch in tables.StreamAsync("select item_id, content_type, category from items order by item_id", cancellation))
        {
            using var rows = batch;
            var (ids, types, categories) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1), (StringArray)rows.Column(2));
            for (var row = 0; row < rows.Length; row++)
            {
                catalogue.Ids.Add(ids.GetBytes(row));
                catalogue._contentTypes.Add(catalogue.ContentTypes.Add(types.GetBytes(row)));
                catalogue._categories.Add(categories.IsNull(row) ? -1 : catalogue.Categories.Add(categories.GetBytes(row)));
            }
        }

        catalogue._isOffered = new bool[catalogue.Count];
        catalogue._published = new int?[catalogue.Count];
        await foreach (var batch in tables.StreamAsync("select item_id, published_on from offered_items", cancellation))
        {
            using var rows = batch;
            var (ids, days) = ((StringArray)rows.Column(0), (Date32Array)rows.Column(1));
            for (var row = 0; row < rows.Length; row++)
            {
                var item = catalogue.Ids.Find(ids.GetBytes(row));
                catalogue._isOffered[item] = true;
                catalogue._published[item] = days.GetValue(row);
            }
        }

        return catalogue;
    }
}
