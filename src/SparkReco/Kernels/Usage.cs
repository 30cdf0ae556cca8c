using Apache.Arrow;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>What a user had to do with an item: the times of the first and the last use, in milliseconds since 1970-01-01, and the engagement score.</summary>
internal readonly record struct Use(int Item, long FirstMs, long LastMs, long Score) : IComparable<Use>
{
    /// <summary>The order of a history: the last used first, then the higher score, then the lower id.</summary>
    public int CompareTo(Use other)
    {
        var order = other.LastMs.CompareTo(LastMs);
        if (order == 0)
            order = other.Score.CompareTo(Score);
        return order == 0 ? Item.CompareTo(other.Item) : order;
    }
}

/// <summary>The rows of <c>engagement</c>, user by user, each user's in the order of a history. Takes 32 bytes a row.</summary>
internal sealed class Usage
{
    private readonly int[] _ends;
    private readonly Use[] _uses;

    private Usage(int[] ends, Use[] uses) => (_ends, _uses) = (ends, uses);

    /// <summary>The number of rows.</summary>
    public int Count => _uses.Length;

    public ReadOnlySpan<Use> Of(int user) => Row(user);

    /// <summary>Reads <c>engagement</c>.</summary>
    /// <exception cref="EngineException">It has more rows than an array holds.</exception>
    public static async Task<Usage> ReadAsync(ITableReader tables, Audience users, Catalogue items, int threads, CancellationToken cancellation)
    {
        // Each user's next free place; when all rows are placed, where the user's rows end.
        var places = await CountAsync(tables, users, cancellation);
        var uses = new Use[places[^1]];
        await foreach (var batch in tables.StreamAsync("select user_id, item_id, first_at_ms, last_at_ms, score from engagement", cancellation))
        {
            using var rows = batch;
            var (userIds, itemIds) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1));
            var (first, last, score) = (Longs(rows, 2), Longs(rows, 3), Longs(rows, 4));
            for (var row = 0; row < rows.Length; row++)
            {
                var (user, item) = (users.Ids.Find(userIds.GetBytes(row)), items.Ids.Find(itemIds.GetBytes(row)));
                if (item < 0)
                    throw new InvalidOperationException($"the item {itemIds.GetString(row)} of engagement is not in items");
                uses[places[user]++] = new Use(item, first.Values[row], last.Values[row], score.Values[row]);
            }
        }

        var usage = new Usage(places[..users.Count], uses);
        Parallel.For(
            0,
            users.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            user => usage.Row(user).Sort()
        );
        return usage;
    }

    private Span<Use> Row(int user)
    {
        var start = user == 0 ? 0 : _ends[user - 1];
        return _uses.AsSpan(start, _ends[user] - start);
    }

    /// <summary>Where the rows of each user begin, and after the last user's their number.</summary>
    private static async Task<int[]> CountAsync(ITableReader tables, Audience users, CancellationToken cancellation)
    {
        var counts = new long[users.Count + 1];
        const string sql = "select user_id, cast(count(*) as bigint) as use_count from engagement group by user_id";
        await foreach (var batch in tables.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (ids, count) = ((StringArray)rows.Column(0), Longs(rows, 1));
            for (var row = 0; row < rows.Length; row++)
                counts[users.Ids.Find(ids.GetBytes(row))] = count.Values[row];
        }

        var total = 0L;
        for (var user = 0; user < counts.Length; user++)
            (counts[user], total) = (total, total + counts[user]);
        return total <= System.Array.MaxLength
            ? [.. counts.Select(start => (int)start)]
            : throw new EngineException($"the kernels hold {System.Array.MaxLength} rows of engagement, but there are {total}");
    }

    private static Int64Array Longs(RecordBatch rows, int column) => (Int64Array)rows.Column(column);
}
