using System.Collections.Concurrent;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>The model behind user-personalization and personalized-ranking: how likely a user is to use each item next. What it is made of, see docs/local-personalize-models.md.</summary>
internal sealed class UserModel : TrainedModel
{
    private readonly ConcurrentBag<UserValues> _rooms = [];
    private readonly Evidence _evidence;
    private readonly float[] _weights;
    private UserScorer _scorer;

    public UserModel(Evidence evidence, float[] weights, IReadOnlyDictionary<string, double> metrics)
    {
        (_evidence, _weights, Metrics) = (evidence, weights, metrics);
        _scorer = new UserScorer(evidence, weights);
    }

    public override IReadOnlyDictionary<string, double> Metrics { get; }

    public override int ItemCount => _evidence.Items;

    public override void ScoreItems(UserQuery user, Span<float> scores)
    {
        var count = user.History.Count;
        var (items, times, weights) = (new int[count], new long[count], new float[count]);
        for (var i = 0; i < count; i++)
            (items[i], times[i], weights[i]) = user.History[i];

        if (!_rooms.TryTake(out var values))
            values = new UserValues(_evidence.UserWidth, ItemCount);
        _evidence.Fill(new Past(items, times, weights), user.Features, user.NowSeconds, values);
        _scorer.Score(values, scores);
        _rooms.Add(values);
    }

    public override void ScoreNeighbors(int item, Span<float> scores) => throw new NotSupportedException("the recipe makes lists for users");

    public override void AddItem(ItemFacts facts)
    {
        _evidence.AddItem(facts);
        _scorer = new UserScorer(_evidence, _weights);
        _rooms.Clear();
    }

    public override void Save(Stream stream)
    {
        using var writer = Trainer.Writer(stream, Trainer.UserModelFile);
        writer.WriteMetrics(Metrics);
        writer.WriteFloats(_weights);
        _evidence.Save(writer);
    }

    public static UserModel Load(BinaryReader reader)
    {
        var metrics = reader.ReadMetrics();
        var weights = reader.ReadFloats();
        return new UserModel(Evidence.Load(reader), weights, metrics);
    }
}
