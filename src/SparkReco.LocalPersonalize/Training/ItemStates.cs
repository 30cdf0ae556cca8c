namespace SparkReco.LocalPersonalize.Training;

/// <summary>How items stand at a time: how much they are used lately, how many users use them for the first time, with how many a user begins, and for how long.</summary>
internal sealed class ItemStates
{
    /// <summary>The number of values of an item.</summary>
    public const int Width = 8;

    /// <summary>Where the age stands; before it the counts.</summary>
    public const int Age = Width - 1;

    private const double Day = 86_400;
    private const double Month = 30 * Day;
    private const int Entries = 3;

    // Uses, first uses, first uses among a user's first few; so that zero has a logarithm, a little is added.
    private static readonly double[] HalfLives = [Day, 7 * Day, Month, Day, 7 * Day, Month, Month];
    private const float Little = 0.3f;
    private readonly Decay[] _decays = [.. HalfLives.Select(seconds => new Decay(seconds))];
    private readonly float[][] _counts;
    private readonly long[] _since;

    public ItemStates(int items)
    {
        _counts = [.. HalfLives.Select(_ => new float[items])];
        _since = new long[items];
        Array.Fill(_since, long.MaxValue);
    }

    /// <summary>Whether an item was used.</summary>
    public bool IsKnown(int item) => _since[item] != long.MaxValue;

    /// <summary>Adds a use.</summary>
    /// <param name="item">The item.</param>
    /// <param name="at">When; not before what was added before.</param>
    /// <param name="weight">What it counts.</param>
    /// <param name="usedBefore">How many items the user had used before, where this is his first use of the item; else -1.</param>
    public void Add(int item, long at, float weight, int usedBefore)
    {
        _since[item] = Math.Min(_since[item], at);
        var kinds = usedBefore switch
        {
            < 0 => 3,
            < Entries => 7,
            _ => 6,
        };
        for (var kind = 0; kind < kinds; kind++)
        {
            if (_decays[kind].MustMove(at))
                Multiply(_counts[kind], _decays[kind].Move(at));
            _counts[kind][item] += weight * _decays[kind].Weight(at);
        }
    }

    /// <summary>The values of all items at a time, each on a logarithmic scale: by kind, then by item.</summary>
    /// <param name="at">The time.</param>
    /// <param name="withLatest">Whether what halves in less than a month is looked at; else it is zero.</param>
    public float[][] At(long at, bool withLatest = true)
    {
        var values = new float[Width][];
        for (var kind = 0; kind < Age; kind++)
        {
            if (!withLatest && HalfLives[kind] < Month)
            {
                values[kind] = new float[_since.Length];
                continue;
            }

            var scale = _decays[kind].Scale(at);
            values[kind] = Array.ConvertAll(_counts[kind], count => MathF.Log(count * scale + Little));
        }

        values[Age] = Array.ConvertAll(_since, since => since >= at ? 0 : (float)Math.Log(1 + (at - since) / Day));
        return values;
    }

    private static void Multiply(float[] counts, float factor)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] *= factor;
    }
}
