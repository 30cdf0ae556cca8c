using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using SparkReco.LocalPersonalize.Resources;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>The interactions of a dataset: the imported rows in the order of time, and the events that were put since.</summary>
internal sealed class InteractionStore : IDisposable
{
    private readonly string _bulkPath;
    private readonly Journal _journal;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _eventIds = [];
    private readonly HashSet<(string, string?, long, string)> _events = [];
    private readonly ConcurrentDictionary<string, ImmutableList<PutEvent>> _putsByUser = new();
    private volatile Bulk _bulk;
    private long _latestPutAt;
    private volatile ImmutableList<PutEvent> _puts = [];

    public InteractionStore(string folder)
    {
        _bulkPath = Path.Combine(folder, "bulk.bin");
        _bulk = new Bulk(Table.Read(_bulkPath));
        _journal = new Journal(Path.Combine(folder, "events.jsonl"));
        foreach (var put in _journal.Lines.Select(line => JsonSerializer.Deserialize<PutEvent>(line)!))
            TryAdd(put);
        _journal.Forget();
    }

    /// <summary>The imported rows.</summary>
    public Table Imported => _bulk.Table;

    /// <summary>The events that were put.</summary>
    public IReadOnlyList<PutEvent> Puts => _puts;

    /// <summary>The time of the latest interaction, in seconds since 1970.</summary>
    public long LatestAt => Math.Max(_bulk.LatestAt, Volatile.Read(ref _latestPutAt));

    public void Replace(Table table)
    {
        table.Write(_bulkPath);
        _bulk = new Bulk(table);
    }

    /// <summary>Adds events, of those with the same id, or the same in all, the first.</summary>
    public void Put(IEnumerable<PutEvent> events)
    {
        lock (_lock)
            _journal.Add(events.Where(TryAdd).Select(put => JsonSerializer.Serialize(put)));
    }

    /// <summary>What a user did with items, in the order of time.</summary>
    public List<Happening> Of(string user)
    {
        var bulk = _bulk;
        List<Happening> happenings = [];
        foreach (var row in bulk.RowsOf(user))
            happenings.Add(new Happening(bulk.Table, row));
        if (_putsByUser.TryGetValue(user, out var puts))
            happenings =
            [
                .. happenings.Concat(puts.Where(put => put.Item is not null).Select(put => new Happening(put))).OrderBy(happening => happening.At),
            ];
        return happenings;
    }

    /// <summary>Takes out all of some users, and gives how many rows that were.</summary>
    public int Remove(IReadOnlySet<string> users)
    {
        lock (_lock)
        {
            var table = _bulk.Table;
            int[] kept =
                table.Count == 0 ? [] : [.. Enumerable.Range(0, table.Count).Where(row => !users.Contains(table.Texts("USER_ID")!.TextAt(row)!))];
            var removed = table.Count - kept.Length + _puts.RemoveAll(put => !users.Contains(put.User)).Count;
            Replace(table.Of(kept));
            _puts = _puts.RemoveAll(put => users.Contains(put.User));
            foreach (var user in users)
                _putsByUser.TryRemove(user, out _);
            _journal.Replace(_puts.Select(put => JsonSerializer.Serialize(put)));
            return removed;
        }
    }

    public void Dispose() => _journal.Dispose();

    private bool TryAdd(PutEvent put)
    {
        if (!_events.Add((put.User, put.Item, put.At, put.Type)) || (put.EventId is { } id && !_eventIds.Add(id)))
            return false;
        _puts = _puts.Add(put);
        Volatile.Write(ref _latestPutAt, Math.Max(_latestPutAt, put.At));
        _putsByUser.AddOrUpdate(put.User, _ => [put], (_, puts) => puts.Add(put));
        return true;
    }

    /// <summary>The imported rows, with where each user's are.</summary>
    private sealed class Bulk
    {
        private readonly Dictionary<string, int> _numbers = [];
        private readonly int[] _ends;
        private readonly int[] _rows;

        public Bulk(Table table)
        {
            Table = table;
            if (table.Texts("USER_ID") is not { } users)
            {
                (_ends, _rows) = ([], []);
                return;
            }

            foreach (var (number, user) in users.Words.Index())
                _numbers.Add(user, number);
            _ends = new int[users.Words.Count + 1];
            foreach (var user in users.Codes)
                _ends[user + 1]++;
            for (var user = 1; user < _ends.Length; user++)
                _ends[user] += _ends[user - 1];
            _rows = new int[users.Count];
            var next = _ends[..^1];
            for (var row = 0; row < _rows.Length; row++)
                _rows[next[users.Codes[row]]++] = row;
            LatestAt = table.Count == 0 ? 0 : (long)table.Numbers("TIMESTAMP")!.Values[^1];
        }

        public Table Table { get; }

        public long LatestAt { get; }

        public ReadOnlySpan<int> RowsOf(string user) =>
            _numbers.TryGetValue(user, out var number) ? _rows.AsSpan(_ends[number], _ends[number + 1] - _ends[number]) : [];
    }
}
