using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SparkReco.Storage;

/// <summary>The stores of files, by the scheme of their paths; a path without one is of this machine.</summary>
public static class FileStores
{
    private static readonly ConcurrentDictionary<string, Lazy<IFileStore>> ByScheme = new();

    /// <summary>As many items <see cref="InParallel"/> works on at once.</summary>
    public const int AtOnce = 8;

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

    /// <summary>Works on files, some at a time: calls of stores block, and without a bound they would take every thread of the pool, which the answers need.</summary>
    public static void InParallel<T>(IEnumerable<T> items, Action<T> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, work);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    /// <summary>The files of a table's folder.</summary>
    public static IReadOnlyList<StoredFile> ParquetFiles(string folder) => [.. Of(folder).Files(folder).Where(file => file.Name.EndsWith(".parquet", StringComparison.Ordinal))];

    public static bool IsRemote(string path) => path.Contains("://", StringComparison.Ordinal);

    /// <summary>A path as a whole: one without a scheme may be relative to a folder. Names such as <c>..</c> are resolved.</summary>
    public static string Resolve(string path, string baseFolder)
    {
        if (Path.IsPathRooted(path))
            return Path.GetFullPath(path);
        if (!IsRemote(path) && !IsRemote(baseFolder))
            return Path.GetFullPath(path, baseFolder);
        var whole = IsRemote(path) ? path : $"{baseFolder}/{path}";
        var root = whole.IndexOf("://", StringComparison.Ordinal) + 3;
        return whole[..root] + Path.GetFullPath("/" + whole[root..])[1..].TrimEnd('/');
    }

    /// <summary>A whole path as seen from a folder: the path itself where they are in different stores, or the store has no way up.</summary>
    public static string Shorten(string path, string baseFolder) => IsRemote(path)
        ? path.StartsWith(baseFolder + "/", StringComparison.Ordinal) ? path[(baseFolder.Length + 1)..] : path
        : IsRemote(baseFolder) ? path : Path.GetRelativePath(baseFolder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The folder that a file is in.</summary>
    public static string FolderOf(string path) => IsRemote(path) ? path[..path.LastIndexOf('/')] : Path.GetDirectoryName(Path.GetFullPath(path))!;
}
