namespace SparkReco.Adapters.DuckDb;

/// <summary>Rows in native memory, column by column. A column of a row that is not set is null.</summary>
internal sealed class RowBuffer(IReadOnlyList<PartColumn> columns, int capacity) : IDisposable
{
    private const long MaxTextBytes = 64 << 20;

    private readonly StringArena _arena = new();
    private BufferColumn[]? _columns;

    public IReadOnlyList<PartColumn> Columns { get; } = columns;

    public int Count { get; private set; }

    /// <summary>The rows should be written now: there is no room for more of them, or their texts are long.</summary>
    public bool IsFull => Count == capacity || _arena.Used >= MaxTextBytes;

    public void Set(int column, ReadOnlySpan<byte> text) => All()[column].Set(Count, text);

    public void Set(int column, long number) => All()[column].Set(Count, number);

    public void EndRow() => Count++;

    /// <summary>Makes the row that is being filled null again.</summary>
    public void ForgetRow() => Array.ForEach(_columns ?? [], column => column.SetNull(Count));

    /// <summary>Forgets all rows from one on.</summary>
    public void Truncate(int row)
    {
        Array.ForEach(_columns ?? [], column => column.Truncate(row));
        Count = row;
    }

    public void Clear()
    {
        Truncate(0);
        _arena.Reset();
    }

    /// <summary>The columns that may have a value in a range of rows.</summary>
    public IEnumerable<string> Filled(int from, int to) =>
        Columns.Zip(All()).Where(column => column.Second.MayHaveValues(from, to)).Select(column => column.First.Name);

    public void CopyTo(int column, nint vector, int from, int count) => All()[column].CopyTo(vector, from, count);

    public void Dispose()
    {
        Array.ForEach(_columns ?? [], column => column.Dispose());
        _columns = null;
        _arena.Dispose();
    }

    /// <summary>The memory is taken with the first value.</summary>
    private BufferColumn[] All() => _columns ??= [.. Columns.Select(column => new BufferColumn(column.Type, capacity, _arena))];
}
