namespace SparkReco.Kernels;

/// <summary>An item and its score; by descending score, then by ascending number.</summary>
internal readonly record struct Scored(long Score, int Item) : IComparable<Scored>
{
    public int CompareTo(Scored other) => Score != other.Score ? other.Score.CompareTo(Score) : Item.CompareTo(other.Item);
}

/// <summary>
/// Keeps the first of many, in their order. It sorts only when as many have come as it keeps, and once more; most are turned away by one comparison.
/// </summary>
internal sealed class TopSelector<T>(int size)
    where T : struct, IComparable<T>
{
    private readonly T[] _best = new T[(2 * size) + 16];
    private int _count;
    private bool _isFull;
    private T _last;

    public void Add(T next)
    {
        if (_isFull && next.CompareTo(_last) > 0)
            return;
        _best[_count++] = next;
        if (_count < _best.Length)
            return;
        _best.AsSpan().Sort();
        (_count, _isFull, _last) = (size, true, _best[size - 1]);
    }

    /// <summary>The first of those that came. The selector begins anew; what it gave is gone with the next addition.</summary>
    public ReadOnlySpan<T> Take()
    {
        _best.AsSpan(0, _count).Sort();
        var count = Math.Min(_count, size);
        (_count, _isFull) = (0, false);
        return _best.AsSpan(0, count);
    }
}
