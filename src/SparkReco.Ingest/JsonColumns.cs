using System.Buffers;
using System.Text;

namespace SparkReco.Ingest;

/// <summary>
/// The property names that some field needs, as a tree: a path has a node for each step. Names differ by case; a field that is
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
        slots.AddRange(ColumnPath.Readings(column).Select(steps => SlotOf(Root.Inside(steps).Exact, steps[^1].Name, column)));

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

    /// <summary>The objects of an array that paths choose.</summary>
    public List<JsonSelection> Selections { get; } = [];

    /// <summary>Whether paths lead into the value.</summary>
    public bool IsParent => Child is not null || Selections.Count > 0;

    /// <summary>What paths into the value lead to.</summary>
    public IEnumerable<JsonProperty> Leaves() =>
        (Child is null ? [] : Child.Leaves()).Concat(Selections.SelectMany(selection => selection.Node.Leaves()));
}

/// <summary>The first object of an array whose property has a text, and what is needed of it.</summary>
internal sealed record JsonSelection(byte[] Key, byte[] Value, JsonNode Node);

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
            .. Exact.Values.SelectMany(property => property.Leaves()),
        ];

    /// <summary>The node that a path's last name is in. The steps to it are made.</summary>
    public JsonNode Inside(IReadOnlyList<PathStep> steps)
    {
        var node = this;
        foreach (var step in steps.Take(steps.Count - 1))
        {
            var name = Encoding.UTF8.GetBytes(step.Name);
            if (!node.Exact.TryGetValue(name, out var property))
                node.Exact[name] = property = new(step.Name);

            node = step.Key is null ? property.Child ??= new(node.HashOf(name)) : Selected(property, step, node.HashOf(name));
        }

        return node;
    }

    private static JsonNode Selected(JsonProperty property, PathStep step, ulong hash)
    {
        var (key, value) = (Encoding.UTF8.GetBytes(step.Key!), Encoding.UTF8.GetBytes(step.Value!));
        var selection = property.Selections.Find(other => other.Key.SequenceEqual(key) && other.Value.SequenceEqual(value));
        if (selection is null)
            property.Selections.Add(selection = new(key, value, new(hash)));

        return selection.Node;
    }

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
