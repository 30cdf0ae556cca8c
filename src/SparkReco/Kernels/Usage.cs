using Apache.Arrow;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using Array = System.Array;

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
    private readonly Use[][] _uses;

    public Usage(int userCount) => _uses = [.. Enumerable.Repeat<Use[]>([], userCount)];

    /// <summary>Whether any use has a time of day.</summary>
    public bool HasTimes => Array.Exists(_uses, uses => Array.Exists(uses, use => use.LastMs % UnixDay.Milliseconds != 0));

    public ReadOnlySpan<Use> Of(int user) => _uses[user];

    /// <summary>Sets the rows of a user, in any order.</summary>
    public void Set(int user, Use[] uses)
    {
        uses.AsSpan().Sort();
        _uses[user] = uses;
    }

    /// <summary>Reads <c>engagement</c>.</summary>
    public static async Task<Usage> ReadAsync(ITableReader tables, Audience users, Catalogue items, CancellationToken cancellation)
    {
        var usage = new Usage(users.Count);
        var current = -1;
        List<Use> uses = [];
        const string sql = "select user_id, item_id, first_at_ms, last_at_ms, score from engagement order by user_id";
        await foreach (var batch in tables.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (userIds, itemIds) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1));
            var (first, last, score) = ((Int64Array)rows.Column(2), (Int64Array)rows.Column(3), (Int64Array)rows.Column(4));
            for (var row = 0; row < rows.Length; row++)
            {
                var (user, item) = (users.Ids.Find(userIds.GetBytes(row)), items.Ids.Find(itemIds.GetBytes(row)));
                if (item < 0)
                    throw new InvalidOperationException($"the item {itemIds.GetString(row)} of engagement is not in items");
                if (user != current && current >= 0)
                    Flush();
                current = user;
                uses.Add(new Use(item, first.Values[row], last.Values[row], score.Values[row]));
            }
        }

        if (current >= 0)
            Flush();
        return usage;

        void Flush()
        {
            usage.Set(current, [.. uses]);
            uses.Clear();
        }
    }

    /// <summary>What <c>engagement</c> is on a run date, by the events before it.</summary>
    public static Usage Of(EventLog log, Audience users, Catalogue items, Settings settings, int threads, CancellationToken cancellation)
    {
        var usage = new Usage(users.Count);
        Workers.ForEach(
            users.Count,
            threads,
            () => new EngagementMaker(items, settings),
            (maker, user) => usage.Set(user, [.. maker.Make(log.Of(user)).Select(row => row.Use)]),
            cancellation
        );
        return usage;
    }
}
