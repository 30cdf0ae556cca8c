namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// How often users turned from one item to another that was new to them: first-order transitions counted over several lags, as in a mixture transition distribution
/// (Raftery, A model for high-order Markov chains, J. R. Statist. Soc. B 47, 1985). All lags count alike for the far chances; for the near ones each lag counts half of
/// the one before. Counts halve in 30 days.
/// </summary>
internal sealed class Transitions
{
    private const float LagsToHalve = 8;
    private readonly List<TransitionRow> _rows;
    private Decay _decay = new(30 * 86_400.0);

    public Transitions(int items) => _rows = [.. Enumerable.Range(0, items).Select(_ => new TransitionRow())];

    private Transitions(List<TransitionRow> rows) => _rows = rows;

    /// <summary>What a transition at a time weighs; the counts are made ready for it.</summary>
    public float Weight(long at)
    {
        if (_decay.MustMove(at))
        {
            var factor = _decay.Move(at);
            foreach (var row in _rows)
                row.Multiply(factor);
        }

        return _decay.Weight(at);
    }

    /// <summary>By what counts are to be multiplied to be those of a time.</summary>
    public float Scale(long at) => _decay.Scale(at);

    /// <summary>Adds a transition.</summary>
    /// <param name="source">The item before.</param>
    /// <param name="target">The item after.</param>
    /// <param name="lag">How many different items lie between them.</param>
    /// <param name="weight">From <see cref="Weight"/>.</param>
    public void Add(int source, int target, int lag, float weight) => _rows[source].Add(target, weight * NearShare(lag), weight);

    /// <summary>Adds an item without transitions.</summary>
    public void AddItem() => _rows.Add(new TransitionRow());

    /// <summary>The chance of each item to be next after what was used last.</summary>
    /// <param name="context">What was used last, the latest first.</param>
    /// <param name="scale">From <see cref="Scale"/>.</param>
    /// <param name="near">Takes the chances in which the latest items count most; zeros at first.</param>
    /// <param name="far">Takes those in which more of them count; zeros at first.</param>
    public void Chances(ReadOnlySpan<int> context, float scale, Span<float> near, Span<float> far)
    {
        var (nearTotal, farTotal) = (0f, 0f);
        for (var lag = 0; lag < context.Length; lag++)
            (nearTotal, farTotal) = (nearTotal + NearShare(lag), farTotal + Share(lag));
        for (var lag = 0; lag < context.Length; lag++)
            _rows[context[lag]].Chances(scale, NearShare(lag) / nearTotal, Share(lag) / farTotal, near, far);
    }

    /// <summary>How much what was used some items ago counts beside the latest.</summary>
    public static float Share(int lag) => MathF.Pow(2, -lag / LagsToHalve);

    private static float NearShare(int lag) => MathF.Pow(2, -lag);

    public void Save(BinaryWriter writer, float scale)
    {
        writer.Write(_rows.Count);
        foreach (var row in _rows)
            row.Save(writer, scale);
    }

    /// <summary>Reads the counts as <see cref="Save"/> scaled them; nothing is to be added to them.</summary>
    public static Transitions Load(BinaryReader reader)
    {
        var rows = new List<TransitionRow>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            rows.Add(TransitionRow.Load(reader));
        return new Transitions(rows);
    }
}
