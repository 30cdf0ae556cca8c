using System.Buffers;
using System.Text;

namespace SparkReco.Ingest;

/// <summary>
/// The property names that some field needs, as a tree: a dotted column has a node for each part. Names differ by case; a field that is
/// not mapped also takes a property whose name differs from its own, or from an alias, by case only.
/// </summary>
internal sealed class JsonColumns : IColumnSlots
{
    private readonly IReadOnlyDictionary<string, byte[]> _pathColumns;
    private readonly Dictionary<string, int> _pathSlots = [];

    public JsonColumns(RawTable table, SourceSettings settings, IReadOnlyDictionary<string, byte[]> pathColumns)
    {
        _pathColumns = pathColumns;
        HashesRest = table.ComparesRows(settings);
        Plan = RowPlan.Create(table, settings, this);
    }

    public RowPlan Plan { get; }

    /// <summary>Whether properties that fill no field count for what a row is.</summary>
    public bool HashesRest { get; }

    /// <summary>Whether a slot holds what tells the row from all others, so that no other value counts.</summary>
    public bool IsId(int slot, SourceRow row) =>
        Plan.Fields[0] is { IsPlain: true } id && id.Slots.Contains(slot) && row.HasValue(slot) && id.Field.Rule.Read(row.Value(slot)).HasValue;

    public int SlotCount { get; private set; }

    public JsonNode Root { get; } = new(0);

    public SourceRow CreateRow() => new(SlotCount);

    /// <summary>Gives a fresh row the values that come from the file's path.</summary>
    public void SetPathColumns(SourceRow row)
    {
        foreach ((var name, var slot) in _pathSlots)
            row.SetCopy(slot, _pathColumns[name]);
    }

    public int[] Named(string column)
    {
        List<int> slots = [Exact(column)];
        var parts = column.Split('.');
        if (parts.Length > 1 && !parts.Contains(""))
            slots.Add(Nested(parts, column));

        AddPathSlot(column, slots);
        return [.. slots];
    }

    public int[] Default(RawField field)
    {
        string[] names = [field.Name, .. field.Aliases];
        List<int> slots = [.. names.Select(Exact), .. names.Select(IgnoringCase)];
        foreach (var name in names)
            AddPathSlot(name, slots);

        return [.. slots];
    }

    private int Exact(string name) => SlotOf(Root.Exact, name, name);

    private int IgnoringCase(string name) => SlotOf(Root.IgnoringCase, name.ToLowerInvariant(), name);

    private int Nested(string[] parts, string column)
    {
        var node = Root;
        foreach (var part in parts[..^1])
        {
            var property = node.Exact.TryGetValue(Encoding.UTF8.GetBytes(part), out var known) ? known : new(part);
            node.Exact[Encoding.UTF8.GetBytes(part)] = property;
            node = property.Child ??= new(node.HashOf(Encoding.UTF8.GetBytes(part)));
        }

        return SlotOf(node.Exact, parts[^1], column);
    }

    private int SlotOf(Dictionary<byte[], JsonProperty> properties, string name, string column)
    {
        var key = Encoding.UTF8.GetBytes(name);
        if (!properties.TryGetValue(key, out var property))
            properties[key] = property = new(column);

        property.Slot = property.Slot < 0 ? SlotCount++ : property.Slot;
        return property.Slot;
    }

    private void AddPathSlot(string name, List<int> slots)
    {
        if (!_pathColumns.ContainsKey(name))
            return;

        if (!_pathSlots.TryGetValue(name, out var slot))
            _pathSlots[name] = slot = SlotCount++;

        slots.Add(slot);
    }
}

/// <summary>A property that some field needs, or that leads to one.</summary>
internal sealed class JsonProperty(string column)
{
    /// <summary>The name for messages.</summary>
    public string Column { get; } = column;

    public int Slot { get; set; } = -1;

    public JsonNode? Child { get; set; }
}

/// <summary>The needed properties of one object.</summary>
internal sealed class JsonNode(ulong path)
{
    private const int MaxNameBytes = 64;

    /// <summary>The hash of a name in this object, and of the names that lead to it.</summary>
    public ulong HashOf(ReadOnlySpan<byte> name) => RowHash.Add(path, RowHash.Of(name));

    public Dictionary<byte[], JsonProperty> Exact { get; } = new(ByteComparer.Instance);

    /// <summary>By the name in lower case; asked only when there is no exact match.</summary>
    public Dictionary<byte[], JsonProperty> IgnoringCase { get; } = new(ByteComparer.Instance);

    /// <summary>All properties with a slot, those of objects within too.</summary>
    public IReadOnlyList<JsonProperty> Leaves() =>
        [
            .. Exact.Values.Concat(IgnoringCase.Values).Where(property => property.Slot >= 0),
            .. Exact.Values.Where(property => property.Child is not null).SelectMany(property => property.Child!.Leaves()),
        ];

    public JsonProperty? Find(ReadOnlySpan<byte> name)
    {
        if (Exact.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var property))
            return property;

        if (name.Length > MaxNameBytes || IgnoringCase.Count == 0)
            return null;

        Span<byte> lower = stackalloc byte[MaxNameBytes];
        // No name that is asked for has other characters than those of ASCII.
        return
            Ascii.ToLower(name, lower, out var length) == OperationStatus.Done
            && IgnoringCase.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(lower[..length], out property)
            ? property
            : null;
    }
}
