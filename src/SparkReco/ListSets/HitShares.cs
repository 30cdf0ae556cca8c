namespace SparkReco.ListSets;

/// <summary>Which of what users did later each of two systems foretold, as <c>hit_overlap.sql</c> counts it.</summary>
internal sealed class HitShares(int itemCount)
{
    private const int InReference = 1;
    private const int InSystem = 2;

    private static readonly string[] Names = ["neither", "reference", "system", "both"];

    private readonly int[] _relevant = new int[itemCount];
    private readonly Count[] _counts = [new(), new(), new(), new()];
    private byte[] _found = new byte[16];
    private long _users;

    private sealed class Count
    {
        public long Users;
        public long Items;
        public long Parts;
        public long Seconds;
    }

    /// <param name="By">Who foretold it: both, reference, system or neither.</param>
    /// <param name="Users">Users with such items.</param>
    /// <param name="Items">The items, user by user.</param>
    /// <param name="RecallShare">The mean over users of their share of the user's relevant items.</param>
    /// <param name="WatchSeconds">What was watched of them.</param>
    internal sealed record Row(string By, long Users, long Items, double RecallShare, long WatchSeconds);

    public IReadOnlyList<Row> Rows =>
        [
            .. Names
                .Zip(_counts)
                .Where(row => row.Second.Items > 0)
                .Select(row => new Row(row.First, row.Second.Users, row.Second.Items, row.Second.Parts / 1e12 / _users, row.Second.Seconds)),
        ];

    /// <summary>Counts a judged user: two lists, cut at the length that headlines speak of, and the relevant items.</summary>
    public void Add(ReadOnlySpan<int> reference, ReadOnlySpan<int> system, ReadOnlySpan<int> relevant, ReadOnlySpan<double> seconds)
    {
        _users++;
        if (_found.Length < relevant.Length)
            _found = new byte[2 * relevant.Length];
        var found = _found.AsSpan(0, relevant.Length);
        found.Clear();
        for (var place = 0; place < relevant.Length; place++)
            _relevant[relevant[place]] = place + 1;
        Mark(reference, InReference, found);
        Mark(system, InSystem, found);
        var seen = 0;
        for (var place = 0; place < relevant.Length; place++)
        {
            _relevant[relevant[place]] = 0;
            var count = _counts[found[place]];
            count.Users += (seen & (1 << found[place])) == 0 ? 1 : 0;
            seen |= 1 << found[place];
            count.Items++;
            count.Parts += (long)Math.Floor(1e12 / relevant.Length);
            count.Seconds += (long)seconds[place];
        }
    }

    /// <summary>Counts what another counted.</summary>
    public void Add(HitShares other)
    {
        _users += other._users;
        foreach (var (ours, theirs) in _counts.Zip(other._counts))
        {
            ours.Users += theirs.Users;
            ours.Items += theirs.Items;
            ours.Parts += theirs.Parts;
            ours.Seconds += theirs.Seconds;
        }
    }

    private void Mark(ReadOnlySpan<int> list, byte mark, Span<byte> found)
    {
        foreach (var item in list)
        {
            if (_relevant[item] is > 0 and var place)
                found[place - 1] |= mark;
        }
    }
}
