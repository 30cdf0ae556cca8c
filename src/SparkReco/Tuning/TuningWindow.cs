using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Kernels;
using SparkReco.Models;
using SparkReco.Ranking;

namespace SparkReco.Tuning;

/// <summary>
/// Some weeks before the run date: what was known on their first day, and what the users did in them that they had not done before. Settings are
/// tried on it as the lists of the run date will be judged. Where all is of one day, some of what each user did is held out instead.
/// </summary>
internal sealed class TuningWindow
{
    // More users make a try slower, and the choice hardly better.
    private const int MostUsers = 1000;

    // So many candidates of a user are examples.
    private const int MostExamples = 60;

    // One item of so many is held out, of users who have as many at least.
    private const int HeldOutOf = 5;

    // The world of the last try, of whose pairs and lists the next one may need the same.
    private World _world;
    private readonly IReadOnlyList<(int User, HashSet<int> Truth)> _judged;
    private readonly double[] _discounts;
    private readonly double[] _ideals;

    private TuningWindow(World world, List<(int User, HashSet<int> Truth)> judged, int usedItemCount, Settings settings, bool isTimed)
    {
        var step = 1 + ((judged.Count - 1) / MostUsers);
        (FirstDay, IsTimed, UserCount, UsedItemCount, _world) = (settings.RunDate, isTimed, judged.Count, usedItemCount, world);
        _judged = [.. judged.Where((_, index) => index % step == 0)];
        var cutoff = settings.Evaluation.MainCutoff;
        _discounts = [.. Enumerable.Range(1, cutoff).Select(rank => 1 / Math.Log2(rank + 1))];
        _ideals = [.. _discounts.Select((_, last) => _discounts.Take(last + 1).Sum())];
    }

    /// <summary>The day from which on the lists are judged; the run date where what judges them was held out.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>Whether the lists are judged by what came after them.</summary>
    public bool IsTimed { get; }

    /// <summary>The number of items that anybody had used, those that were held out among them.</summary>
    public int UsedItemCount { get; }

    /// <summary>The number of users who did something new, some of whom are judged.</summary>
    public int UserCount { get; }

    /// <summary>Whether any item has a category.</summary>
    public bool HasCategories => _world.Items.Categories.Count > 0;

    /// <summary>Whether uses have times of day, not days alone.</summary>
    public bool HasTimes => _world.Usage.HasTimes;

    /// <summary>A window of <paramref name="settings"/>, which have its first day as their run date.</summary>
    public static TuningWindow Of(EventLog log, Audience users, Catalogue items, Settings settings, CancellationToken cancellation)
    {
        var usage = Usage.Of(log, users, items, settings, settings.Engine.ThreadCount, cancellation);
        var firstMs = UnixDay.Start(settings.RunDate);
        var endMs = UnixDay.Start(settings.RunDate.AddDays(settings.Evaluation.HorizonDays));
        var activeFromMs = UnixDay.Start(settings.RunDate.AddDays(-settings.Eligibility.ActiveDays));
        List<(int, HashSet<int>)> judged = [];
        for (var user = 0; user < users.Count; user++)
        {
            var uses = usage.Of(user);
            if (!users.IsPaid(user) && (uses.IsEmpty || uses[0].LastMs < activeFromMs))
                continue;
            HashSet<int> truth = [];
            foreach (var e in log.Of(user))
            {
                if (e.AtMs >= firstMs && e.AtMs < endMs)
                    truth.Add(e.Item);
            }

            foreach (var use in uses)
                truth.Remove(use.Item);
            if (truth.Count > 0)
                judged.Add((user, truth));
        }

        return new TuningWindow(
            new World(users, items, usage, settings, cancellation),
            judged,
            UsedItems(usage, users.Count),
            settings,
            isTimed: true
        );
    }

