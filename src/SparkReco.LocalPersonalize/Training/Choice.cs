namespace SparkReco.LocalPersonalize.Training;

/// <summary>A choice that was made: among some alternatives, those taken.</summary>
/// <param name="Values">The values of the alternatives, one alternative after the other.</param>
/// <param name="Kinds">Of each alternative, which of the weights count.</param>
/// <param name="Offsets">What is added to each alternative's score: minus the logarithm of the chance with which it was drawn into the sample.</param>
/// <param name="Taken">The alternatives taken, and how much each counts.</param>
internal sealed record Choice(float[] Values, byte[] Kinds, float[] Offsets, (int Alternative, float Weight)[] Taken)
{
    /// <summary>How much the choice counts in all.</summary>
    public float Weight => Taken.Sum(taken => taken.Weight);
}
