namespace SparkReco.Adapters.DuckDb;

/// <summary>A text as DuckDB's vectors hold it: a cell with its length and, where they fit, its bytes; else with the place of the bytes.</summary>
internal static unsafe class TextCell
{
    /// <summary>The size of a cell.</summary>
    public const int Size = 16;

    /// <summary>So many bytes fit into a cell.</summary>
    public const int MostInside = 12;

    public static int LengthAt(byte* cells, int row) => *(int*)(cells + ((long)row * Size));

    public static ReadOnlySpan<byte> At(byte* cells, int row)
    {
        var cell = cells + ((long)row * Size);
        var length = *(int*)cell;
        return new ReadOnlySpan<byte>(length <= MostInside ? cell + 4 : *(byte**)(cell + 8), length);
    }
}
