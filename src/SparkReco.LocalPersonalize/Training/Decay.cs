namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// Counts that halve in a given time, by forward decay (Cormode, Shkapenyuk, Srivastava and Xu, Forward decay, ICDE 2009, section III): what is added is weighed up
/// from a landmark, instead of all that is there being weighed down. Who keeps the counts moves the landmark when <see cref="MustMove"/> says so.
/// </summary>
internal struct Decay(double halfLifeSeconds)
{
    private const double LargestExponent = 60;
    private long _landmark;
    private long _at = long.MinValue;
    private float _weight;

    /// <summary>Whether counts near a time would become too large.</summary>
    public readonly bool MustMove(long at) => (at - _landmark) / halfLifeSeconds > LargestExponent;

    /// <summary>Moves the landmark; all counts are to be multiplied by what is returned.</summary>
    public float Move(long at)
    {
        var factor = (float)Math.Pow(2, (_landmark - at) / halfLifeSeconds);
        (_landmark, _at) = (at, long.MinValue);
        return factor;
    }

    /// <summary>The weight of what is added at a time.</summary>
    public float Weight(long at)
    {
        if (at != _at)
            (_at, _weight) = (at, (float)Math.Pow(2, (at - _landmark) / halfLifeSeconds));
        return _weight;
    }

    /// <summary>By what counts are to be multiplied to be those of a time.</summary>
    public readonly float Scale(long at) => (float)Math.Pow(2, (_landmark - at) / halfLifeSeconds);
}
