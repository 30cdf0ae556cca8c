namespace SparkReco.Ingest;

/// <summary>Wants no more rows than the first.</summary>
internal sealed class FirstColumnarRows(ColumnarRows rows, int mostRows) : IColumnarRows
{
    private int _rows;

    public void Set(int column, ReadOnlySpan<byte> text) => rows.Set(column, text);

    public void SetList(int column, ReadOnlySpan<byte> elements) => rows.SetList(column, elements);

    public void SetNull(int column) => rows.SetNull(column);

    public void Set(int column, long number) => rows.Set(column, number);

    public void Set(int column, double number) => rows.Set(column, number);

    public bool EndRow() => rows.EndRow() && ++_rows < mostRows;
}
