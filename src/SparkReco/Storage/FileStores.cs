using System.Collections.Concurrent;

namespace SparkReco.Storage;

/// <summary>The stores of files, by the scheme of their paths; a path without one is of this machine.</summary>
public static class FileStores
{
    private static readonly ConcurrentDictionary<string, Lazy<IFileStore>> ByScheme = new();

    public static IFileStore Local { get; } = new LocalFileStore();

    /// <summary>Makes paths that begin with <c>SCHEME://</c> belong to a store, which is opened when it is needed.</summary>
    public static void Register(string scheme, Func<IFileStore> open) => ByScheme[scheme] = new Lazy<IFileStore>(open);

    /// <exception cref="IOException">There is no store for the path.</exception>
    public static IFileStore Of(string path)
    {
        if (!IsRemote(path))
            return Local;
        var scheme = path[..path.IndexOf("://", StringComparison.Ordinal)];
        return ByScheme.TryGetValue(scheme, out var store)
            ? store.Value
            : throw new IOException($"{path}: there is no way to files at {scheme}://; name a folder of this machine, or s3://BUCKET/FOLDER");
    }

    public static bool IsRemote(string path) => path.Contains("://", StringComparison.Ordinal);

    /// <summary>A path as a whole: one of this machine may be relative to a folder.</summary>
    public static string Resolve(string path, string baseFolder) => IsRemote(path) ? path.TrimEnd('/') : Path.GetFullPath(path, baseFolder);
}
