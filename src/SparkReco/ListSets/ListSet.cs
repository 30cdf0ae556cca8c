using SparkReco.Kernels;

namespace SparkReco.ListSets;

/// <summary>A system's lists: of each user the items, best first, each once, no more than are compared.</summary>
internal sealed class ListSet
{
    private readonly int[] _starts;
    private readonly int[] _items;

    private ListSet(int[] starts) => (_starts, _items) = (starts, new int[starts[^1]]);

    /// <summary>What was found while lists were made.</summary>
    /// <param name="Rows">The rows of the files.</param>
    /// <param name="Incomplete">Rows left out, without a user, an item or a place.</param>
    /// <param name="Users">Users with a list.</param>
    /// <param name="Items">Different items in them.</param>
    /// <param name="Repeated">Places that repeat an item of the same list, and are left out; those behind them close up.</param>
    /// <param name="Tied">Places that share theirs with another of the list; ids decide.</param>
    /// <param name="Shortest">The length of the shortest list.</param>
    /// <param name="Longest">The length of the longest list.</param>
    internal sealed record Tally(long Rows, long Incomplete, long Users, long Items, long Repeated, long Tied, int Shortest, int Longest);

    public required Tally Found { get; init; }

    public int UserCount => _starts.Length - 1;

    /// <summary>The items of a user, best first; nothing where the user has no list.</summary>
    public ReadOnlySpan<int> Of(int user) => user < UserCount ? _items.AsSpan(_starts[user].._starts[user + 1]) : default;

    /// <summary>Marks the items of all lists.</summary>
    public void Mark(bool[] items)
    {
        foreach (var item in _items)
            items[item] = true;
    }

    /// <summary>Orders rows into lists.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="items">The ids of the items, which decide between equal places.</param>
    /// <param name="longest">Lists are cut behind so many items.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="cancellation">Ends it.</param>
    public static ListSet Of(UserRows rows, IdIndex items, int longest, int threads, CancellationToken cancellation)
    {
        var lengths = new int[rows.UserCount];
        var sorters = new List<Sorter>();
        Workers.ForEach(
            (rows.UserCount + UsersPerBlock - 1) / UsersPerBlock,
            threads,
            () =>
            {
                var sorter = new Sorter(items);
                lock (sorters)
                    sorters.Add(sorter);
                return sorter;
            },
            (sorter, block) =>
            {
                for (var user = block * UsersPerBlock; user < Math.Min(rows.UserCount, (block + 1) * UsersPerBlock); user++)
                    lengths[user] = sorter.Sort(user, rows.ItemsOf(user), rows.NumbersOf(user));
            },
            cancellation
        );
        var starts = new int[rows.UserCount + 1];
        for (var user = 0; user < lengths.Length; user++)
            starts[user + 1] = starts[user] + Math.Min(lengths[user], longest);
        var lists = new ListSet(starts)
        {
            Found = new Tally(
                rows.Rows,
                rows.Incomplete,
                lengths.LongCount(length => length > 0),
                sorters.Count == 0 ? 0 : Enumerable.Range(0, items.Count).LongCount(item => sorters.Exists(sorter => sorter.Has(item))),
                sorters.Sum(sorter => sorter.Repeated),
                sorters.Sum(sorter => sorter.Tied),
                lengths.Where(length => length > 0).DefaultIfEmpty(0).Min(),
                lengths.DefaultIfEmpty(0).Max()
            ),
        };
        for (var user = 0; user < lengths.Length; user++)
            rows.ItemsOf(user)[..(starts[user + 1] - starts[user])].CopyTo(lists._items.AsSpan(starts[user]));
        return lists;
    }

    private const int UsersPerBlock = 1024;

    /// <summary>Orders lists, one after another.</summary>
    private sealed class Sorter(IdIndex ids)
    {
        // The list that an item was last seen in, as its user's number + 1.
        private readonly int[] _seen = new int[ids.Count];

        public long Repeated { get; private set; }

        public long Tied { get; private set; }

        public bool Has(int item) => _seen[item] > 0;

        /// <summary>Brings the items into their order and takes repeated ones out; the length that is left.</summary>
        public int Sort(int user, Span<int> items, Span<double> numbers)
        {
            if (!IsRising(numbers))
            {
                numbers.Sort(items);
                SortTies(items, numbers);
            }

            var length = 0;
            foreach (var item in items)
            {
                if (_seen[item] == user + 1)
                    Repeated++;
                else
                {
                    _seen[item] = user + 1;
                    items[length++] = item;
                }
            }

            return length;
        }

        private static bool IsRising(ReadOnlySpan<double> numbers)
        {
            for (var place = 1; place < numbers.Length; place++)
            {
                if (!(numbers[place - 1] < numbers[place]))
                    return false;
            }

            return true;
        }

        private void SortTies(Span<int> items, ReadOnlySpan<double> numbers)
        {
            for (int first = 0, end; first < items.Length; first = end)
            {
                for (end = first + 1; end < items.Length && numbers[end] == numbers[first]; end++) { }
                if (end - first < 2)
                    continue;
                var tied = items[first..end];
                tied.Sort((a, b) => ids[a].SequenceCompareTo(ids[b]));
                // The same row twice is repeated, not tied.
                for (var place = 1; place < tied.Length; place++)
                    Tied += tied[place] == tied[place - 1] ? 0 : 1;
            }
        }
    }
}
