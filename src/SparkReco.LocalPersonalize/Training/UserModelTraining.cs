namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// Trains a user model: replays the interactions in the order of time; stops at some times and samples what users chose next, with the evidence of that time; learns
/// from these choices how to weigh the evidence; and measures by the service's split, again in the order of time.
/// </summary>
internal sealed class UserModelTraining
{
    private const int Seed = 20_170_331;
    private const int FirstSweeps = 4;
    private const int LastSweeps = 2;

    // When choices are sampled: at these shares of the interactions.
    private static readonly double[] Stops = [0.4, 0.48, 0.56, 0.64, 0.72, 0.8, 0.88, 0.96];

    // Each user set aside has a moment of his own, for which all items are weighed anew.
    private const int MostMeasured = 3_000;

    private readonly TrainingData _data;
    private readonly IProgress<double>? _progress;
    private readonly ParallelOptions _parallel;
    private readonly Metadata _metadata;
    private readonly HeldOut _heldOut;
    private readonly Histories _histories;
    private readonly FirstUses _firsts;
    private readonly int _items;
    private readonly int _columns;
    private readonly int _lags;
    private readonly int _rank;
    private readonly bool _usesRecency;

    private UserModelTraining(TrainingData data, Settings settings, IProgress<double>? progress, ParallelOptions parallel)
    {
        (_data, _progress, _parallel, _items) = (data, progress, parallel, data.ItemIds.Count);
        _lags = settings.Whole("bptt", 16, 2, 32);
        _rank = (settings.Whole("hidden_dimension", 32, 8, 256) + 7) / 8 * 8;
        _usesRecency = settings.Switch("recency_mask", true);
        _metadata = new Metadata(data.Items);
        _columns = _metadata.Columns;
        _heldOut = HeldOut.Of(Histories.Of(data));
        _histories = _heldOut.Known;
        _firsts = FirstUses.Of(_histories, _items, parallel);
    }

    public static UserModel Train(TrainingData data, Settings settings, IProgress<double>? progress, ParallelOptions parallel) =>
        new UserModelTraining(data, settings, progress, parallel).Train();

    private UserModel Train()
    {
        var replay = NewReplay();
        var als = new Als(_histories.Users, _items, _rank, Seed, _parallel);
        var choices = SampleChoices(replay, als);
        var last = _histories.Times.Length == 0 ? 0 : _histories.Times[_histories.InTime[^1]];
        replay.Until(last);
        SweepFactors(als, last, LastSweeps);
        var factors = ItemFactors.Of(als, _parallel);
        var width = ItemStates.Width + EvidenceAt(replay, last, factors, []).UserWidth;
        var weights = choices.Count > 0 ? ChoiceModel.Fit(choices, UserScorer.Kinds, width, _parallel) : WeightsOfPopularity(width);
        _progress?.Report(0.7);
        var unused = Enumerable.Range(0, _items).Where(item => !replay.States.IsKnown(item));
        Kin[] kin = [.. unused.Select(item => Kin.Of(item, _metadata, replay.States.IsKnown))];
        var metrics = Measure(weights, factors, kin);
        return new UserModel(EvidenceAt(replay, last, factors, kin), weights, metrics);
    }

    /// <summary>For so little data that nothing was chosen after a stop.</summary>
    private static float[] WeightsOfPopularity(int width)
    {
        var weights = new float[UserScorer.Kinds * width];
        for (var kind = 0; kind < UserScorer.Kinds; kind++)
            weights[kind * width + ItemStates.UsesOfMonth] = 1;
        return weights;
    }

    private Replay NewReplay() => new(_histories, _firsts, _data.Users, _data.Items, _lags, _parallel);

    private Evidence EvidenceAt(Replay replay, long at, ItemFactors factors, IReadOnlyList<Kin> kin) =>
        new(
            replay.States.At(at, _usesRecency),
            replay.Transitions,
            replay.Transitions.Scale(at),
            replay.Groups,
            factors,
            _metadata,
            _columns,
            _lags,
            kin
        );

    private void SweepFactors(Als als, long until, int times)
    {
        var uses = Uses.Until(_histories, _items, until);
        als.Sweep(uses, uses.Transposed(_items), times);
    }

    private List<Choice> SampleChoices(Replay replay, Als als)
    {
        var (choices, sampler) = (new List<Choice>(), new ChoiceSampler(_histories, _data.Users));
        var count = _histories.InTime.Length;
        if (count == 0)
            return choices;
        var stops = Stops.Select(share => _histories.Times[_histories.InTime[(int)(share * (count - 1))]]).Distinct().ToArray();
        for (var stop = 0; stop < stops.Length; stop++)
        {
            // Before the interactions of that moment.
            var at = stops[stop] - 1;
            replay.Until(at);
            SweepFactors(als, at, stop == 0 ? FirstSweeps : 1);
            var evidence = EvidenceAt(replay, at, ItemFactors.Of(als, _parallel), []);
            choices.AddRange(sampler.At(at, evidence, replay.States, _parallel));
            _progress?.Report(0.6 * (stop + 1) / stops.Length);
        }

        return choices;
    }

    private Dictionary<string, double> Measure(float[] weights, ItemFactors factors, Kin[] kin)
    {
        int[] users = [.. ChoiceSampler.Spread(_heldOut.Users, MostMeasured)];
        var lists = new (int[] List, HashSet<int> Truth)[users.Length];
        var replay = NewReplay();
        var done = 0;
        foreach (var together in Enumerable.Range(0, users.Length).GroupBy(i => _heldOut.LastKnown(users[i])).OrderBy(group => group.Key))
        {
            replay.Until(together.Key);
            var evidence = EvidenceAt(replay, together.Key, factors, kin);
            var scorer = new UserScorer(evidence, weights);
            Parallel.ForEach(
                together,
                _parallel,
                () => (Values: new UserValues(evidence.UserWidth, _items), Scores: new float[_items]),
                (i, _, room) =>
                {
                    var past = _histories.Before(users[i], _histories.End(users[i]));
                    evidence.Fill(past, _data.Users[users[i]].Features, together.Key, room.Values);
                    scorer.Score(room.Values, room.Scores);
                    lists[i] = (OfflineMetrics.Best(room.Scores, OfflineMetrics.Depth), _heldOut.Truth(users[i]));
                    return room;
                },
                _ => { }
            );
            done += together.Count();
            _progress?.Report(0.7 + 0.3 * done / users.Length);
        }

        return OfflineMetrics.Of(lists, _items);
    }
}
