using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>Who uses each item, and who its category, now and before, as <c>item_counts.sql</c> defines it. A period is the half-life of popularity.</summary>
internal sealed class ItemCounts
{
    private readonly Catalogue _items;
    private readonly OfItem[] _counts;
    private readonly OfCategory[] _categories;
    private readonly OfKind[] _kinds;

    public ItemCounts(Catalogue items, Audience users, Usage usage, Settings settings)
    {
        _items = items;
        Period = Curves.PeriodMs(settings.Blend.PopularityHalfLifeHours);
        _counts = new OfItem[items.Count];
        _categories = new OfCategory[items.Categories.Count + 1];
        _kinds = new OfKind[items.Kinds.Count];
        var runMs = UnixDay.Start(settings.RunDate);
        var newcomerStepMs = 3 * Curves.StepMs(settings.Blend.PopularityHalfLifeHours);
        var lastAges = new long[_categories.Length];
        for (var user = 0; user < users.Count; user++)
        {
            var uses = usage.Of(user);
            Array.Fill(lastAges, long.MaxValue);
            var firstAge = 0L;

            // The latest use comes first.
            foreach (var use in uses)
            {
                ref var lastAge = ref lastAges[items.CategoryOf(use.Item) + 1];
                firstAge = Math.Max(firstAge, runMs - use.FirstMs);
                if (lastAge != long.MaxValue)
                    continue;
                lastAge = runMs - use.LastMs;
                _categories[items.CategoryOf(use.Item) + 1].Add(lastAge, Period);
            }

            var newcomer = uses.IsEmpty ? 0 : Curves.Recency(firstAge, newcomerStepMs);
            foreach (var use in uses)
            {
                var (first, last) = (runMs - use.FirstMs, runMs - use.LastMs);
                _counts[use.Item].Add(first, last, lastAges[items.CategoryOf(use.Item) + 1], Period, newcomer, use.Score);
                ref var kind = ref _kinds[items.KindOf(use.Item)];
                kind.First5 += first <= 5 * Period ? 1 : 0;
                kind.Last5 += last <= 5 * Period ? 1 : 0;
            }
        }

        // What nobody has used may only be announced.
        for (var item = 0; item < items.Count; item++)
            _kinds[items.KindOf(item)].Items += _counts[item].Users > 0 ? 1 : 0;
    }

    /// <summary>The length of a period in milliseconds.</summary>
    public long Period { get; }

    /// <summary>The counts of an item.</summary>
    public ref readonly OfItem Of(int item) => ref _counts[item];

    /// <summary>The counts of an item's category; items without one are in one together.</summary>
    public ref readonly OfCategory Around(int item) => ref _categories[_items.CategoryOf(item) + 1];

    /// <summary>The counts of the items of an item's kind in its category.</summary>
    public ref readonly OfKind Like(int item) => ref _kinds[_items.KindOf(item)];

    /// <summary>The users of a category whose last use of it is no older than so many periods.</summary>
    internal struct OfCategory
    {
        public long Users1;
        public long Users5;
        public long Users14;
        public long Users28;

        public void Add(long lastAge, long period)
        {
            Users1 += lastAge <= period ? 1 : 0;
            Users5 += lastAge <= 5 * period ? 1 : 0;
            Users14 += lastAge <= 14 * period ? 1 : 0;
            Users28 += lastAge <= 28 * period ? 1 : 0;
        }
    }

    /// <summary>The used items of a kind, and those of their uses whose first or last time is no older than five periods.</summary>
    internal struct OfKind
    {
        public long Items;
        public long First5;
        public long Last5;
    }

    /// <summary>The users of an item: all, and those whose first or last use is no older than so many periods.</summary>
    internal struct OfItem
    {
        public long Users;
        public long Age;
        public long Ages;
        public long Begun;
        public long First1;
        public long First5;
        public long First28;
        public long Last1;
        public long Last5;
        public long Last14;
        public long Scores;
        public long Spans;

        /// <summary>Users whose last use is more than a period after their first.</summary>
        public long Returned;

        /// <summary>Users who used the category so lately, and the item for the first time before.</summary>
        public long Known1;
        public long Known5;
        public long Known28;

        public void Add(long firstAge, long lastAge, long categoryAge, long period, long newcomer, long score)
        {
            Users++;
            Age = Math.Max(Age, firstAge);
            Ages += firstAge;
            Begun += newcomer;
            First1 += firstAge <= period ? 1 : 0;
            First5 += firstAge <= 5 * period ? 1 : 0;
            First28 += firstAge <= 28 * period ? 1 : 0;
            Last1 += lastAge <= period ? 1 : 0;
            Last5 += lastAge <= 5 * period ? 1 : 0;
            Last14 += lastAge <= 14 * period ? 1 : 0;
            Scores += score;
            Spans += firstAge - lastAge;
            Returned += firstAge - lastAge > period ? 1 : 0;
            Known1 += firstAge > period && categoryAge <= period ? 1 : 0;
            Known5 += firstAge > 5 * period && categoryAge <= 5 * period ? 1 : 0;
            Known28 += firstAge > 28 * period && categoryAge <= 28 * period ? 1 : 0;
        }
    }
}
