namespace SparkReco.LocalPersonalize.Training;

/// <summary>Weighs the evidence: the logit of each item for a user.</summary>
/// <param name="evidence">What is known.</param>
/// <param name="weights">The weights of each kind of item, one kind after the other: first of the items' states, then of the user's values.</param>
internal sealed class UserScorer(Evidence evidence, float[] weights)
{
    /// <summary>How many kinds of items have weights of their own.</summary>
    public const int Kinds = 3;

    private readonly int _width = ItemStates.Width + evidence.UserWidth;
    private readonly float[][] _ofStates = OfStates(evidence, weights);

    /// <summary>Scores all items for the user whose values are given.</summary>
    public void Score(UserValues values, Span<float> scores)
    {
        // Almost all items are of one kind: those first, column by column.
        var common = Math.Min(values.Kinds.Min(), (byte)ItemKind.Unused);
        _ofStates[common].CopyTo(scores);
        var own = OfUser(common);
        for (var column = 0; column < own.Length; column++)
            if (own[column] != 0)
                LinearAlgebra.AddScaled(own[column], values.Columns[column], scores);

        var ofUsed = OfUser((int)ItemKind.Used);
        for (var item = 0; item < scores.Length; item++)
        {
            if (values.Kinds[item] != (byte)ItemKind.Used)
                continue;
            scores[item] = _ofStates[(int)ItemKind.Used][item];
            for (var column = 0; column < ofUsed.Length; column++)
                scores[item] += ofUsed[column] * values.Columns[column][item];
        }
    }

    private ReadOnlySpan<float> OfUser(int kind) => weights.AsSpan(kind * _width + ItemStates.Width, _width - ItemStates.Width);

    private static float[][] OfStates(Evidence evidence, float[] weights)
    {
        var scores = new float[Kinds][];
        for (var kind = 0; kind < Kinds; kind++)
        {
            scores[kind] = new float[evidence.Items];
            for (var state = 0; state < ItemStates.Width; state++)
                LinearAlgebra.AddScaled(weights[kind * weights.Length / Kinds + state], evidence.States[state], scores[kind]);
        }

        return scores;
    }
}
