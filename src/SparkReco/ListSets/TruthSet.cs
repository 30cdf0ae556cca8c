using SparkReco.Kernels;

namespace SparkReco.ListSets;

/// <summary>What users did later: of each user the items, each once, and the seconds watched.</summary>
internal sealed class TruthSet
{
    private readonly UserRows _rows;
    private readonly int[] _lengths;

    private TruthSet(UserRows rows) => (_rows, _lengths) = (rows, new int[rows.UserCount]);

    /// <summary>Whether there are seconds watched.</summary>
    public bool HasSeconds { get; private init; }

    public int UserCount => _lengths.Length;

    /// <summary>Users who did something.</summary>
    public long Users => _lengths.LongCount(length => length > 0);

    /// <summary>Different items.</summary>
    public long Items { get; private set; }

    public long Rows => _rows.Rows;

    public long Incomplete => _rows.Incomplete;

    public ReadOnlySpan<int> ItemsOf(int user) => user < UserCount ? _rows.ItemsOf(user)[.._lengths[user]] : default;

    /// <summary>Whole seconds, in the order of <see cref="ItemsOf"/>.</summary>
    public ReadOnlySpan<double> SecondsOf(int user) => user < UserCount ? _rows.NumbersOf(user)[.._lengths[user]] : default;

    /// <summary>Marks all items.</summary>
    public void Mark(bool[] items)
    {
        for (var user = 0; user < UserCount; user++)
        {
            foreach (var item in ItemsOf(user))
                items[item] = true;
        }
    }

    /// <summary>Joins the rows of one user and item, whose seconds add up.</summary>
    public static TruthSet Of(UserRows rows, bool hasSeconds)
    {
        var truth = new TruthSet(rows) { HasSeconds = hasSeconds };
        for (var user = 0; user < rows.UserCount; user++)
            truth._lengths[user] = Join(rows.ItemsOf(user), rows.NumbersOf(user));
        var items = new HashSet<int>();
        for (var user = 0; user < rows.UserCount; user++)
        {
            foreach (var item in truth.ItemsOf(user))
                items.Add(item);
        }

        truth.Items = items.Count;
        return truth;
    }

    private static int Join(Span<int> items, Span<double> seconds)
    {
        items.Sort(seconds);
        var last = -1;
        for (var row = 0; row < items.Length; row++)
        {
            // Fractions of a second would make sums depend on their order.
            var whole = Math.Max(0, Math.Floor(seconds[row]));
            if (last >= 0 && items[last] == items[row])
                seconds[last] += whole;
            else
                (items[++last], seconds[last]) = (items[row], whole);
        }

        return last + 1;
    }
}
