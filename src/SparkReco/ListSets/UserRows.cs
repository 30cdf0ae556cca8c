using System.Collections.Concurrent;
using SparkReco.Kernels;
using SparkReco.Ports;

namespace SparkReco.ListSets;

/// <summary>Users and items of all files, each with one number.</summary>
internal sealed class Ids
{
    public IdIndex Users { get; } = new();

    public IdIndex Items { get; } = new();
}

/// <summary>The rows of a table user by user: items and numbers, in any order.</summary>
internal sealed class UserRows
{
    // Where each user's rows begin, and after the last user's where they end.
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly double[] _numbers;

    private UserRows(int[] starts)
    {
        _starts = starts;
        _items = new int[starts[^1]];
        _numbers = new double[starts[^1]];
    }

    public int UserCount => _starts.Length - 1;

    /// <summary>All rows, those that were left out too.</summary>
    public long Rows { get; private init; }

    /// <summary>Rows that were left out: without a user, an item or a number that is needed.</summary>
    public long Incomplete { get; private init; }

    public Span<int> ItemsOf(int user) => _items.AsSpan(_starts[user].._starts[user + 1]);

    public Span<double> NumbersOf(int user) => _numbers.AsSpan(_starts[user].._starts[user + 1]);

    /// <summary>Reads files; users and items that are new get the next numbers.</summary>
    /// <exception cref="EngineException">The files cannot be read, or have more rows than an array holds.</exception>
    public static async Task<UserRows> ReadAsync(IListReader reader, TableFiles files, TableShape shape, Ids ids, CancellationToken cancellation)
    {
        var takers = new ConcurrentBag<RowTaker>();
        var needsNumber = shape.Kind is NumberKind.Rank or NumberKind.Score;
        await reader.ScanAsync(
            files,
            shape,
            rows =>
            {
                if (!takers.TryTake(out var taker))
                    taker = new RowTaker();
                taker.Take(rows, needsNumber);
                takers.Add(taker);
            },
            cancellation
        );
        return Join([.. takers], files, ids);
    }

    private static UserRows Join(RowTaker[] takers, TableFiles files, Ids ids)
    {
        var users = takers.Select(taker => Number(taker.Users, ids.Users)).ToArray();
        var items = takers.Select(taker => Number(taker.Items, ids.Items)).ToArray();
        var ends = new long[ids.Users.Count + 1];
        foreach (var (taker, index) in takers.Select((taker, index) => (taker, index)))
        {
            foreach (var block in taker.Blocks)
            {
                foreach (var user in block.Users.AsSpan(0, block.Count))
                    ends[users[index][user] + 1]++;
            }
        }

        for (var user = 0; user < ids.Users.Count; user++)
            ends[user + 1] += ends[user];
        if (ends[^1] > Array.MaxLength)
            throw new EngineException($"{files.Shown}: {ends[^1]:N0} rows are more than the {Array.MaxLength:N0} that can be compared at once");
        var rows = new UserRows(Array.ConvertAll(ends, end => (int)end))
        {
            Rows = takers.Sum(taker => taker.Rows),
            Incomplete = takers.Sum(taker => taker.Incomplete),
        };
        foreach (var (taker, index) in takers.Select((taker, index) => (taker, index)))
        {
            foreach (var block in taker.Blocks)
                rows.Place(block, users[index], items[index], ends);
            taker.Blocks.Clear();
        }

        return rows;
    }

    private static int[] Number(IdIndex theirs, IdIndex all)
    {
        var numbers = new int[theirs.Count];
        for (var id = 0; id < theirs.Count; id++)
            numbers[id] = all.Add(theirs[id]);
        return numbers;
    }

    /// <param name="block">The rows.</param>
    /// <param name="users">The number of each of its users.</param>
    /// <param name="items">The number of each of its items.</param>
    /// <param name="next">The next free place of each user.</param>
    private void Place(RowTaker.Block block, int[] users, int[] items, long[] next)
    {
        for (var row = 0; row < block.Count; row++)
        {
            var place = next[users[block.Users[row]]]++;
            _items[place] = items[block.Items[row]];
            _numbers[place] = block.Numbers[row];
        }
    }
}
