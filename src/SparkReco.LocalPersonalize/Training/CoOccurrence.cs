using System.Runtime.InteropServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>How many users use each item, and how many use it and another.</summary>
internal sealed class CoOccurrence
{
    private const int MostPairs = 1_000;
    private const int MostItemsOfUser = 1_000;
    private readonly List<int> _users;
    private readonly List<(int Item, int Users)[]> _pairs;

    private CoOccurrence(IEnumerable<int> users, IEnumerable<(int Item, int Users)[]> pairs) => (_users, _pairs) = ([.. users], [.. pairs]);

    /// <summary>The number of items.</summary>
    public int Items => _users.Count;

    /// <summary>Counts item by item; of each those with the most users are kept. Users of very many items, which are hardly people, count for their first ones.</summary>
    public static CoOccurrence Of(Uses byUser, int items, ParallelOptions parallel)
    {
        var byItem = byUser.Transposed(items);
        var pairs = new (int, int)[items][];
        Parallel.For(
            0,
            items,
            parallel,
            () => new int[items],
            (item, _, counts) =>
            {
                var found = new List<int>();
                foreach (var user in byItem.Of(item))
                {
                    var used = byUser.Of(user);
                    foreach (var other in used[..Math.Min(MostItemsOfUser, used.Length)])
                        if (counts[other]++ == 0)
                            found.Add(other);
                }

                var most = found.Where(other => other != item).OrderByDescending(other => counts[other]).ThenBy(other => other).Take(MostPairs);
                pairs[item] = [.. most.Select(other => (other, counts[other]))];
                foreach (var other in found)
                    counts[other] = 0;
                return counts;
            },
            _ => { }
        );
        return new CoOccurrence(Enumerable.Range(0, items).Select(item => byItem.Of(item).Length), pairs);
    }

    /// <summary>How many users use an item.</summary>
    public int Users(int item) => _users[item];

    /// <summary>The items used by users of an item, and by how many.</summary>
    public IReadOnlyList<(int Item, int Users)> With(int item) => _pairs[item];

    /// <summary>Adds an item that nobody used.</summary>
    public void AddItem()
    {
        _users.Add(0);
        _pairs.Add([]);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Items);
        for (var item = 0; item < Items; item++)
        {
            writer.Write(_users[item]);
            writer.Write(_pairs[item].Length);
            writer.Write(MemoryMarshal.AsBytes<(int, int)>(_pairs[item]));
        }
    }

    public static CoOccurrence Load(BinaryReader reader)
    {
        var users = new int[reader.ReadInt32()];
        var pairs = new (int, int)[users.Length][];
        for (var item = 0; item < users.Length; item++)
        {
            users[item] = reader.ReadInt32();
            pairs[item] = new (int, int)[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(pairs[item].AsSpan()));
        }

        return new CoOccurrence(users, pairs);
    }
}
