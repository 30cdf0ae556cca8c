using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>An item similar to another: its number, the users in common, and the similarity in parts per million millions. Takes 16 bytes.</summary>
internal readonly record struct Neighbor(int Item, int Support, long Similarity);

/// <summary>
/// The most similar items of each item, as <c>item_pairs.sql</c> and <c>item_neighbors.sql</c> define them. The rows of the matrix of pairs are
/// made one at a time (Gustavson, Two fast algorithms for sparse matrices, TOMS 1978): what follows an item in each of its histories is added up
/// in one array over all items.
/// </summary>
internal sealed class Neighborhoods
{
    private const int RowsPerTask = 8;

    private readonly Histories _histories;
    private readonly ItemItemSettings _settings;
    private readonly int _itemCount;

    // For each item the histories that it stands in, by where its place in each is.
    private readonly int[] _ends;
    private readonly int[] _places;
    private readonly int[] _lengths;
    private readonly long[] _historyWeights;
    private readonly long[] _targetWeights;

    private Neighborhoods(Histories histories, int userCount, int itemCount, ItemItemSettings settings)
    {
        (_histories, _settings, _itemCount) = (histories, settings, itemCount);
        _ends = new int[itemCount];
        foreach (var item in histories.Items)
            _ends[item]++;
        (_historyWeights, _targetWeights) = (WeightsOf(_ends, settings.HistoryExponent), WeightsOf(_ends, settings.TargetExponent));
        var start = 0;
        for (var item = 0; item < itemCount; item++)
            (_ends[item], start) = (start, start + _ends[item]);

        (_places, _lengths) = (new int[histories.Items.Length], new int[histories.Items.Length]);
        for (var user = 0; user < userCount; user++)
        {
            var (first, length) = (histories.Start(user), histories.Length(user));
            for (var place = first; place < first + length; place++)
            {
                var entry = _ends[histories.Items[place]]++;
                _places[entry] = first;
                _lengths[entry] = settings.Direction == PairDirection.Both ? length : histories.Followers[place];
            }
        }
    }

    /// <summary>The neighbours of each item, by its number, the most similar first.</summary>
    public static Neighbor[][] Find(
        Histories histories,
        int userCount,
        int itemCount,
        ItemItemSettings settings,
        int threads,
        CancellationToken cancellation
    )
    {
        var pairs = new Neighborhoods(histories, userCount, itemCount, settings);
        var neighbors = new Neighbor[itemCount][];
        Workers.ForEach(
            (itemCount + RowsPerTask - 1) / RowsPerTask,
            threads,
            () => new Row(pairs),
            (row, task) =>
            {
                for (var item = task * RowsPerTask; item < Math.Min((task + 1) * RowsPerTask, itemCount); item++)
                    neighbors[item] = row.Find(item);
            },
            cancellation
        );
        return neighbors;
    }

    private static long[] WeightsOf(int[] degrees, int exponent)
    {
        var known = new Dictionary<int, long>();
        var weights = new long[degrees.Length];
        for (var item = 0; item < degrees.Length; item++)
        {
            if (!known.TryGetValue(degrees[item], out var weight))
                known.Add(degrees[item], weight = degrees[item] == 0 ? 0 : Curves.DegreeWeight(degrees[item], exponent));
            weights[item] = weight;
        }

        return weights;
    }

    /// <summary>What one thread needs to make rows.</summary>
    private sealed class Row(Neighborhoods pairs)
    {
        // Weights are below 2^30, so a sum over so many histories and their number share a word: dot * 2^16 + support.
        private const int MostHistories = ushort.MaxValue;

        private readonly long[] _sums = new long[pairs._itemCount];
        private readonly int[] _touched = new int[pairs._itemCount + 1];
        private readonly TopSelector<Scored> _best = new(Math.Min(pairs._settings.Neighbors, pairs._itemCount));
        private readonly int[] _supports = new int[pairs._itemCount];
        private long[]? _dots;

