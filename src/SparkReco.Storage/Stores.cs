namespace SparkReco.Storage;

/// <summary>The stores of files, by the scheme of a location: this machine's, and those that are opened when a location asks for them.</summary>
public sealed class Stores
{
    /// <summary>As many files as are worked on at once: enough to hide the time that a request takes.</summary>
    public const int AtOnce = 8;

    private readonly Dictionary<string, Lazy<IFileStore>> _byScheme;

    /// <param name="local">The store of this machine.</param>
    /// <param name="byScheme">How to open the store of a scheme.</param>
    public Stores(IFileStore local, IReadOnlyDictionary<string, Func<IFileStore>> byScheme)
    {
        Local = local;
        _byScheme = byScheme.ToDictionary(entry => entry.Key, entry => new Lazy<IFileStore>(entry.Value));
    }

    public IFileStore Local { get; }

    /// <summary>The schemes of stores that are not this machine's.</summary>
    public IReadOnlyCollection<string> Schemes => _byScheme.Keys;

    /// <exception cref="IOException">There is no store for the location.</exception>
    public IFileStore Of(Location location) =>
        location.Scheme switch
        {
            null => Local,
            var scheme when _byScheme.TryGetValue(scheme, out var store) => store.Value,
            var scheme => throw new IOException(
                $"{location}: there is no way to files at {scheme}://; name a folder of this machine, or s3://BUCKET/FOLDER"
            ),
        };

    /// <summary>The stores for the holder of a lease: what changes files in the lease's store looks at the lease first.</summary>
    public Stores Under(Lease lease, Location place) =>
        place.Scheme is { } scheme
            ? new Stores(
                Local,
                _byScheme.ToDictionary(
                    entry => entry.Key,
                    entry => new Func<IFileStore>(() => entry.Key == scheme ? entry.Value.Value.Under(lease) : entry.Value.Value)
                )
            )
            : this;
}
