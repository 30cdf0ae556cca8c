namespace SparkReco.Kernels;

/// <summary>What a user did with an item; impressions are nothing that users do.</summary>
internal enum Deed : byte
{
    Click,
    Watch,
    Like,
    Complete,
}

/// <summary>
/// What was done with which item, when (milliseconds since 1970-01-01), how often (up to a million), and the seconds watched (up to a week).
/// Many millions are held at once, so that each is packed into 16 bytes.
/// </summary>
internal readonly record struct Event : IComparable<Event>
{
    // A million and the seconds of a week take 20 bits each, a deed 2.
    private const int NumberBits = 20;
    private const int DeedBits = 2;

    private readonly long _timeAndSeconds;
    private readonly long _itemCountAndDeed;

    /// <exception cref="OverflowException">A number is larger than <c>interactions</c> may have.</exception>
    public Event(long atMs, long count, long watchSeconds, int item, Deed deed)
    {
        if ((ulong)count >> NumberBits != 0 || (ulong)watchSeconds >> NumberBits != 0)
            throw new OverflowException($"an event counts {count} times and {watchSeconds} seconds, more than interactions may have");
        _timeAndSeconds = (atMs << NumberBits) | watchSeconds;
        _itemCountAndDeed = ((long)item << (NumberBits + DeedBits)) | (count << DeedBits) | (long)deed;
    }

    public long AtMs => _timeAndSeconds >> NumberBits;

    public long WatchSeconds => _timeAndSeconds & ((1 << NumberBits) - 1);

    public int Item => (int)(_itemCountAndDeed >> (NumberBits + DeedBits));

    public long Count => (_itemCountAndDeed >> DeedBits) & ((1 << NumberBits) - 1);

    public Deed Deed => (Deed)(_itemCountAndDeed & ((1 << DeedBits) - 1));

    /// <summary>By item, then by time.</summary>
    public int CompareTo(Event other) => Item != other.Item ? Item.CompareTo(other.Item) : AtMs.CompareTo(other.AtMs);
}
