using System.Buffers.Binary;
using System.Security.Cryptography;
using SparkReco.Ranking;

namespace SparkReco.Kernels;

/// <summary>The features of items, whoever's candidates they are, as <c>item_features.sql</c> defines them.</summary>
internal sealed class ItemFeatures
{
    /// <summary>How many there are: the last of <see cref="Feature.All"/>.</summary>
    public const int Count = 19;

    private readonly int[] _rows;

    public ItemFeatures(Catalogue items, CandidateLists lists)
    {
        _rows = new int[items.Count * Count];
        int[] codes = [.. Enumerable.Range(0, items.Kinds.Count).Select(kind => CodeOf(items.Kinds[kind]))];
        var categoryPlaces = CategoryPlaces(items, lists);
        for (var item = 0; item < items.Count; item++)
        {
            ref readonly var c = ref lists.Counts.Of(item);
            ref readonly var active = ref lists.Counts.Around(item);
            ref readonly var kind = ref lists.Counts.Like(item);
            var period = lists.Counts.Period;
            ReadOnlySpan<int> row =
            [
                categoryPlaces[item],
                Math.Min(lists.All.PlaceOf(item) + 1, CandidateFeatures.LastPlace),
                Share(c.First1, active.Users1 - c.Known1 + 5),
                Share(c.First5, active.Users5 - c.Known5 + 5),
                Share(c.First28, active.Users28 - c.Known28 + 5),
                Share(c.Last5, active.Users5 + 5),
                Share(c.Last14, active.Users14 + 5),
                Share(c.First28, c.Users + 3),
                Share(c.First5, c.Last5 + 3),
                Share(5 * c.Last1, c.Last5 + 3),
                (int)c.Users,
                (int)Math.Floor(c.Age * 16e0 / period),
                c.Users == 0 ? 0 : (int)Math.Floor(c.Ages * 16e0 / (c.Users * period)),
                c.Users == 0 ? 0 : (int)Math.Min(Math.Floor(c.Scores / (c.Users * 1e3)), int.MaxValue),
                Share(c.Returned, c.Users + 3),
                c.Users == 0 ? 0 : (int)Math.Floor(c.Spans * 16e0 / (c.Users * period)),
                Share(kind.First5, kind.Last5 + 3),
                Share(kind.First5, kind.Items * (active.Users5 + 5)),
                codes[items.KindOf(item)],
            ];
            row.CopyTo(_rows.AsSpan(item * Count));
        }
    }

    public ReadOnlySpan<int> Of(int item) => _rows.AsSpan(item * Count, Count);

    private static int Share(long part, long whole) => whole == 0 ? 0 : (int)Math.Floor(part * 1e4 / whole);

    /// <summary>The best place of each item among those of its categories.</summary>
    private static int[] CategoryPlaces(Catalogue items, CandidateLists lists)
    {
        var places = new int[items.Count];
        Array.Fill(places, CandidateFeatures.LastPlace);
        foreach (var list in lists.ByCategory)
        {
            for (var place = 0; place < list.Items.Length; place++)
                places[list.Items[place]] = Math.Min(places[list.Items[place]], place + 1);
        }

        return places;
    }

    /// <summary>The same number for a content type and format in all runs.</summary>
    private static int CodeOf(ReadOnlySpan<byte> kind)
    {
        var ofAllCategories = kind[..kind.IndexOf(Catalogue.KindEnd)];
#pragma warning disable CA5351 // A code is made by it, as in the SQL; nothing is kept secret.
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(MD5.HashData(ofAllCategories)) % 1000);
#pragma warning restore CA5351
    }
}
