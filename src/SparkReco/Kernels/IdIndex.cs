using SparkReco.Ingest;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>
/// Ids as UTF-8, and their numbers from 0 in the order in which they were added. Kernels work with numbers, and meet ids where rows come in
/// and go out: twice an event, so that this is a table of hashes over one array of bytes and no dictionary.
/// </summary>
internal sealed class IdIndex
{
    // Of each place the upper half of the hash and the number + 1; 0 where it is free. At most half of the places are taken.
    private ulong[] _table = new ulong[16];
    private byte[] _bytes = new byte[64];
    private int[] _ends = new int[8];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var start = number == 0 ? 0 : _ends[number - 1];
            return _bytes.AsSpan(start, _ends[number] - start);
        }
    }

    /// <summary>The number of an id; -1 for one that was not added.</summary>
    public int Find(ReadOnlySpan<byte> id) => (int)(uint)_table[PlaceOf(id, RowHash.Of(id))] - 1;

    /// <summary>The number of an id, which gets the next one if it has none.</summary>
    /// <exception cref="EngineException">The ids are longer together than an array.</exception>
    public int Add(ReadOnlySpan<byte> id)
    {
        var hash = RowHash.Of(id);
        var place = PlaceOf(id, hash);
        if (_table[place] != 0)
            return (int)(uint)_table[place] - 1;

        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (Count == _ends.Length)
            Array.Resize(ref _ends, 2 * Count);
        if (_bytes.Length - start < id.Length)
        {
            var needed = (long)start + id.Length;
            if (needed > Array.MaxLength)
                throw new EngineException($"the kernels hold {Array.MaxLength} bytes of ids, but there are more");
            Array.Resize(ref _bytes, (int)Math.Clamp(2L * _bytes.Length, needed, Array.MaxLength));
        }

        id.CopyTo(_bytes.AsSpan(start));
        _ends[Count++] = start + id.Length;
        _table[place] = Entry(hash, Count);
        if (2 * Count > _table.Length)
            Grow();
        return Count - 1;
    }

    /// <summary>Where an id stands, or the free place where it would.</summary>
    private int PlaceOf(ReadOnlySpan<byte> id, ulong hash)
    {
        var last = _table.Length - 1;
        for (var place = (int)hash & last; ; place = (place + 1) & last)
        {
            var entry = _table[place];
            if (entry == 0 || ((entry ^ hash) >> 32 == 0 && this[(int)(uint)entry - 1].SequenceEqual(id)))
                return place;
        }
    }

    private void Grow()
    {
        _table = new ulong[2 * _table.Length];
        for (var number = 0; number < Count; number++)
        {
            var hash = RowHash.Of(this[number]);
            _table[PlaceOf(this[number], hash)] = Entry(hash, number + 1);
        }
    }

    private static ulong Entry(ulong hash, int number) => (hash & 0xFFFF_FFFF_0000_0000) | (uint)number;
}
