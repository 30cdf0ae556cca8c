namespace SparkReco.LocalPersonalize.Training;

/// <summary>What each user did, in the order of time: one user after the other. A place is where an interaction stands in that order.</summary>
internal sealed class Histories
{
    private readonly int[] _starts;
    private readonly int[] _ends;

    private Histories(int[] starts, int[] ends, int[] items, long[] times, float[] weights, int[] inTime)
    {
        (_starts, _ends, Items, Times, Weights, InTime) = (starts, ends, items, times, weights, inTime);
    }

    /// <summary>The number of users.</summary>
    public int Users => _ends.Length;

    /// <summary>The item of each place.</summary>
    public int[] Items { get; }

    /// <summary>When it was used, in seconds.</summary>
    public long[] Times { get; }

    /// <summary>What the use counts.</summary>
    public float[] Weights { get; }

    /// <summary>The places in the order of time over all users.</summary>
    public int[] InTime { get; }

    /// <summary>Sorts interactions, which come in the order of time, by user.</summary>
    public static Histories Of(TrainingData data)
    {
        var users = data.UserIds.Count;
        var count = data.Interactions.Count;
        var starts = new int[users + 1];
        for (var i = 0; i < count; i++)
            starts[data.Interactions[i].User + 1]++;
        for (var user = 0; user < users; user++)
            starts[user + 1] += starts[user];

        var next = starts.AsSpan(0, users).ToArray();
        var (items, times, weights, inTime) = (new int[count], new long[count], new float[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var (user, item, at, weight) = data.Interactions[i];
            var place = next[user]++;
            (items[place], times[place], weights[place], inTime[i]) = (item, at, weight, place);
        }

        return new Histories(starts, next, items, times, weights, inTime);
    }

    /// <summary>The same histories, of some users the latest part set aside.</summary>
    /// <param name="ends">The place after the last that may be learnt from, by user.</param>
    public Histories Until(int[] ends) => new(_starts, ends, Items, Times, Weights, InTime);

    /// <summary>The first place of a user.</summary>
    public int Start(int user) => _starts[user];

    /// <summary>The place after the user's last that may be learnt from.</summary>
    public int End(int user) => _ends[user];

    /// <summary>The place after the user's last, those set aside included.</summary>
    public int Last(int user) => _starts[user + 1];

    /// <summary>The user's first place after a time, at most the end.</summary>
    public int After(int user, long time)
    {
        var (low, high) = (_starts[user], _ends[user]);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Times[middle] <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>What a user did before a place.</summary>
    public Past Before(int user, int place)
    {
        var range = _starts[user]..place;
        return new Past(Items.AsSpan(range), Times.AsSpan(range), Weights.AsSpan(range));
    }
}

/// <summary>What one user did, in the order of time.</summary>
internal readonly ref struct Past(ReadOnlySpan<int> items, ReadOnlySpan<long> times, ReadOnlySpan<float> weights)
{
    public readonly ReadOnlySpan<int> Items = items;
    public readonly ReadOnlySpan<long> Times = times;
    public readonly ReadOnlySpan<float> Weights = weights;

    /// <summary>The different items used last, the latest first.</summary>
    /// <param name="context">Takes the items.</param>
    /// <returns>How many there are.</returns>
    public int Latest(Span<int> context)
    {
        var count = 0;
        for (var i = Items.Length - 1; i >= 0 && count < context.Length; i--)
            if (!context[..count].Contains(Items[i]))
                context[count++] = Items[i];
        return count;
    }
}
