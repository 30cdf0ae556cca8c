using Apache.Arrow;

namespace SparkReco.Kernels;

/// <summary>The texts of a column without nulls, as UTF-8. An array finds its buffers anew for each of its values.</summary>
internal readonly ref struct Texts(IArrowArray column)
{
    private readonly ReadOnlySpan<int> _ends = ((StringArray)column).ValueOffsets;
    private readonly ReadOnlySpan<byte> _bytes = ((StringArray)column).Values;

    public ReadOnlySpan<byte> this[int row] => _bytes[_ends[row].._ends[row + 1]];
}
