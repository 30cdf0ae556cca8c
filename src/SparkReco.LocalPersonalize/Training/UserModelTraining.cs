namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// Trains a user model: replays the interactions in the order of time; stops at some times and samples what users chose next, with the evidence of that time; learns
/// from these choices how to weigh the evidence; and measures by the service's split, again in the order of time.
/// </summary>
internal sealed class UserModelTraining
{
    private const int Seed = 20_170_331;
    private const long Day = 86_400;
    private const int FirstSweeps = 4;
    private const int LastSweeps = 2;

    // When choices are sampled: at these shares of the interactions, and what is chosen in the four weeks after.
    private static readonly double[] Stops = [0.4, 0.48, 0.56, 0.64, 0.72, 0.8, 0.88, 0.96];
    private const long Ahead = 28 * Day;

    // A choice is told by what comes next: each later item counts half of the one before.
    private const float ItemsToHalve = 1;

    // How many users are asked at each stop, and about how many items they did not choose.
    private const int FewestUsers = 30;
    private const int MostUsers = 250;
    private const int InteractionsPerUser = 2_000;
    private const int LikelyAlternatives = 150;
    private const int OtherAlternatives = 100;

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
        var weights = ChoiceModel.Fit(choices, UserScorer.Kinds, width, _parallel);
        _progress?.Report(0.7);
        var unused = Enumerable.Range(0, _items).Where(item => !replay.States.IsKnown(item));
        Kin[] kin = [.. unused.Select(item => Kin.Of(item, _metadata, replay.States.IsKnown))];
        var metrics = Measure(weights, factors, kin);
        return new UserModel(EvidenceAt(replay, last, factors, kin), weights, metrics);
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
        var choices = new List<Choice>();
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
            var users = SampleUsers(at);
            var made = new Choice?[users.Length];
            Parallel.For(
                0,
                users.Length,
                _parallel,
                () => new UserValues(evidence.UserWidth, _items),
                (i, _, values) =>
                {
                    made[i] = SampleChoice(users[i], at, evidence, replay.States, values);
                    return values;
                },
                _ => { }
            );
            choices.AddRange(made.OfType<Choice>());
            _progress?.Report(0.6 * (stop + 1) / stops.Length);
        }

        return choices;
    }

    /// <summary>Users who do something in the time ahead: of those active in the time before, and of those who begin.</summary>
    private int[] SampleUsers(long at)
    {
        var (active, beginning) = (new List<int>(), new List<int>());
        for (var user = 0; user < _histories.Users; user++)
        {
            var next = _histories.After(user, at);
            if (next == _histories.End(user) || _histories.Times[next] > at + Ahead)
                continue;
            if (next == _histories.Start(user))
                beginning.Add(user);
            else if (_histories.Times[next - 1] > at - Ahead)
                active.Add(user);
        }

        var most = Math.Clamp(_histories.InTime.Length / InteractionsPerUser, FewestUsers, MostUsers);
        return [.. Spread(active, most), .. Spread(beginning, most / 4)];
    }

    private static IEnumerable<int> Spread(IReadOnlyList<int> users, int most)
    {
        var count = Math.Min(most, users.Count);
        return Enumerable.Range(0, count).Select(i => users[(int)((long)i * users.Count / count)]);
    }

    /// <summary>What a user chose, with all that was taken and a sample of what was not: more of what was likely.</summary>
    private Choice? SampleChoice(int user, long at, Evidence evidence, ItemStates states, UserValues values)
    {
        var now = _histories.After(user, at);
        var taken = Taken(now, _histories.After(user, at + Ahead), states);
        if (taken.Count == 0)
            return null;
        evidence.Fill(_histories.Before(user, now), _data.Users[user].Features, at, values);
        int[] known = [.. Enumerable.Range(0, _items).Where(states.IsKnown)];
        var likely = known.Count(item => evidence.IsLikely(item, values));
        var (chanceOfLikely, chanceOfOther) = (Chance(LikelyAlternatives, likely), Chance(OtherAlternatives, known.Length - likely));
        var random = new Random(unchecked((int)at * 31 + user));

        var (items, offsets) = (new List<int>(), new List<float>());
        foreach (var item in known)
        {
            var chance =
                taken.ContainsKey(item) ? 1
                : evidence.IsLikely(item, values) ? chanceOfLikely
                : chanceOfOther;
            if (random.NextDouble() >= chance)
                continue;
            items.Add(item);
            offsets.Add((float)-Math.Log(chance));
        }

        return new Choice(
            [.. items.SelectMany(item => evidence.Row(item, values))],
            [.. items.Select(item => values.Kinds[item])],
            [.. offsets],
            [.. Enumerable.Range(0, items.Count).Where(i => taken.ContainsKey(items[i])).Select(i => (i, taken[items[i]]))]
        );
    }

    /// <summary>The items used in a range of places: what comes next counts more than what comes later, and together they count what their uses weigh on average.</summary>
    private Dictionary<int, float> Taken(int from, int to, ItemStates states)
    {
        var taken = new Dictionary<int, float>();
        var sum = 0f;
        for (var place = from; place < to; place++)
        {
            var item = _histories.Items[place];
            if (!states.IsKnown(item) || taken.ContainsKey(item))
                continue;
            var share = MathF.Pow(2, -taken.Count / ItemsToHalve);
            taken.Add(item, share * _histories.Weights[place]);
            sum += share;
        }

        return taken.ToDictionary(item => item.Key, item => item.Value / sum);
    }

    private static double Chance(int wanted, int count) => Math.Min(1, (double)wanted / Math.Max(1, count));

    private Dictionary<string, double> Measure(float[] weights, ItemFactors factors, Kin[] kin)
    {
        int[] users = [.. Spread(_heldOut.Users, MostMeasured)];
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
