namespace SparkReco.LocalPersonalize.Training;

/// <summary>Samples what users chose after a moment, with the evidence of that moment: what a user model learns its weights from.</summary>
/// <param name="histories">What the users did.</param>
/// <param name="users">What is known of them.</param>
internal sealed class ChoiceSampler(Histories histories, IReadOnlyList<UserFacts> users)
{
    private const long Ahead = 28 * 86_400;

    // What comes next counts most: each later item counts half of the one before.
    private const float ItemsToHalve = 1;

    // How many users are asked at a moment, and about how many items that they did not choose.
    private const int FewestUsers = 30;
    private const int MostUsers = 250;
    private const int InteractionsPerUser = 2_000;
    private const int LikelyAlternatives = 150;
    private const int OtherAlternatives = 100;

    /// <summary>The choices in the four weeks after a moment.</summary>
    public IEnumerable<Choice> At(long at, Evidence evidence, ItemStates states, ParallelOptions parallel)
    {
        var asked = SampleUsers(at);
        var choices = new Choice?[asked.Length];
        Parallel.For(
            0,
            asked.Length,
            parallel,
            () => new UserValues(evidence.UserWidth, evidence.Items),
            (i, _, values) =>
            {
                choices[i] = SampleChoice(asked[i], at, evidence, states, values);
                return values;
            },
            _ => { }
        );
        return choices.OfType<Choice>();
    }

    /// <summary>Users who do something in the time ahead: of those active in the time before, and of those who begin.</summary>
    private int[] SampleUsers(long at)
    {
        var (active, beginning) = (new List<int>(), new List<int>());
        for (var user = 0; user < histories.Users; user++)
        {
            var next = histories.After(user, at);
            if (next == histories.End(user) || histories.Times[next] > at + Ahead)
                continue;
            if (next == histories.Start(user))
                beginning.Add(user);
            else if (histories.Times[next - 1] > at - Ahead)
                active.Add(user);
        }

        var most = Math.Clamp(histories.InTime.Length / InteractionsPerUser, FewestUsers, MostUsers);
        return [.. Spread(active, most), .. Spread(beginning, most / 4)];
    }

    /// <summary>Some of the users, evenly over all.</summary>
    public static IEnumerable<int> Spread(IReadOnlyList<int> users, int most)
    {
        var count = Math.Min(most, users.Count);
        return Enumerable.Range(0, count).Select(i => users[(int)((long)i * users.Count / count)]);
    }

    /// <summary>What a user chose, with all that was taken and a sample of what was not: more of what was likely.</summary>
    private Choice? SampleChoice(int user, long at, Evidence evidence, ItemStates states, UserValues values)
    {
        var now = histories.After(user, at);
        var taken = Taken(now, histories.After(user, at + Ahead), states);
        if (taken.Count == 0)
            return null;
        evidence.Fill(histories.Before(user, now), users[user].Features, at, values);
        int[] known = [.. Enumerable.Range(0, evidence.Items).Where(states.IsKnown)];
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
            var item = histories.Items[place];
            if (!states.IsKnown(item) || taken.ContainsKey(item))
                continue;
            var share = MathF.Pow(2, -taken.Count / ItemsToHalve);
            taken.Add(item, share * histories.Weights[place]);
            sum += share;
        }

        return taken.ToDictionary(item => item.Key, item => item.Value / sum);
    }

    private static double Chance(int wanted, int count) => Math.Min(1, (double)wanted / Math.Max(1, count));
}
