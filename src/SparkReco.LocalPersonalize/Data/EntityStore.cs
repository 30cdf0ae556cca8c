using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Resources;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>A user or an item that a client put.</summary>
internal sealed record PutEntity(string Id, JsonObject Properties);

/// <summary>The users or the items of a dataset: the imported rows, and those that were put, which stand before them.</summary>
internal sealed class EntityStore : IDisposable
{
    private readonly string _idColumn;
    private readonly string _bulkPath;
    private readonly Journal _journal;
    private readonly ConcurrentDictionary<string, PutEntity> _puts = new();
    private volatile Bulk _bulk;
    private volatile int _version;

    public EntityStore(string folder, string idColumn)
    {
        _idColumn = idColumn;
        _bulkPath = Path.Combine(folder, "bulk.bin");
        _bulk = new Bulk(Table.Read(_bulkPath), idColumn);
        _journal = new Journal(Path.Combine(folder, "puts.jsonl"));
        foreach (var put in _journal.Lines.Select(line => JsonSerializer.Deserialize<PutEntity>(line)!))
            _puts[put.Id] = put;
        _journal.Forget();
    }

    /// <summary>The imported rows.</summary>
    public Table Imported => _bulk.Table;

    public IEnumerable<PutEntity> Puts => _puts.Values.OrderBy(put => put.Id, StringComparer.Ordinal);

    /// <summary>Grows with each change.</summary>
    public int Version => _version;

    /// <summary>All ids, those that were put at the end.</summary>
    public IEnumerable<string> Ids => _bulk.Ids.Concat(Puts.Select(put => put.Id).Where(id => !_bulk.Rows.ContainsKey(id)));

    public bool Contains(string id) => _puts.ContainsKey(id) || _bulk.Rows.ContainsKey(id);

    public void Replace(Table table)
    {
        lock (_journal)
        {
            table.Write(_bulkPath);
            _bulk = new Bulk(table, _idColumn);
            _version++;
        }
    }

    public void Put(IEnumerable<PutEntity> entities)
    {
        lock (_journal)
        {
            foreach (var entity in entities)
            {
                _journal.Add(JsonSerializer.Serialize(entity));
                _puts[entity.Id] = entity;
            }

            _version++;
        }
    }

    /// <summary>The value of a column; null where there is none.</summary>
    public string? Value(string id, string column)
    {
        if (column == _idColumn)
            return id;
        if (_puts.TryGetValue(id, out var put))
            return PropertyNames.Find(put.Properties, column);
        var bulk = _bulk;
        return bulk.Rows.TryGetValue(id, out var row) ? bulk.Table.Find(column)?.TextAt(row) : null;
    }

    /// <summary>Takes out some, and gives how many that were.</summary>
    public int Remove(IReadOnlySet<string> ids)
    {
        lock (_journal)
        {
            var table = _bulk.Table;
            int[] kept = [.. _bulk.Ids.Index().Where(entry => !ids.Contains(entry.Item)).Select(entry => entry.Index)];
            var removed = ids.Count(Contains);
            Replace(table.Of(kept));
            foreach (var id in ids)
                _puts.TryRemove(id, out _);
            _journal.Replace(Puts.Select(put => JsonSerializer.Serialize(put)));
            return removed;
        }
    }

    public void Dispose() => _journal.Dispose();

    private sealed class Bulk
    {
        public Bulk(Table table, string idColumn)
        {
            Table = table;
            for (var row = 0; row < table.Count; row++)
                Rows.Add(table.Texts(idColumn)!.TextAt(row)!, row);
        }

        public Table Table { get; }

        public Dictionary<string, int> Rows { get; } = [];

        public IEnumerable<string> Ids => Rows.Keys;
    }
}
