namespace SparkReco.LocalPersonalize.Training;

/// <summary>How items stand at a time: how much they are used lately, how many users use them for the first time, with how many a user begins, and for how long.</summary>
internal sealed class ItemStates
{
    /// <summary>The number of values of an item.</summary>
    public const int Width = 8;

    /// <summary>Where the age stands; before it the counts.</summary>
    public const int Age = Width - 1;

    /// <summary>Where the uses stand that halve in a month.</summary>
    public const int UsesOfMonth = 2;

    private const double Day = 86_400;
    private const double Month = 30 * Day;
    private const int Entries = 3;

    // Uses, first uses, first uses among a user's first few; so that zero has a logarithm, a little is added.
    private static readonly double[] HalfLives = [Day, 7 * Day, Month, Day, 7 * Day, Month, Month];
    private const float Little = 0.3f;
    private readonly Decay[] _decays = [.. HalfLives.Select(seconds => new Decay(seconds))];
    private readonly float[][] _counts;
    private readonly long?[] _created;
    private readonly long?[] _firstUse;

    /// <summary>Begins with items that nobody used.</summary>
    /// <param name="created">When each came into being; null where nothing is known.</param>
    public ItemStates(long?[] created)
    {
        _counts = [.. HalfLives.Select(_ => new float[created.Length])];
        (_created, _firstUse) = (created, new long?[created.Length]);
    }

    /// <summary>A value of an item that nobody used, of whose age nothing is known.</summary>
    public static float OfNothing(int value) => value == Age ? 0 : MathF.Log(Little);

    /// <summary>Whether an item was used.</summary>
    public bool IsKnown(int item) => _firstUse[item] != null;

    /// <summary>Adds a use.</summary>
    /// <param name="item">The item.</param>
    /// <param name="at">When; not before what was added before.</param>
    /// <param name="weight">What it counts.</param>
    /// <param name="usedBefore">How many items the user had used before, where this is his first use of the item; else -1.</param>
    public void Add(int item, long at, float weight, int usedBefore)
    {
        _firstUse[item] ??= at;
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
                values[kind] = new float[_created.Length];
                continue;
            }

            var scale = _decays[kind].Scale(at);
            values[kind] = Array.ConvertAll(_counts[kind], count => MathF.Log(count * scale + Little));
        }

        values[Age] = new float[_firstUse.Length];
        for (var item = 0; item < values[Age].Length; item++)
            values[Age][item] = (float)Math.Log(1 + Math.Max(0, at - (_firstUse[item] ?? _created[item] ?? at)) / Day);
        return values;
    }

    private static void Multiply(float[] counts, float factor)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] *= factor;
    }
}
