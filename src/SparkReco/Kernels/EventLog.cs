using Apache.Arrow;
using SparkReco.Ports;
using Array = System.Array;

namespace SparkReco.Kernels;

/// <summary>What a user did with an item; impressions are nothing that users do.</summary>
internal enum Deed : byte
{
    Click,
    Watch,
    Like,
    Complete,
}

/// <summary>An event: what was done with which item, when (milliseconds since 1970-01-01), how often, and the seconds watched.</summary>
internal readonly record struct Event(long AtMs, long Count, long WatchSeconds, int Item, Deed Deed) : IComparable<Event>
{
    /// <summary>By item, then by time.</summary>
    public int CompareTo(Event other) => Item != other.Item ? Item.CompareTo(other.Item) : AtMs.CompareTo(other.AtMs);
}

/// <summary>The rows of <c>interactions</c> that are deeds, user by user, each user's by item and time. Takes 32 bytes a row.</summary>
internal sealed class EventLog
{
    private readonly int[] _ends;
    private readonly Event[] _events;

    private EventLog(int[] ends, Event[] events) => (_ends, _events) = (ends, events);

    public ReadOnlySpan<Event> Of(int user) => Row(user);

    /// <summary>Reads <c>interactions</c>, of all users or of those of a part: one of so many, by the hash of the id.</summary>
    /// <exception cref="EngineException">There are more rows than an array holds.</exception>
    public static async Task<EventLog> ReadAsync(
        ITableReader tables,
        Audience users,
        Catalogue items,
        int threads,
        CancellationToken cancellation,
        long parts = 1
    )
    {
        var ofPart = parts == 1 ? "" : $" and pmod(cast(conv(substr(md5(user_id), 1, 8), 16, 10) as bigint), {parts}) = 0";

        // Each user's next free place; when all rows are placed, where the user's rows end.
        var places = await CountAsync(tables, users, ofPart, cancellation);
        var events = new Event[places[^1]];
        var sql = $"""
            select user_id, item_id, event_type, occurred_at_ms, event_count, coalesce(watch_seconds, 0) as watch_seconds
            from interactions
            where event_type <> 'impression'{ofPart}
            """;
        await foreach (var batch in tables.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (userIds, itemIds, types) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1), (StringArray)rows.Column(2));
            var (times, counts, seconds) = ((Int64Array)rows.Column(3), (Int64Array)rows.Column(4), (Int64Array)rows.Column(5));
            for (var row = 0; row < rows.Length; row++)
            {
                var (user, item) = (users.Ids.Find(userIds.GetBytes(row)), items.Ids.Find(itemIds.GetBytes(row)));
                if (item < 0)
                    throw new InvalidOperationException($"the item {itemIds.GetString(row)} of interactions is not in items");
                events[places[user]++] = new Event(times.Values[row], counts.Values[row], seconds.Values[row], item, DeedOf(types.GetBytes(row)));
            }
        }

        var log = new EventLog(places[..users.Count], events);
        Parallel.For(
            0,
            users.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            user => log.Row(user).Sort()
        );
        return log;
    }

    private Span<Event> Row(int user)
    {
        var start = user == 0 ? 0 : _ends[user - 1];
        return _events.AsSpan(start, _ends[user] - start);
    }

    private static Deed DeedOf(ReadOnlySpan<byte> type) =>
        type[0] switch
        {
            (byte)'w' => Deed.Watch,
            (byte)'l' => Deed.Like,
            (byte)'c' when type[1] == 'o' => Deed.Complete,
            _ => Deed.Click,
        };

    /// <summary>Where the events of each user begin, and after the last user's their number.</summary>
    private static async Task<int[]> CountAsync(ITableReader tables, Audience users, string ofPart, CancellationToken cancellation)
    {
        var counts = new long[users.Count + 1];
        var sql = $"""
            select user_id, cast(count(*) as bigint) as event_count
            from interactions
            where event_type <> 'impression'{ofPart}
            group by user_id
            """;
        await foreach (var batch in tables.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (ids, count) = ((StringArray)rows.Column(0), (Int64Array)rows.Column(1));
            for (var row = 0; row < rows.Length; row++)
                counts[users.Ids.Find(ids.GetBytes(row))] = count.Values[row];
        }

        var total = 0L;
        for (var user = 0; user < counts.Length; user++)
            (counts[user], total) = (total, total + counts[user]);
        return total <= Array.MaxLength
            ? [.. counts.Select(start => (int)start)]
            : throw new EngineException($"the kernels hold {Array.MaxLength} events, but there are {total}");
    }
}
