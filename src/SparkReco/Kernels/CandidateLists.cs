using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>The lists that candidates come from, as <c>item_popularity.sql</c> and <c>list_places.sql</c> define them.</summary>
internal sealed class CandidateLists
{
    public CandidateLists(Catalogue items, Audience users, Usage usage, Settings settings)
    {
        var offered = Enumerable.Range(0, items.Count).Where(items.IsOffered).ToArray();
        var byTier = Enumerable.Range(0, users.Tiers.Count).Select(_ => new Tally(items.Count)).ToArray();
        var begun = new long[items.Count];
        var runMs = ModelParameters.MidnightMs(settings.RunDate);
        var stepMs = Curves.StepMs(settings.Blend.PopularityHalfLifeHours);
        for (var user = 0; user < users.Count; user++)
        {
            var tier = byTier[users.TierOf(user)];
            foreach (var use in usage.Of(user))
            {
                tier.Scores[use.Item] += Curves.Recency(runMs - use.LastMs, stepMs);
                tier.Users[use.Item]++;
                begun[use.Item] += Curves.Recency(runMs - use.FirstMs, 7 * stepMs);
            }
        }

        var all = new Tally(items.Count);
        foreach (var tier in byTier)
            all.Add(tier);
        Users = all.Users;
        All = all.List(offered);
        ByTier = [.. byTier.Select(tier => tier.List(offered))];
        UsersByTier = [.. byTier.Select(tier => tier.Users)];
        ByContentType = Group(items.ContentTypes.Count, items.ContentTypeOf);
        ByCategory = Group(items.Categories.Count, items.CategoryOf);
        Begun = new PlaceList(offered, begun, (a, b) => Order(begun[b].CompareTo(begun[a]), All.PlaceOf(a).CompareTo(All.PlaceOf(b))));
        New = ListNew(items, offered, settings);

        PlaceList[] Group(int count, Func<int, int> groupOf)
        {
            var groups = offered.ToLookup(groupOf);
            return [.. Enumerable.Range(0, count).Select(group => all.List(groups[group]))];
        }
    }

    /// <summary>For each item how many users had it.</summary>
    public long[] Users { get; }

    /// <summary>The same, by tier.</summary>
    public IReadOnlyList<long[]> UsersByTier { get; }

    public PlaceList All { get; }

    public IReadOnlyList<PlaceList> ByTier { get; }

    public IReadOnlyList<PlaceList> ByContentType { get; }

    public IReadOnlyList<PlaceList> ByCategory { get; }

    /// <summary>What users have just begun with.</summary>
    public PlaceList Begun { get; }

    /// <summary>What was published last.</summary>
    public PlaceList New { get; }

    private static PlaceList ListNew(Catalogue items, int[] offered, Settings settings)
    {
        var (days, runDay) = (settings.Blend.NewItemDays, settings.RunDate.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        var fresh = offered.Where(item => items.PublishedOn(item) >= runDay - days).ToArray();
        var scores = new long[items.Count];
        foreach (var item in fresh)
            scores[item] = Curves.Halved(runDay - items.PublishedOn(item)!.Value, days);
        return new PlaceList(fresh, scores, (a, b) => Order(items.PublishedOn(b)!.Value.CompareTo(items.PublishedOn(a)!.Value), a.CompareTo(b)));
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
