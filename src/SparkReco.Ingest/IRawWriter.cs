namespace SparkReco.Ingest;

/// <summary>Where typed rows go. Each thread opens a writer of its own.</summary>
public interface IRawSink
{
    /// <summary>Called once, before the first writer is opened, with the size of all files.</summary>
    public void Begin(long inputBytes);

    public IRawWriter OpenWriter();
}

/// <summary>
/// Receives rows on one thread. The fields of a row are set in any order, each at most once, then the row is ended; a field that is not
/// set is null. It throws when rows cannot be stored; the caller then gives up the whole load.
/// </summary>
public interface IRawWriter : IDisposable
{
    /// <summary>Names the file of the rows to come by its number in <see cref="IngestResult.Files"/>.</summary>
    public void BeginFile(int number);

    /// <summary>Sets a field, by its index in <see cref="RawTable.Fields"/>, to valid UTF-8 text.</summary>
    public void Set(int field, ReadOnlySpan<byte> text);

    /// <summary>Sets a field to a number as <see cref="Rules.FieldValue.Number"/> explains it.</summary>
    public void Set(int field, long number);

    /// <summary>Ends a good row. A line of 0 means null; the hash has 63 bits, and a row that is no copy of another has none.</summary>
    public void EndRow(long line, long? hash);

    /// <summary>Ends a row that is a problem, and forgets its fields. A line of 0 means null. The value is the one that is wrong, if it is one.</summary>
    public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw);

    /// <summary>Removes every row of the current file, problems too.</summary>
    public void DiscardFile();

    /// <summary>Makes all rows visible; the writer then takes no more.</summary>
    public void Commit();
}
