namespace SparkReco.LocalPersonalize.Data;

/// <summary>The rows of a dataset as imported, column by column.</summary>
internal sealed record Table(IReadOnlyList<Column> Columns)
{
    // A reader of another layout says so, rather than read nonsense.
    private const int Layout = 0x31545053;

    public static Table Empty { get; } = new([]);

    public int Count => Columns.Count == 0 ? 0 : Columns[0].Count;

    public Column? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    public TextColumn? Texts(string name) => Find(name) as TextColumn;

    public NumberColumn? Numbers(string name) => Find(name) as NumberColumn;

    public Table Of(ReadOnlySpan<int> rows)
    {
        List<Column> columns = [];
        foreach (var column in Columns)
            columns.Add(column.Of(rows));
        return new(columns);
    }

    /// <summary>Writes the table in the place of a former one: readers see the one or the other.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream($"{path}.new", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(Layout);
            writer.Write(Columns.Count);
            foreach (var column in Columns)
                column.Write(writer);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>Reads a table; an empty one where there is no file.</summary>
    public static Table Read(string path)
    {
        if (!File.Exists(path))
            return Empty;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
        using var reader = new BinaryReader(file);
        if (reader.ReadInt32() != Layout)
            throw new InvalidDataException(
                $"{path} was not written by this version of the local Personalize: delete its state folder and import again"
            );
        var columns = new Column[reader.ReadInt32()];
        for (var index = 0; index < columns.Length; index++)
            columns[index] = Column.Read(reader);
        return new(columns);
    }
}
