using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>The state of each item, as <c>item_states.sql</c> defines it.</summary>
internal sealed class ItemStates
{
    public ItemStates(Catalogue items, Audience users, Usage usage, long[] popularity, Settings settings)
    {
        (CategoryScores, Begun, States) = (new long[items.Count], new long[items.Count], new long[items.Count]);
        var period = Curves.PeriodMs(settings.Blend.PopularityHalfLifeHours);
        var counts = Count(items, users, usage, period, settings);
        for (var item = 0; item < items.Count; item++)
        {
            var (c, active) = (counts.Items[item], counts.Categories[items.CategoryOf(item) + 1]);
            States[item] =
                (4 * Logarithm(c.Users == 0 ? 0 : c.Ages * 16e0 / (c.Users * period), 16))
                + (3 * Logarithm(c.First5 * 1e4 / (active.Users5 - c.Known5 + 5), 100))
                + (2 * Logarithm(c.First28 * 1e4 / (c.Users + 3), 200))
                - (3 * Logarithm(c.Last14 * 1e4 / (active.Users14 + 5), 100))
                - (3 * Logarithm(c.Age * 16e0 / period, 112));
            var hazard = Math.Floor(c.First1 * 1e6 / (active.Users1 - c.Known1 + 5));
            CategoryScores[item] = (long)Math.Floor(Math.Sqrt(hazard * popularity[item]));
            Begun[item] = c.Begun;
        }
    }

    /// <summary>How many of the users of its category begin with an item now, times how many use it: the root.</summary>
    public long[] CategoryScores { get; }

    /// <summary>An item's users by how new they are.</summary>
    public long[] Begun { get; }

    /// <summary>What an item's blend is multiplied with, as a binary logarithm in 1/64 and four times as large.</summary>
    public long[] States { get; }

    private static long Logarithm(double value, long floor) => Curves.BinaryLogarithm((long)Math.Floor(value) + floor);

    private static (ItemCounts[] Items, CategoryCounts[] Categories) Count(
        Catalogue items,
        Audience users,
        Usage usage,
        long period,
        Settings settings
    )
    {
        var runMs = UnixDay.Start(settings.RunDate);
        var newcomerStepMs = 3 * Curves.StepMs(settings.Blend.PopularityHalfLifeHours);
        var counts = (Items: new ItemCounts[items.Count], Categories: new CategoryCounts[items.Categories.Count + 1]);
        var lastAges = new long[items.Categories.Count + 1];
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
                counts.Categories[items.CategoryOf(use.Item) + 1].Add(lastAge, period);
            }

            var newcomer = uses.IsEmpty ? 0 : Curves.Recency(firstAge, newcomerStepMs);
            foreach (var use in uses)
                counts.Items[use.Item].Add(runMs - use.FirstMs, runMs - use.LastMs, lastAges[items.CategoryOf(use.Item) + 1], period, newcomer);
        }

        return counts;
    }

    private struct CategoryCounts
    {
        public long Users1;
        public long Users5;
        public long Users14;

        public void Add(long lastAge, long period)
        {
            Users1 += lastAge <= period ? 1 : 0;
            Users5 += lastAge <= 5 * period ? 1 : 0;
            Users14 += lastAge <= 14 * period ? 1 : 0;
        }
    }

    private struct ItemCounts
    {
        public long Users;
        public long Age;
        public long Ages;
        public long Begun;
        public long First1;
        public long First5;
        public long First28;
        public long Last14;
        public long Known1;
        public long Known5;

        public void Add(long firstAge, long lastAge, long categoryAge, long period, long newcomer)
        {
            Users++;
            Age = Math.Max(Age, firstAge);
            Ages += firstAge;
            Begun += newcomer;
            First1 += firstAge <= period ? 1 : 0;
            First5 += firstAge <= 5 * period ? 1 : 0;
            First28 += firstAge <= 28 * period ? 1 : 0;
            Last14 += lastAge <= 14 * period ? 1 : 0;
            Known1 += firstAge > period && categoryAge <= period ? 1 : 0;
            Known5 += firstAge > 5 * period && categoryAge <= 5 * period ? 1 : 0;
        }
    }
}
