namespace SparkReco.Kernels;

/// <summary>An item's score, or its place in a list; by descending score, then by ascending number.</summary>
internal readonly record struct Scored(long Score, int Number) : IComparable<Scored>
{
    public int CompareTo(Scored other) => Score != other.Score ? other.Score.CompareTo(Score) : Number.CompareTo(other.Number);
}

/// <summary>Keeps the best of many. It sorts only when twice as many have come as it keeps, and turns most away by one comparison.</summary>
internal sealed class TopSelector(int size)
{
    private readonly Scored[] _best = new Scored[(2 * size) + 16];
    private int _count;
    private bool _isFull;

    /// <summary>What does not come before it is not among the best; null while fewer came than are kept.</summary>
    private Scored _worst;

    /// <summary>The least score that may still get in.</summary>
    public long LeastScore => _isFull ? _worst.Score : long.MinValue;

    public void Add(long score, int number)
    {
        if (score < LeastScore)
            return;
        var next = new Scored(score, number);
        if (_isFull && next.CompareTo(_worst) > 0)
            return;
        _best[_count++] = next;
        if (_count == _best.Length)
            Prune();
    }

    /// <summary>The best that came, in their order. The selector begins anew; what it gave is gone with the next addition.</summary>
    public ReadOnlySpan<Scored> Take()
    {
        _best.AsSpan(0, _count).Sort();
        var count = Math.Min(_count, size);
        (_count, _isFull) = (0, false);
        return _best.AsSpan(0, count);
    }

    private void Prune()
    {
        _best.AsSpan(0, _count).Sort();
        (_count, _isFull) = (size, true);
        _worst = _best[size - 1];
    }
}
