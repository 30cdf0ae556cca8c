namespace SparkReco.LocalPersonalize.Training;

/// <summary>The model behind popularity-count and trending-now: the same scores for every user.</summary>
internal sealed class PopularItems : TrainedModel
{
    private readonly List<float> _scores;

    public PopularItems(IEnumerable<float> scores, IReadOnlyDictionary<string, double> metrics) => (_scores, Metrics) = ([.. scores], metrics);

    public override IReadOnlyDictionary<string, double> Metrics { get; }

    public override int ItemCount => _scores.Count;

    /// <summary>By the logarithm of the number of users who used an item.</summary>
    public static PopularItems Counted(TrainingData data, ParallelOptions parallel) =>
        Train(data, parallel, histories => Array.ConvertAll(UsersByItem(histories, data.ItemIds.Count), users => MathF.Log(1 + users)));

    /// <summary>
    /// By how much more an item is used in the latest window than in the one before, in standard deviations of such a difference of counts: (a - b) / sqrt(a + b + 1).
    /// Of items that stand alike, the one that more users used.
    /// </summary>
    public static PopularItems Trending(TrainingData data, Settings settings, ParallelOptions parallel)
    {
        var window = Window(settings);
        return Train(
            data,
            parallel,
            histories =>
            {
                var end = histories.Times.DefaultIfEmpty().Max();
                var (now, before) = (new float[data.ItemIds.Count], new float[data.ItemIds.Count]);
                foreach (var place in Learnt(histories))
                {
                    var age = end - histories.Times[place];
                    if (age < 2 * window)
                        (age < window ? now : before)[histories.Items[place]] += histories.Weights[place];
                }

                var users = UsersByItem(histories, data.ItemIds.Count);
                return
                [
                    .. now.Select((count, item) => (count - before[item]) / MathF.Sqrt(count + before[item] + 1) + MathF.Log(1 + users[item]) / 100),
                ];
            }
        );
    }

    public override void ScoreItems(UserQuery user, Span<float> scores) => _scores.CopyTo(scores);

    public override void ScoreNeighbors(int item, Span<float> scores) => throw new NotSupportedException("the recipe makes lists for users");

    public override void AddItem(ItemFacts facts) => _scores.Add(0);

    public override void Save(Stream stream)
    {
        using var writer = Trainer.Writer(stream, Trainer.PopularItemsFile);
        writer.WriteMetrics(Metrics);
        writer.WriteFloats([.. _scores]);
    }

    public static PopularItems Load(BinaryReader reader)
    {
        var metrics = reader.ReadMetrics();
        return new PopularItems(reader.ReadFloats(), metrics);
    }

    /// <summary>Counts once without what is set aside, to measure, and once with all, to serve.</summary>
    private static PopularItems Train(TrainingData data, ParallelOptions parallel, Func<Histories, float[]> count)
    {
        var histories = Histories.Of(data);
        var heldOut = HeldOut.Of(histories);
        var known = count(heldOut.Known);
        return new PopularItems(count(histories), OfflineMetrics.Of(heldOut, data.ItemIds.Count, parallel, (_, scores) => known.CopyTo(scores)));
    }

    private static int[] UsersByItem(Histories histories, int items)
    {
        var users = new int[items];
        foreach (var item in Uses.Until(histories, items, long.MaxValue).Columns)
            users[item]++;
        return users;
    }

    private static IEnumerable<int> Learnt(Histories histories) =>
        Enumerable.Range(0, histories.Users).SelectMany(user => Enumerable.Range(histories.Start(user), histories.End(user) - histories.Start(user)));

    /// <summary>The service's trend discovery frequency, in seconds.</summary>
    private static long Window(Settings settings) =>
        settings.Text("trend_discovery_frequency", "3 hours") switch
        {
            "30 minutes" => 30 * 60,
            "1 hour" => 3_600,
            "1 day" => 86_400,
            _ => 3 * 3_600,
        };
}
