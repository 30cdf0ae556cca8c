using System.Text;

namespace SparkReco.Ingest;

/// <summary>The columns of CSV and Parquet that paths lead into: their values are JSON.</summary>
internal sealed class JsonTexts
{
    private readonly JsonNode _root = new(0);
    private readonly List<(int Slot, JsonProperty Property)> _columns = [];
    private readonly JsonValues _values;

    public JsonTexts() => _values = new(_root, (_, _) => false);

    public bool IsEmpty => _columns.Count == 0;

    /// <summary>Has a path read, from a column that has a slot into a slot of its own.</summary>
    public void Add(int slot, IReadOnlyList<PathStep> steps, string path, int target)
    {
        var node = _root.Inside(steps);
        var property = _root.Exact.Values.First(property => property.Column == steps[0].Name);
        if (!_columns.Contains((slot, property)))
            _columns.Add((slot, property));

        var name = Encoding.UTF8.GetBytes(steps[^1].Name);
        if (!node.Exact.TryGetValue(name, out var leaf))
            node.Exact[name] = leaf = new(path);

        leaf.Slot = target;
    }

    /// <summary>Sets the slots of a row that paths lead to.</summary>
    public void Read(SourceRow row)
    {
        foreach (var (slot, property) in _columns)
        {
            foreach (var leaf in property.Leaves())
                row.Unset(leaf.Slot);

            if (row.HasValue(slot) && !row.IsList(slot))
                _values.ReadText(row.Value(slot), property, row);
        }
    }
}
