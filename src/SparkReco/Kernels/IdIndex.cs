using SparkReco.Ingest;

namespace SparkReco.Kernels;

/// <summary>
/// Ids as UTF-8, and their numbers from 0 in the order in which they were added. Kernels work with numbers, and meet ids where rows come in
/// and go out.
/// </summary>
internal sealed class IdIndex
{
    private readonly Dictionary<byte[], int> _numbers = new(ByteComparer.Instance);
    private readonly List<byte[]> _ids = [];
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _find;

    public IdIndex() => _find = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _ids.Count;

    public byte[] this[int number] => _ids[number];

    /// <summary>The number of an id; -1 for one that was not added.</summary>
    public int Find(ReadOnlySpan<byte> id) => _find.TryGetValue(id, out var number) ? number : -1;

    /// <summary>The number of an id, which gets the next one if it has none.</summary>
    public int Add(ReadOnlySpan<byte> id)
    {
        if (_find.TryGetValue(id, out var number))
            return number;
        _ids.Add(id.ToArray());
        _numbers.Add(_ids[^1], Count - 1);
        return Count - 1;
    }
}
