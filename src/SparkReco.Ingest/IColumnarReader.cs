namespace SparkReco.Ingest;

/// <summary>
/// A column of a file, or the field of a struct by its path. A nested one (struct, map, list of such) fills no field, and is read as JSON; of a
/// list of values a field takes elements.
/// </summary>
public sealed record SourceColumn(string Name, bool IsNested = false)
{
    /// <summary>Whether its fields are columns, too.</summary>
    public bool IsStruct { get; init; }

    /// <summary>Whether it is the field of a struct.</summary>
    public bool IsOfStruct { get; init; }

    /// <summary>The columns of text files.</summary>
    public static IReadOnlyList<SourceColumn> Of(IEnumerable<string> names) => [.. names.Select(name => new SourceColumn(name))];
}

/// <summary>
/// Reads files that are stored by columns (Parquet). A damaged file is a <see cref="FileRejectedException"/>; all other failures give up
/// the load. One reader serves many threads.
/// </summary>
public interface IColumnarReader
{
    /// <summary>Says once, before any is read, which files may be.</summary>
    public void Expect(IReadOnlyCollection<SourceFile> files);

    /// <summary>The columns, and those of structs, with as little as possible of the file.</summary>
    public IReadOnlyList<SourceColumn> ReadColumns(SourceFile file);

    public IColumnarFile Open(SourceFile file, CancellationToken cancellation);
}

/// <summary>An open file, on one thread.</summary>
public interface IColumnarFile : IDisposable
{
    /// <summary>Reads all bytes for their SHA-256, in lower-case hexadecimal; the rows are then in the system's memory.</summary>
    public string ReadHash();

    public IReadOnlyList<SourceColumn> ReadColumns();

    /// <summary>
    /// Reads every row, with the given columns as text in the given order. Where other columns are named, one hash of them all is set as
    /// the column after the last. False when the rows asked for no more.
    /// </summary>
    public bool Read(IReadOnlyList<string> columns, IReadOnlyList<string> others, IColumnarRows rows, CancellationToken cancellation);
}

/// <summary>Receives the rows of a columnar file. Each row sets all columns.</summary>
public interface IColumnarRows
{
    /// <summary>Sets a column, by its index among those asked for, to valid UTF-8 text.</summary>
    public void Set(int column, ReadOnlySpan<byte> text);

    /// <summary>Sets a column to the elements of a list, as text with a NUL between them.</summary>
    public void SetList(int column, ReadOnlySpan<byte> elements);

    public void SetNull(int column);

    /// <summary>Sets a column to a whole number, which becomes its digits.</summary>
    public void Set(int column, long number);

    /// <summary>Sets a column to a number. An integral one becomes an integer; NaN and infinities are a problem of the row.</summary>
    public void Set(int column, double number);

    /// <summary>Ends the row. False when no more rows are wanted.</summary>
    public bool EndRow();
}
