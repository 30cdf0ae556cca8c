namespace SparkReco.Ingest;

/// <summary>Where raw rows go. Each thread opens a writer of its own.</summary>
public interface IRawSink
{
    public IRawWriter OpenWriter();
}

/// <summary>
/// Receives raw rows on one thread. The fields of a row are set in any order, then the row is ended; a field that is not set is null.
/// It throws when rows cannot be stored; the caller then gives up the whole load.
/// </summary>
public interface IRawWriter : IDisposable
{
    /// <summary>Names the file of the rows to come, as shown to users.</summary>
    public void BeginFile(string file);

    /// <summary>Sets a field, by its index in <see cref="RawTable.Fields"/>, to valid UTF-8 text.</summary>
    public void Set(int field, ReadOnlySpan<byte> value);

    /// <summary>Ends the row. A line of 0 and an empty raw text mean null.</summary>
    public void EndRow(long line, string? problem, ReadOnlySpan<byte> raw);

    /// <summary>Removes every row of the current file.</summary>
    public void DiscardFile();

    /// <summary>Makes all rows visible in the table; the writer then takes no more. Without it, disposing drops the rows.</summary>
    public void Commit();
}
