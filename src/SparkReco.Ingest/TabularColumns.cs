using System.Text;

namespace SparkReco.Ingest;

/// <summary>
/// The columns of a CSV or Parquet file, found once for the whole file. A name must match exactly; a field that is not mapped also takes
/// the one column whose name differs by case only. Columns that are needed get a slot, and so do paths into columns that hold JSON.
/// </summary>
internal sealed class TabularColumns : IColumnSlots
{
    private readonly string _file;
    private readonly string _key;
    private readonly IReadOnlyList<SourceColumn> _columns;
    private readonly string[] _names;
    private readonly IReadOnlyDictionary<string, byte[]> _pathColumns;
    private readonly List<(SlotOrigin Origin, string Name)> _slots = [];
    private readonly HashSet<string> _ofFields = [];
    private readonly JsonTexts _texts = new();
    private readonly (int Slot, byte[] Value)[] _pathSlots;

    public TabularColumns(SourceFile file, IReadOnlyList<SourceColumn> columns, RawTable table, SourceSettings settings)
    {
        _file = file.Path;
        _key = settings.Key;
        _columns = columns;
        _names = [.. columns.Where(column => !column.IsOfStruct).Select(column => column.Name)];
        _pathColumns = PathColumns.Of(file.Path);
        HashesRest = table.ComparesRows(settings);
        Plan = RowPlan.Create(table, settings, this) with { Texts = _texts.IsEmpty ? null : _texts };
        _pathSlots =
        [
            .. _slots.Index().Where(slot => slot.Item.Origin == SlotOrigin.Folder).Select(slot => (slot.Index, _pathColumns[slot.Item.Name])),
        ];
        UsedColumns = [.. _slots.Where(slot => slot.Origin == SlotOrigin.Column).Select(slot => slot.Name)];
        OtherColumns = [.. _names.Except(_ofFields).Order(StringComparer.Ordinal)];
    }

    /// <summary>Where the value of a slot is from.</summary>
    private enum SlotOrigin
    {
        Column,
        Folder,
        Path,
    }

    public string File => _file;

    public RowPlan Plan { get; }

    /// <summary>The names of all slots: of columns, of folders of the file's path, and paths.</summary>
    public IEnumerable<string> UsedNames => _slots.Select(slot => slot.Name);

    /// <summary>The columns that fields take as they are.</summary>
    public IReadOnlySet<string> ColumnsOfFields => _ofFields;

    /// <summary>The file's columns that have a slot, without those that come from its path.</summary>
    public IReadOnlyList<string> UsedColumns { get; }

    /// <summary>The file's columns of which no field is the whole value, in the order of their names.</summary>
    public IReadOnlyList<string> OtherColumns { get; }

    /// <summary>What is wrong with this file whatever the other files have.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Columns that the settings name and this file does not have.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Whether columns that fill no field count for what a row is.</summary>
    public bool HashesRest { get; }

    public int SlotCount => _slots.Count;

    public int SlotOf(string column) => _slots.IndexOf((SlotOrigin.Column, column));

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
        var count = _columns.Count(other => other.Name == column);
        if (count > 1)
            Problems.Add($"{_file}: the column {column} is there {count} times, so it is not clear which one is meant");

        if (count > 0)
        {
            _ofFields.Add(column);
            return [Slot(SlotOrigin.Column, column)];
        }

        if (_pathColumns.ContainsKey(column))
            return [Slot(SlotOrigin.Folder, column)];

        if (Path(column) is { } slot)
            return [slot];

        Missing.Add(column);
        return [];
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
        string[] known = [.. _columns.Select(column => column.Name), .. _pathColumns.Keys];
        var nearest = NearestName.Of(wanted, known);
        var delimiter =
            known is [var only] && only.IndexOfAny([',', ';', '\t', '|']) is >= 0 and var index
                ? $" Is the delimiter {(only[index] == '\t' ? "a tab" : $"'{only[index]}'")}? Set {_key}.delimiter."
                : "";
        var header = _names.Any(name => char.IsAsciiDigit(name.FirstOrDefault()))
            ? $" If the file has no header, name its columns in {_key}.columns."
            : "";
        return $"Columns: {string.Join(", ", known)}.{header}{(nearest is null ? "" : $" Did you mean {nearest}?")}{delimiter}";
    }

    /// <summary>The slot of a path into a column, which is the longest one that the path begins with; null where there is none.</summary>
    private int? Path(string path)
    {
        foreach (var steps in ColumnPath.Readings(path))
        {
            if (_columns.FirstOrDefault(other => other.Name == steps[0].Name) is not { IsStruct: false })
                continue;

            var (column, slot) = (Slot(SlotOrigin.Column, steps[0].Name), Slot(SlotOrigin.Path, path));
            _texts.Add(column, steps, path, slot);
            return slot;
        }

        return null;
    }

    private int Slot(SlotOrigin origin, string name)
    {
        if (!_slots.Contains((origin, name)))
            _slots.Add((origin, name));

        return _slots.IndexOf((origin, name));
    }
}
