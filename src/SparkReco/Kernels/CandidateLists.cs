using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>The lists that candidates come from, as <c>item_popularity.sql</c> and <c>list_places.sql</c> define them.</summary>
internal sealed class CandidateLists
{
    private readonly Lazy<ItemFeatures> _features;

    public CandidateLists(Catalogue items, Audience users, Usage usage, Settings settings)
    {
        var offered = Enumerable.Range(0, items.Count).Where(items.IsOffered).ToArray();
        var byTier = Enumerable.Range(0, users.Tiers.Count).Select(_ => new Tally(items.Count)).ToArray();
        var runMs = UnixDay.Start(settings.RunDate);
        var stepMs = Curves.StepMs(settings.Blend.PopularityHalfLifeHours);
        for (var user = 0; user < users.Count; user++)
        {
            var tier = byTier[users.TierOf(user)];
            foreach (var use in usage.Of(user))
            {
                tier.Scores[use.Item] += Curves.Recency(runMs - use.LastMs, stepMs);
                tier.Users[use.Item]++;
            }
        }

        var all = new Tally(items.Count);
        foreach (var tier in byTier)
            all.Add(tier);
        Users = all.Users;
        All = all.List(offered);
        ByTier = [.. byTier.Select(tier => tier.List(offered))];
        UsersByTier = [.. byTier.Select(tier => tier.Users)];
        ByContentType = Group(items.ContentTypes.Count, item => [items.ContentTypeOf(item)]);
        Popular = Group(items.Categories.Count, item => items.CategoriesOf(item).ToArray());
        Counts = new ItemCounts(items, users, usage, settings);
        States = new ItemStates(items.Count, Counts, all.Scores);
        ByCategory = [.. Popular.Select(list => Sorted(list.Items, States.CategoryScores))];
        Begun = Sorted(offered, States.Begun);
        New = ListNew(items, offered, settings);
        _features = new(() => new ItemFeatures(items, this));

        PlaceList[] Group(int count, Func<int, int[]> groupsOf)
        {
            List<int>[] groups = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
            foreach (var item in offered)
            {
                foreach (var group in groupsOf(item))
                    groups[group].Add(item);
            }

            return [.. groups.Select(all.List)];
        }

        PlaceList Sorted(IEnumerable<int> some, long[] scores) =>
            new(some, scores, (a, b) => Order(scores[b].CompareTo(scores[a]), All.PlaceOf(a).CompareTo(All.PlaceOf(b))));
    }

    /// <summary>For each item how many users had it.</summary>
    public long[] Users { get; }

    /// <summary>The same, by tier.</summary>
    public IReadOnlyList<long[]> UsersByTier { get; }

    public PlaceList All { get; }

    public IReadOnlyList<PlaceList> ByTier { get; }

    public IReadOnlyList<PlaceList> ByContentType { get; }

    /// <summary>The popular items of each category.</summary>
    public IReadOnlyList<PlaceList> Popular { get; }

    /// <summary>The items of each category, those first that many of its users begin with now.</summary>
    public IReadOnlyList<PlaceList> ByCategory { get; }

    public ItemCounts Counts { get; }

    public ItemStates States { get; }

    /// <summary>What the ranker knows of items; made when it is asked for.</summary>
    public ItemFeatures Features => _features.Value;

    /// <summary>What newcomers use.</summary>
    public PlaceList Begun { get; }

    /// <summary>What was published last.</summary>
    public PlaceList New { get; }

    private static PlaceList ListNew(Catalogue items, int[] offered, Settings settings)
    {
        var days = settings.Blend.NewItemDays;
        var fresh = offered.Where(item => items.AgeOf(item) <= days).ToArray();
        var scores = new long[items.Count];
        foreach (var item in fresh)
            scores[item] = Curves.Halved(items.AgeOf(item)!.Value, days);
        return new PlaceList(fresh, scores, (a, b) => Order(items.AgeOf(a)!.Value.CompareTo(items.AgeOf(b)!.Value), a.CompareTo(b)));
    }

    private static int Order(int first, int second) => first == 0 ? second : first;

    /// <summary>Scores and users of all items.</summary>
    private sealed class Tally(int itemCount)
    {
        public long[] Scores { get; } = new long[itemCount];

        public long[] Users { get; } = new long[itemCount];

        public void Add(Tally other)
        {
            for (var item = 0; item < itemCount; item++)
                (Scores[item], Users[item]) = (Scores[item] + other.Scores[item], Users[item] + other.Users[item]);
        }

        public PlaceList List(IEnumerable<int> items) =>
            new(items, Scores, (a, b) => Order(Scores[b].CompareTo(Scores[a]), Order(Users[b].CompareTo(Users[a]), a.CompareTo(b))));
    }
}
