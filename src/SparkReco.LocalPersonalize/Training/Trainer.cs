namespace SparkReco.LocalPersonalize.Training;

/// <summary>Trains the models behind the recipes. The same data, recipe and settings give the same model, with any number of threads.</summary>
public static class Trainer
{
    /// <summary>Trains on the data, and measures by the service's split: of a tenth of the users, the latest tenth of the interactions is what the rest must foretell.</summary>
    /// <param name="recipe">The recipe's name, such as <c>aws-user-personalization-v2</c>.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="hyperParameters">The recipe's algorithmHyperParameters.</param>
    /// <param name="progress">Is told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static TrainedModel Train(
        string recipe,
        TrainingData data,
        IReadOnlyDictionary<string, string> hyperParameters,
        IProgress<double>? progress,
        CancellationToken cancellation
    ) => throw new NotSupportedException($"no model for {recipe}");

    /// <summary>Reads a model that was saved.</summary>
    public static TrainedModel Load(Stream stream) => throw new NotSupportedException();
}
