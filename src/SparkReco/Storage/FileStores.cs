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

    /// <summary>A path as a whole: one without a scheme may be relative to a folder.</summary>
    public static string Resolve(string path, string baseFolder) =>
        IsRemote(path) ? path.TrimEnd('/') : IsRemote(baseFolder) && !Path.IsPathRooted(path) ? $"{baseFolder}/{path.TrimEnd('/')}" : Path.Combine(baseFolder, path);

    /// <summary>A whole path as seen from a folder: the path itself where they are in different stores, or the store has no way up.</summary>
    public static string Shorten(string path, string baseFolder) => IsRemote(path)
        ? path.StartsWith(baseFolder + "/", StringComparison.Ordinal) ? path[(baseFolder.Length + 1)..] : path
        : IsRemote(baseFolder) ? path : Path.GetRelativePath(baseFolder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The folder that a file is in.</summary>
    public static string FolderOf(string path) => IsRemote(path) ? path[..path.LastIndexOf('/')] : Path.GetDirectoryName(Path.GetFullPath(path))!;
}
