using System.Text;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>Trains the models behind the recipes. The same data, recipe and settings give the same model, with any number of threads.</summary>
public static class Trainer
{
    internal const string UserModelFile = "user";
    internal const string RelatedItemsFile = "related";
    internal const string PopularItemsFile = "popular";

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
    ) => TrainWith(recipe, data, hyperParameters, progress, new ParallelOptions { CancellationToken = cancellation });

    internal static TrainedModel TrainWith(
        string recipe,
        TrainingData data,
        IReadOnlyDictionary<string, string> hyperParameters,
        IProgress<double>? progress,
        ParallelOptions parallel
    )
    {
        var settings = new Settings(hyperParameters);
        TrainedModel model = recipe switch
        {
            "aws-user-personalization" or "aws-user-personalization-v2" => UserModelTraining.Train(data, settings, progress, parallel),
            "aws-personalized-ranking" or "aws-personalized-ranking-v2" => UserModelTraining.Train(data, settings, progress, parallel),
            "aws-sims" => RelatedItems.Train(data, usesMetadata: false, settings, progress, parallel),
            "aws-similar-items" => RelatedItems.Train(data, usesMetadata: true, settings, progress, parallel),
            "aws-popularity-count" => PopularItems.Counted(data, parallel),
            "aws-trending-now" => PopularItems.Trending(data, settings, parallel),
            _ => throw new NotSupportedException($"no model for {recipe}"),
        };
        progress?.Report(1);
        return model;
    }

    /// <summary>Reads a model that was saved.</summary>
    public static TrainedModel Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        return reader.ReadString() switch
        {
            UserModelFile => UserModel.Load(reader),
            RelatedItemsFile => RelatedItems.Load(reader),
            PopularItemsFile => PopularItems.Load(reader),
            var file => throw new InvalidDataException($"no model is named '{file}'"),
        };
    }

    internal static BinaryWriter Writer(Stream stream, string file)
    {
        var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(file);
        return writer;
    }
}
