using System.Text;

namespace SparkReco.Ingest;

/// <summary>
/// The columns of a CSV or Parquet file, found once for the whole file. A name must match exactly; a field that is not mapped also takes
/// the one column whose name differs by case only. Columns that are needed get a slot.
/// </summary>
internal sealed class TabularColumns : IColumnSlots
{
    private const char PathMark = '\0';

    private readonly string _file;
    private readonly string _key;
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyDictionary<string, byte[]> _pathColumns;
    private readonly List<string> _slots = [];
    private readonly (int Slot, byte[] Value)[] _pathSlots;

    public TabularColumns(SourceFile file, IReadOnlyList<string> names, RawTable table, SourceSettings settings)
    {
        _file = file.Path;
        _key = settings.Key;
        _names = names;
        _pathColumns = PathColumns.Of(file.Path);
        HashesRest = table.ComparesRows(settings);
        Plan = RowPlan.Create(table, settings, this);
        _pathSlots = [.. _pathColumns.Where(pair => _slots.Contains(PathSlot(pair.Key))).Select(pair => (SlotOf(PathSlot(pair.Key)), pair.Value))];
        UsedColumns = [.. _slots.Where(key => !key.StartsWith(PathMark))];
        OtherColumns = [.. names.Except(UsedColumns).Order(StringComparer.Ordinal)];
    }

    public string File => _file;

    public RowPlan Plan { get; }

    /// <summary>All columns that have a slot, those that come from the file's path included.</summary>
    public IEnumerable<string> UsedNames => _slots.Select(key => key.TrimStart(PathMark));

    /// <summary>The file's columns that have a slot, without those that come from its path.</summary>
    public IReadOnlyList<string> UsedColumns { get; }

    /// <summary>The file's columns that fill no field, in the order of their names.</summary>
    public IReadOnlyList<string> OtherColumns { get; }

    /// <summary>What is wrong with this file whatever the other files have.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Columns that the settings name and this file does not have.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Whether columns that fill no field count for what a row is.</summary>
    public bool HashesRest { get; }

    public int SlotCount => _slots.Count;

    public int SlotOf(string column) => _slots.IndexOf(column);

    /// <summary>Gives a fresh row the values that come from the file's path.</summary>
    public void SetPathColumns(SourceRow row)
    {
        foreach ((var slot, var value) in _pathSlots)
            row.SetCopy(slot, value);
    }

    /// <summary>Gives a row the values that come from the file's path, for all rows that begin similar.</summary>
    public void KeepPathColumns(SourceRow row)
    {
        foreach ((var slot, var value) in _pathSlots)
            row.SetKept(slot, value);
    }

    public int[] Named(string column)
    {
        var count = _names.Count(name => name == column);
        if (count > 1)
            Problems.Add($"{_file}: the column {column} is there {count} times, so it is not clear which one is meant");

        if (count == 0 && !_pathColumns.ContainsKey(column))
        {
            Missing.Add(column);
            return [];
        }

        return [Slot(count > 0 ? column : PathSlot(column))];
    }

    public int[] Default(RawField field)
    {
        string[] wanted = [field.Name, .. field.Aliases];
        if (wanted.FirstOrDefault(name => _names.Contains(name) || _pathColumns.ContainsKey(name)) is { } exact)
            return Named(exact);

        string[] similar = [.. _names.Where(name => wanted.Any(other => Ascii.EqualsIgnoreCase(name, other)))];
        if (similar.Length == 1)
            return Named(similar[0]);

        if (similar.Length > 1)
        {
            Problems.Add($"{_file}: the field {field.Name} may be any of {string.Join(", ", similar)}: name one in the settings");
        }
        else if (field.IsRequired)
        {
            Problems.Add($"{_file}: no column for the field {field.Name}. {Describe(field.Name)}");
        }

        return [];
    }

    /// <summary>What columns there are, and the one whose name is nearest.</summary>
    public string Describe(string wanted)
    {
        string[] known = [.. _names.Concat(_pathColumns.Keys)];
        var nearest = NearestName.Of(wanted, known);
        var delimiter =
            _names is [var only] && only.IndexOfAny([',', ';', '\t', '|']) is >= 0 and var index
                ? $" Is the delimiter {(only[index] == '\t' ? "a tab" : $"'{only[index]}'")}? Set {_key}.delimiter."
                : "";
        var header = _names.Any(name => char.IsAsciiDigit(name.FirstOrDefault()))
            ? $" If the file has no header, name its columns in {_key}.columns."
            : "";
        return $"Columns: {string.Join(", ", known)}.{header}{(nearest is null ? "" : $" Did you mean {nearest}?")}{delimiter}";
    }

    private static string PathSlot(string column) => $"{PathMark}{column}";

    private int Slot(string key)
    {
        if (!_slots.Contains(key))
            _slots.Add(key);

        return _slots.IndexOf(key);
    }
}
