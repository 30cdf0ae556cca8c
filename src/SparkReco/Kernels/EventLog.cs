using System.Text;
using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Ports;
using Array = System.Array;

namespace SparkReco.Kernels;

/// <summary>The rows of <c>interactions</c> that are deeds before a day, user by user, each user's by item and time.</summary>
internal sealed class EventLog
{
    // Each user's next free place; when all rows are placed, where the user's rows end.
    private readonly int[] _ends;
    private readonly Event[] _events;

    private EventLog(int[] places) => (_ends, _events) = (places[..^1], new Event[places[^1]]);

    public ReadOnlySpan<Event> Of(int user) => Row(user);

    /// <summary>Reads <c>interactions</c> before a day, of all users or of those of a part: one of so many, by the hash of the id.</summary>
    /// <exception cref="EngineException">There are more rows than an array holds.</exception>
    public static async Task<EventLog> ReadAsync(
        ITableReader tables,
        Audience users,
        Catalogue items,
        DateOnly day,
        int threads,
        CancellationToken cancellation,
        long parts = 1
    )
    {
        var source =
            parts == 1
                ? "interactions as e"
                : $"interactions as e semi join (select user_id from users where pmod(cast(conv(substr(md5(user_id), 1, 8), 16, 10) as bigint), {parts}) = 0) as u on u.user_id = e.user_id";
        source += $" where e.event_type <> 'impression' and e.occurred_at_ms < {UnixDay.Start(day)}";
        var log = new EventLog(await PlacesAsync(tables, users, source, cancellation));
        var sql = $"""
            select e.user_id, e.item_id, e.event_type, e.occurred_at_ms, e.event_count, coalesce(e.watch_seconds, 0) as watch_seconds
            from {source}
            """;
        await tables.ScanAsync(sql, rows => log.Place(rows, users.Ids, items.Ids), cancellation);
        Workers.ForEach(users.Count, threads, () => new Sorter(items.Count), (sorter, user) => sorter.Sort(log.Row(user)), cancellation);
        return log;
    }

    private Span<Event> Row(int user)
    {
        var start = user == 0 ? 0 : _ends[user - 1];
        return _events.AsSpan(start, _ends[user] - start);
    }

    /// <summary>Puts rows where those of their users stand. Several threads do so at once.</summary>
    private void Place(RecordBatch rows, IdIndex users, IdIndex items)
    {
        var userIds = new Texts(rows.Column(0));
        var itemIds = new Texts(rows.Column(1));
        var types = new Texts(rows.Column(2));
        var times = ((Int64Array)rows.Column(3)).Values;
        var counts = ((Int64Array)rows.Column(4)).Values;
        var seconds = ((Int64Array)rows.Column(5)).Values;
        for (var row = 0; row < rows.Length; row++)
        {
            var (user, item) = (users.Find(userIds[row]), items.Find(itemIds[row]));
            if (item < 0)
                throw new InvalidOperationException($"the item {Encoding.UTF8.GetString(itemIds[row])} of interactions is not in items");
            _events[Interlocked.Increment(ref _ends[user]) - 1] = new Event(times[row], counts[row], seconds[row], item, DeedOf(types[row]));
        }
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
    private static async Task<int[]> PlacesAsync(ITableReader tables, Audience users, string source, CancellationToken cancellation)
    {
        var counts = new long[users.Count + 1];
        var sql = $"""
            select e.user_id, cast(count(*) as bigint) as event_count
            from {source}
            group by e.user_id
            """;
        await tables.ScanAsync(
            sql,
            rows =>
            {
                var ids = new Texts(rows.Column(0));
                var count = ((Int64Array)rows.Column(1)).Values;
                for (var row = 0; row < rows.Length; row++)
                    counts[users.Ids.Find(ids[row])] = count[row];
            },
            cancellation
        );

        var total = 0L;
        for (var user = 0; user < counts.Length; user++)
            (counts[user], total) = (total, total + counts[user]);
        return total <= Array.MaxLength
            ? [.. counts.Select(start => (int)start)]
            : throw new EngineException($"the kernels hold {Array.MaxLength} events, but there are {total}");
    }

    /// <summary>Sorts the events of a user by counting those of each item, which stand in the order of time as a rule.</summary>
    private sealed class Sorter(int itemCount)
    {
        private readonly int[] _counts = new int[itemCount];
        private readonly List<int> _items = [];
        private Event[] _sorted = [];

        public void Sort(Span<Event> events)
        {
            if (_sorted.Length < events.Length)
                _sorted = new Event[2 * events.Length];
            foreach (var e in events)
            {
                if (_counts[e.Item]++ == 0)
                    _items.Add(e.Item);
            }

            _items.Sort();
            var place = 0;
            foreach (var item in _items)
                (_counts[item], place) = (place, place + _counts[item]);
            foreach (var e in events)
                _sorted[_counts[e.Item]++] = e;
            var start = 0;
            foreach (var item in _items)
            {
                var ofItem = _sorted.AsSpan(start, _counts[item] - start);
                if (!IsSorted(ofItem))
                    ofItem.Sort();
                start = _counts[item];
                _counts[item] = 0;
            }

            _items.Clear();
            _sorted.AsSpan(0, events.Length).CopyTo(events);
        }

        private static bool IsSorted(ReadOnlySpan<Event> events)
        {
            for (var place = 1; place < events.Length; place++)
            {
                if (events[place - 1].AtMs > events[place].AtMs)
                    return false;
            }

            return true;
        }
    }
}
