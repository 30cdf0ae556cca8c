namespace SparkReco.LocalPersonalize.Training;

/// <summary>The model behind sims and similar-items: which items the same users use, and for similar-items what the items' features have in common.</summary>
internal sealed class RelatedItems : TrainedModel
{
    // Below everything that is related, so that lists are filled up with what most users use.
    private const float Unrelated = -30;
    private readonly CoOccurrence _together;
    private readonly Metadata? _metadata;
    private readonly float _discount;
    private readonly int _fewest;

    /// <summary>Takes what was counted.</summary>
    /// <param name="together">How many users use pairs of items.</param>
    /// <param name="metadata">The items' features; null where they do not count.</param>
    /// <param name="discount">How much an item's own popularity counts against it, 0 to 1.</param>
    /// <param name="fewest">The users below which a pair does not count.</param>
    /// <param name="metrics">The offline metrics.</param>
    public RelatedItems(CoOccurrence together, Metadata? metadata, float discount, int fewest, IReadOnlyDictionary<string, double> metrics)
    {
        (_together, _metadata, _discount, _fewest, Metrics) = (together, metadata, discount, fewest, metrics);
    }

    public override IReadOnlyDictionary<string, double> Metrics { get; }

    public override int ItemCount => _together.Items;

    /// <summary>Counts pairs, once without what is set aside, to measure, and once with all, to serve. To measure, the item that a user used last is asked.</summary>
    public static RelatedItems Train(TrainingData data, bool usesMetadata, Settings settings, IProgress<double>? progress, ParallelOptions parallel)
    {
        var histories = Histories.Of(data);
        var heldOut = HeldOut.Of(histories);
        var items = data.ItemIds.Count;
        var metadata = usesMetadata ? new Metadata(data.Items) : null;
        var discount = (float)settings.Number("popularity_discount_factor", 0.5, 0, 1);
        // Features tell what pairs of a few users cannot.
        var fewest = settings.Whole("min_cointeraction_count", usesMetadata ? 1 : 3, 0, 10);

        var known = Counted(heldOut.Known, new Dictionary<string, double>());
        progress?.Report(0.4);
        var metrics = OfflineMetrics.Of(heldOut, items, parallel, (user, scores) => known.ScoreNeighbors(heldOut.LatestItem(user), scores));
        progress?.Report(0.6);
        return Counted(histories, metrics);

        RelatedItems Counted(Histories from, IReadOnlyDictionary<string, double> metrics) =>
            new(CoOccurrence.Of(Uses.Until(from, items, long.MaxValue), items, parallel), metadata, discount, fewest, metrics);
    }

    public override void ScoreItems(UserQuery user, Span<float> scores) => throw new NotSupportedException("the recipe relates items");

    /// <summary>
    /// The logarithm of the users who use both, over the power of those who use the other: with a discount of 0 what most users of the item use, with 1 what is most
    /// tied to it. Features in common count as one pair of users that is as alike as they are.
    /// </summary>
    public override void ScoreNeighbors(int item, Span<float> scores)
    {
        for (var other = 0; other < scores.Length; other++)
            scores[other] = Unrelated + MathF.Log(1 + _together.Users(other));
        var likeness = _metadata?.Likeness(item);
        if (likeness != null)
            for (var other = 0; other < scores.Length; other++)
                if (likeness[other] > 0)
                    scores[other] = Score(likeness[other], other);
        foreach (var (other, users) in _together.With(item))
            if (users >= _fewest)
                scores[other] = Score(users + (likeness?[other] ?? 0), other);
        scores[item] = float.NegativeInfinity;
    }

    public override void AddItem(ItemFacts facts)
    {
        _together.AddItem();
        _metadata?.Add(facts.Features);
    }

    public override void Save(Stream stream)
    {
        using var writer = Trainer.Writer(stream, Trainer.RelatedItemsFile);
        writer.WriteMetrics(Metrics);
        writer.Write(_discount);
        writer.Write(_fewest);
        _together.Save(writer);
        writer.Write(_metadata != null);
        _metadata?.Save(writer);
    }

    public static RelatedItems Load(BinaryReader reader)
    {
        var metrics = reader.ReadMetrics();
        var (discount, fewest) = (reader.ReadSingle(), reader.ReadInt32());
        var together = CoOccurrence.Load(reader);
        return new RelatedItems(together, reader.ReadBoolean() ? Metadata.Load(reader) : null, discount, fewest, metrics);
    }

    private float Score(float users, int other) => MathF.Log(users) - _discount * MathF.Log(Math.Max(1, _together.Users(other)));
}
