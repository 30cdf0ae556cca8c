namespace SparkReco.Kernels;

/// <summary>An item and its score; by descending score, then by ascending number.</summary>
internal readonly record struct Scored(long Score, int Item) : IComparable<Scored>
{
    public int CompareTo(Scored other) => Score != other.Score ? other.Score.CompareTo(Score) : Item.CompareTo(other.Item);
}

/// <summary>
/// Keeps the first of many, in their order. Most are turned away by one comparison; when twice as many as it keeps have come, the last half is
/// parted from the first (Hoare, Algorithm 65: Find, CACM 1961).
/// </summary>
internal sealed class TopSelector<T>(int size)
    where T : struct, IComparable<T>
{
    private readonly T[] _best = new T[(2 * size) + 16];
    private int _count;

    /// <summary>Whether as many came as are kept, so that whoever comes after <see cref="Last"/> is turned away.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The last one that was kept when the others were parted from it.</summary>
    public T Last { get; private set; }

    public void Add(T next)
    {
        if (IsFull && next.CompareTo(Last) > 0)
            return;
        _best[_count++] = next;
        if (_count == _best.Length)
            Part();
    }

    /// <summary>The first of those that came. The selector begins anew; what it gave is gone with the next addition.</summary>
    public ReadOnlySpan<T> Take()
    {
        if (_count > size)
            Part();
        var best = _best.AsSpan(0, _count);
        best.Sort();
        (_count, IsFull) = (0, false);
        return best;
    }

    /// <summary>Brings the first ones to the front and forgets the others.</summary>
    private void Part()
    {
        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var pivot = _best[low + ((high - low) / 2)];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (_best[left].CompareTo(pivot) < 0)
                    left++;
                while (_best[right].CompareTo(pivot) > 0)
                    right--;
                if (left > right)
                    break;
                (_best[left], _best[right]) = (_best[right], _best[left]);
                left++;
                right--;
            }

            if (size - 1 <= right)
                high = right;
            else if (size - 1 >= left)
                low = left;
            else
                break;
        }

        (_count, IsFull, Last) = (size, true, _best[size - 1]);
    }
}
