using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>The items, numbered in the order of their ids, with what of them matters for lists on a day.</summary>
internal sealed class Catalogue
{
    private readonly List<Item> _items;
    private readonly int _day;

    private Catalogue(IdIndex ids, IdIndex contentTypes, IdIndex kinds, IdIndex categories, List<Item> items, int day) =>
        (Ids, ContentTypes, Kinds, Categories, _items, _day) = (ids, contentTypes, kinds, categories, items, day);

    public IdIndex Ids { get; }

    public IdIndex ContentTypes { get; }

    /// <summary>What stands between a kind and its category.</summary>
    public const byte KindEnd = 1;

    /// <summary>The kinds of items within categories: <c>course/quiz</c>, U+0001 and the category; a format or category of nothing is empty.</summary>
    public IdIndex Kinds { get; }

    public IdIndex Categories { get; }

    public int Count => Ids.Count;

    public int ContentTypeOf(int item) => _items[item].ContentType;

    /// <summary>The number of an item's kind within its first category.</summary>
    public int KindOf(int item) => _items[item].Kind;

    /// <summary>The number of an item's first category; -1 where it has none.</summary>
    public int CategoryOf(int item) => _items[item].Category;

    /// <summary>The numbers of all categories of an item, the first one first.</summary>
    public ReadOnlySpan<int> CategoriesOf(int item) => _items[item].Categories;

    /// <summary>The length of an item in seconds; null where that is unknown.</summary>
    public long? DurationOf(int item) => _items[item].Duration;

    /// <summary>Whether the item may be recommended on the day: available, and published before it.</summary>
    public bool IsOffered(int item) => _items[item].IsAvailable && !(_items[item].PublishedOn >= _day);

    /// <summary>How many days before the day an item was published; null where that is unknown.</summary>
    public int? AgeOf(int item) => _day - _items[item].PublishedOn;

    /// <summary>The same items on another day.</summary>
    public Catalogue On(DateOnly day) => new(Ids, ContentTypes, Kinds, Categories, _items, UnixDay.Of(day));

    /// <summary>Reads <c>items</c> and <c>item_categories</c>.</summary>
    public static async Task<Catalogue> ReadAsync(ITableReader tables, DateOnly day, CancellationToken cancellation)
    {
        var catalogue = new Catalogue(new(), new(), new(), new(), [], UnixDay.Of(day));
        const string sql = """
            select item_id, content_type, category, duration_seconds, published_on, is_available, content_type || '/' || coalesce(format, '') || chr(1) || coalesce(category, '') as kind
            from items
            order by item_id
            """;
        // Items with one category share the list of it.
        Dictionary<int, int[]> single = new() { [-1] = [] };
        await foreach (var batch in tables.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (ids, types, categories) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1), (StringArray)rows.Column(2));
            var (durations, days, available) = ((Int64Array)rows.Column(3), (Date32Array)rows.Column(4), (BooleanArray)rows.Column(5));
            var kinds = (StringArray)rows.Column(6);
            for (var row = 0; row < rows.Length; row++)
            {
                catalogue.Ids.Add(ids.GetBytes(row));
                var category = categories.IsNull(row) ? -1 : catalogue.Categories.Add(categories.GetBytes(row));
                if (!single.TryGetValue(category, out var all))
                    single.Add(category, all = [category]);
                catalogue._items.Add(
                    new Item(
                        catalogue.ContentTypes.Add(types.GetBytes(row)),
                        catalogue.Kinds.Add(kinds.GetBytes(row)),
                        category,
                        all,
                        durations.GetValue(row),
                        days.GetValue(row),
                        available.GetValue(row) is true
                    )
                );
            }
        }

        await catalogue.AddCategoriesAsync(tables, cancellation);
        return catalogue;
    }

    /// <summary>Adds the categories of items behind their first.</summary>
    private async Task AddCategoriesAsync(ITableReader tables, CancellationToken cancellation)
    {
        const string sql = "select item_id, category from item_categories where position > 1 order by item_id, position";
        await foreach (var batch in tables.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (ids, categories) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1));
            for (var row = 0; row < rows.Length; row++)
            {
                var item = Ids.Find(ids.GetBytes(row));
                _items[item] = _items[item] with { Categories = [.. _items[item].Categories, Categories.Add(categories.GetBytes(row))] };
            }
        }
    }

    private readonly record struct Item(
        int ContentType,
        int Kind,
        int Category,
        int[] Categories,
        long? Duration,
        int? PublishedOn,
        bool IsAvailable
    );
}
