using System.Buffers.Binary;
using System.Security.Cryptography;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>The lists that all others must beat, less what the user had, as <c>popularity_list.sql</c> and <c>random_list.sql</c> define them.</summary>
internal sealed class PlainLists(Catalogue items, Usage usage, Func<int, IEnumerable<int>> itemsFor)
{
    // Which user had an item, as the number of the user's list.
    private readonly int[] _consumed = new int[items.Count];
    private int _list;

    /// <summary>The most popular items, for everybody the same.</summary>
    public static PlainLists OfPopular(World world) => new(world.Items, world.Usage, _ => world.Lists.All.Items);

    /// <summary>Items drawn evenly from those on offer.</summary>
    public static PlainLists OfRandom(World world, int listSize)
    {
        var offered = Enumerable.Range(0, world.Items.Count).Where(world.Items.IsOffered).ToArray();
        var (places, draws) = Curves.DrawsOf(offered.Length, listSize);
        return new PlainLists(world.Items, world.Usage, Draw);

        IEnumerable<int> Draw(int user)
        {
#pragma warning disable CA5351 // Numbers are drawn by it, as in the SQL; nothing is kept secret.
            var hash = MD5.HashData(world.Users.Ids[user]);
#pragma warning restore CA5351
            long start = BinaryPrimitives.ReadUInt32BigEndian(hash);
            var stride = 1 + (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(4)) % (places - 1));
            return Enumerable
                .Range(1, draws)
                .Select(draw => (start + (stride * draw)) % places)
                .Where(place => place < offered.Length)
                .Select(place => offered[place]);
        }
    }

    /// <summary>The items of a user's list, best first.</summary>
    public IEnumerable<int> Of(int user)
    {
        _list++;
        foreach (var use in usage.Of(user))
            _consumed[use.Item] = _list;
        return itemsFor(user).Where(item => _consumed[item] != _list);
    }
}