    /// <summary>A window of what each user did before the run date, less one item of five, chosen by a hash, which judges the lists.</summary>
    public static TuningWindow HeldOut(EventLog log, Audience users, Catalogue items, Settings settings, CancellationToken cancellation)
    {
        var usage = Usage.Of(log, users, items, settings, settings.Engine.ThreadCount, cancellation);
        var usedItemCount = UsedItems(usage, users.Count);
        List<(int, HashSet<int>)> judged = [];
        for (var user = 0; user < users.Count; user++)
        {
            var uses = usage.Of(user);
            if (uses.Length < HeldOutOf)
                continue;
            var seed = RowHash.Of(users.Ids[user]);
            Use[] all = [.. uses];
            var truth = all.Where(use => RowHash.Add(seed, RowHash.Of(items.Ids[use.Item])) % HeldOutOf == 0).Select(use => use.Item).ToHashSet();
            if (truth.Count == 0)
                continue;
            usage.Set(user, [.. all.Where(use => !truth.Contains(use.Item))]);
            judged.Add((user, truth));
        }

        return new TuningWindow(new World(users, items, usage, settings, cancellation), judged, usedItemCount, settings, isTimed: false);
    }

    private static int UsedItems(Usage usage, int userCount)
    {
        HashSet<int> items = [];
        for (var user = 0; user < userCount; user++)
        {
            foreach (var use in usage.Of(user))
                items.Add(use.Item);
        }

        return items.Count;
    }

    /// <summary>The NDCG of each judged user's list with other settings.</summary>
    public double[] Try(ItemItemSettings itemItem, BlendSettings blend, CancellationToken cancellation, Ranker? ranker = null)
    {
        var world = WorldOf(itemItem, blend);
        _ = ranker is null ? null : world.OtherNeighbors;
        var values = new double[_judged.Count];
        Workers.ForEach(
            values.Length,
            world.Threads,
            () => world.Maker(ranker),
            (maker, index) =>
            {
                var (user, truth) = _judged[index];
                var gain = 0d;
                foreach (var (rank, place) in maker.Make(user).Take(_discounts.Length).Index())
                    gain += truth.Contains(place.Item) ? _discounts[rank] : 0;
                values[index] = gain / _ideals[Math.Min(truth.Count, _ideals.Length) - 1];
            },
            cancellation
        );
        return values;
    }

    /// <summary>The numbers of the judged users.</summary>
    public int[] Judged => [.. _judged.Select(judged => judged.User)];

    /// <summary>How many items each judged user's history has.</summary>
    public int[] HistoryLengths(ItemItemSettings itemItem, BlendSettings blend)
    {
        var histories = WorldOf(itemItem, blend).Histories;
        return [.. _judged.Select(judged => histories.Length(judged.User))];
    }

    /// <summary>The candidates of one of so many judged users, if the history is long enough, with what they are known by and whether they were used.</summary>
    public RankingExamples Examples(ItemItemSettings itemItem, BlendSettings blend, int part)
    {
        var maker = WorldOf(itemItem, blend).Maker();
        var examples = new RankingExamples();
        foreach (var (user, truth) in _judged.Where((_, index) => index % part == 0))
        {
            if (!maker.IsWarm(user))
                continue;
            var candidates = maker.Features(user);
            // The blend's best, whether they were used or not: what nobody would put first teaches little.
            var best = Enumerable.Range(0, candidates.Items.Count).OrderBy(index => candidates.Row(index)[0]).Take(MostExamples).Order().ToArray();
            if (!Array.Exists(best, index => truth.Contains(candidates.Items[index])))
                continue;
            foreach (var index in best)
                examples.Add(candidates.Row(index), truth.Contains(candidates.Items[index]));
            examples.EndList();
        }

        return examples;
    }

    // Made before threads ask for it, so that none waits for another that makes it.
    private World WorldOf(ItemItemSettings itemItem, BlendSettings blend)
    {
        _world = _world.With(itemItem, blend);
        _ = (_world.Neighbors, _world.Lists, _world.Preferences);
        return _world;
    }
}
