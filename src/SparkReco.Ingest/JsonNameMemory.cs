namespace SparkReco.Ingest;

/// <summary>
/// Remembers which property came at which place of the previous object. Logs repeat one order of properties, so nearly every name is
/// recognised by one comparison.
/// </summary>
internal sealed class JsonNameMemory(JsonNode node)
{
    private const int MaxPlaces = 64;
    private const int MaxNameBytes = 64;

    private readonly byte[] _names = new byte[MaxPlaces * MaxNameBytes];
    private readonly int[] _lengths = new int[MaxPlaces];
    private readonly JsonProperty?[] _properties = new JsonProperty?[MaxPlaces];
    private readonly ulong[] _hashes = new ulong[MaxPlaces];

    /// <summary>The property of a name, if some field needs it, and the name's hash.</summary>
    public JsonProperty? Find(int place, ReadOnlySpan<byte> name, out ulong hash)
    {
        if (place >= MaxPlaces || name.Length > MaxNameBytes || name.IsEmpty)
        {
            hash = node.HashOf(name);
            return node.Find(name);
        }

        var remembered = _names.AsSpan(place * MaxNameBytes, MaxNameBytes);
        if (remembered[.._lengths[place]].SequenceEqual(name))
        {
            hash = _hashes[place];
            return _properties[place];
        }

        name.CopyTo(remembered);
        _lengths[place] = name.Length;
        hash = _hashes[place] = node.HashOf(name);
        return _properties[place] = node.Find(name);
    }
}
