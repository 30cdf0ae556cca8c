using System.Text.Json;
using SparkReco.LocalPersonalize.Training;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>A model of a few lines: an item's score is the weight of its interactions, much more of it where the user had it; items of neighbouring numbers are alike.</summary>
internal sealed class PopularityModel(List<float> weights) : TrainedModel
{
    public override IReadOnlyDictionary<string, double> Metrics => new Dictionary<string, double> { ["coverage"] = 0.5, ["precision_at_5"] = 0.25 };

    public override int ItemCount => weights.Count;

    public static TrainedModel Train(
        string recipe,
        TrainingData data,
        IReadOnlyDictionary<string, string> hyperParameters,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        var weights = new float[data.ItemIds.Count];
        foreach (var interaction in data.Interactions)
            weights[interaction.Item] += interaction.Weight / data.Interactions.Count;
        return new PopularityModel([.. weights]);
    }

    public static TrainedModel Load(Stream stream) => new PopularityModel(JsonSerializer.Deserialize<List<float>>(stream)!);

    public override void ScoreItems(UserQuery user, Span<float> scores)
    {
        for (var item = 0; item < weights.Count; item++)
            scores[item] = weights[item];
        foreach (var use in user.History)
            scores[use.Item] += use.Weight;
    }

    public override void ScoreNeighbors(int item, Span<float> scores)
    {
        for (var other = 0; other < weights.Count; other++)
            scores[other] = other == item ? float.NegativeInfinity : -Math.Abs(other - item);
    }

    public override void AddItem(ItemFacts facts) => weights.Add(0);

    public override void Save(Stream stream) => JsonSerializer.Serialize(stream, weights);
}
