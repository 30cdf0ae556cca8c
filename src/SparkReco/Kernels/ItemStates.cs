using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>The state of each item, as <c>item_states.sql</c> defines it.</summary>
internal sealed class ItemStates
{
    public ItemStates(int itemCount, ItemCounts counts, long[] popularity)
    {
        (CategoryScores, Begun, States) = (new long[itemCount], new long[itemCount], new long[itemCount]);
        for (var item = 0; item < itemCount; item++)
        {
            ref readonly var c = ref counts.Of(item);
            ref readonly var active = ref counts.Around(item);
            States[item] =
                (4 * Logarithm(c.Users == 0 ? 0 : c.Ages * 16e0 / (c.Users * counts.Period), 16))
                + (3 * Logarithm(c.First5 * 1e4 / (active.Users5 - c.Known5 + 5), 100))
                + (2 * Logarithm(c.First28 * 1e4 / (c.Users + 3), 200))
                - (3 * Logarithm(c.Last14 * 1e4 / (active.Users14 + 5), 100))
                - (3 * Logarithm(c.Age * 16e0 / counts.Period, 112));
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
}
