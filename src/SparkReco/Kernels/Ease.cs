using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>
/// The item weights of EASE (Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019, equation 8): with P the inverse of G +
/// regularization * I, where G counts the users of each pair of items, an item's neighbour j weighs -P(i,j) / P(j,j). Weights may be negative.
/// </summary>
internal static class Ease
{
    private const double PartsPerUnit = 1e12;

    /// <summary>Whether the matrix of so many items takes half of the memory at most.</summary>
    public static bool Fits(int itemCount, Settings settings) => MegabytesFor(itemCount) <= settings.Engine.MemoryMegabytes / 2;

    /// <summary>The memory that the counts and the matrix take, in MB.</summary>
    private static long MegabytesFor(int itemCount) => (long)itemCount * itemCount * (sizeof(int) + sizeof(double)) >> 20;

    /// <summary>The neighbours of each item, by its number, those with the largest weights of either sign first.</summary>
    /// <exception cref="EngineException">The matrix takes more than half of the memory.</exception>
    public static Neighbor[][] Find(Histories histories, int userCount, int itemCount, Settings settings, CancellationToken cancellation)
    {
        // Items without users would only add the regularization to the diagonal.
        int[] items = [.. histories.Items.Distinct().Order()];
        if (!Fits(items.Length, settings))
        {
            throw new EngineException(
                $"item_item.model=ease inverts a matrix of {items.Length:N0} by {items.Length:N0} items, which takes {MegabytesFor(items.Length):N0} MB, more than half of engine.memory_mb: give it more memory, or take item_item.model=pairs"
            );
        }

        var placeOf = new int[itemCount];
        foreach (var (place, item) in items.Index())
            placeOf[item] = place;
        var counts = Count(histories, userCount, placeOf, items.Length);
        double[][] rows = [.. counts.Select(row => row.Select(count => (double)count).ToArray())];
        for (var place = 0; place < rows.Length; place++)
            rows[place][place] += settings.ItemItem.Regularization;
        SymmetricInverse.Invert(rows, settings.Engine.ThreadCount, cancellation);

        var neighbors = new Neighbor[itemCount][];
        Array.Fill(neighbors, []);
        double[] diagonal = [.. rows.Select((row, place) => row[place])];
        Workers.ForEach(
            items.Length,
            settings.Engine.ThreadCount,
            () => new TopSelector<Weight>(Math.Min(settings.ItemItem.Neighbors, items.Length)),
            (best, place) =>
            {
                for (var other = 0; other < items.Length; other++)
                {
                    var weight = (long)Math.Round(-rows[place][other] / diagonal[other] * PartsPerUnit);
                    if (other != place && weight != 0)
                        best.Add(new Weight(weight, other));
                }

                neighbors[items[place]] =
                [
                    .. best.Take().ToArray().Select(found => new Neighbor(items[found.Place], counts[place][found.Place], found.Value)),
                ];
            },
            cancellation
        );
        return neighbors;
    }

    /// <summary>The users who had both of two items.</summary>
    private static int[][] Count(Histories histories, int userCount, int[] placeOf, int itemCount)
    {
        int[][] counts = [.. Enumerable.Range(0, itemCount).Select(_ => new int[itemCount])];
        for (var user = 0; user < userCount; user++)
        {
            var had = histories.Items.AsSpan(histories.Start(user), histories.Length(user));
            foreach (var item in had)
            {
                var row = counts[placeOf[item]];
                foreach (var other in had)
                    row[placeOf[other]]++;
            }
        }

        return counts;
    }

    private readonly record struct Weight(long Value, int Place) : IComparable<Weight>
    {
        public int CompareTo(Weight other) =>
            Math.Abs(Value) != Math.Abs(other.Value) ? Math.Abs(other.Value).CompareTo(Math.Abs(Value)) : Place.CompareTo(other.Place);
    }
}