        public Neighbor[] Find(int item)
        {
            var (start, end) = (item == 0 ? 0 : pairs._ends[item - 1], pairs._ends[item]);
            var additions = 0L;
            for (var entry = start; entry < end; entry++)
                additions += pairs._lengths[entry];
            if (end - start > MostHistories)
                return FindInParts(item, start, end);
            if (additions < pairs._itemCount / 4)
            {
                var count = AddTouched(start, end);
                foreach (var other in _touched.AsSpan(0, count))
                    Offer(item, other, Taken(other));
            }
            else
            {
                Add(start, end);
                for (var other = 0; other < _sums.Length; other++)
                {
                    if (_sums[other] != 0)
                        Offer(item, other, Taken(other));
                }
            }

            return Best();
        }

        /// <summary>The sums of an item of very many histories, part by part.</summary>
        private Neighbor[] FindInParts(int item, int start, int end)
        {
            _dots ??= new long[_sums.Length];
            System.Array.Clear(_supports);
            for (var part = start; part < end; part += MostHistories)
            {
                Add(part, Math.Min(part + MostHistories, end));
                for (var other = 0; other < _sums.Length; other++)
                {
                    var sum = Taken(other);
                    _dots[other] += sum >> 16;
                    _supports[other] += (int)(sum & MostHistories);
                }
            }

            for (var other = 0; other < _sums.Length; other++)
            {
                Offer(item, other, _dots[other], _supports[other]);
                _dots[other] = 0;
            }

            return Best();
        }

        private void Add(int start, int end)
        {
            ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
            ref var items = ref MemoryMarshal.GetArrayDataReference(pairs._histories.Items);
            ref var weights = ref MemoryMarshal.GetArrayDataReference(pairs._histories.Weights);
            for (var entry = start; entry < end; entry++)
            {
                var (place, last) = (pairs._places[entry], pairs._places[entry] + pairs._lengths[entry]);
                for (; place < last; place++)
                    Unsafe.Add(ref sums, Unsafe.Add(ref items, place)) += ((long)Unsafe.Add(ref weights, place) << 16) + 1;
            }
        }

        /// <summary>Adds, and keeps the items that were met for the first time; gives their number. It has no branch to guess wrong.</summary>
        private int AddTouched(int start, int end)
        {
            ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
            ref var touched = ref MemoryMarshal.GetArrayDataReference(_touched);
            ref var items = ref MemoryMarshal.GetArrayDataReference(pairs._histories.Items);
            ref var weights = ref MemoryMarshal.GetArrayDataReference(pairs._histories.Weights);
            var count = 0;
            for (var entry = start; entry < end; entry++)
            {
                var (place, last) = (pairs._places[entry], pairs._places[entry] + pairs._lengths[entry]);
                for (; place < last; place++)
                {
                    var other = Unsafe.Add(ref items, place);
                    ref var sum = ref Unsafe.Add(ref sums, other);
                    Unsafe.Add(ref touched, count) = other;
                    count += sum == 0 ? 1 : 0;
                    sum += ((long)Unsafe.Add(ref weights, place) << 16) + 1;
                }
            }

            return count;
        }

        private long Taken(int other)
        {
            var sum = _sums[other];
            _sums[other] = 0;
            return sum;
        }

        private void Offer(int item, int other, long sum)
        {
            _supports[other] = (int)(sum & MostHistories);
            Offer(item, other, sum >> 16, _supports[other]);
        }

        private void Offer(int item, int other, long dot, int support)
        {
            if (support < pairs._settings.MinSupport || other == item)
                return;

            // Most are turned away by a bound that costs no division; it leaves out shrinkage, and what rounding may add.
            if (_best.IsFull && dot * (pairs._historyWeights[item] * 1.000_001e-21) * pairs._targetWeights[other] < _best.Last.Score)
                return;
            var similarity = (long)
                Math.Floor(
                    (double)dot
                        * pairs._historyWeights[item]
                        / 1e12
                        * pairs._targetWeights[other]
                        / 1e9
                        * support
                        / ((double)support + pairs._settings.Shrinkage)
                );
            if (similarity > 0)
                _best.Add(new Scored(similarity, other));
        }

        private Neighbor[] Best()
        {
            var best = _best.Take();
            var neighbors = new Neighbor[best.Length];
            for (var rank = 0; rank < best.Length; rank++)
                neighbors[rank] = new Neighbor(best[rank].Item, _supports[best[rank].Item], best[rank].Score);
            return neighbors;
        }
    }
}
