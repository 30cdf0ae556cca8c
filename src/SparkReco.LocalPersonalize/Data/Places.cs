using SparkReco.Storage;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>Where the files are that requests name by <c>s3://BUCKET/KEY</c>.</summary>
internal sealed class Places(LocalServiceOptions options)
{
    private const string Scheme = "s3://";

    // A bucket that nobody can have in S3: its keys are the paths of files on this machine.
    private const string ThisMachine = "s3://localhost/";

    /// <summary>Whether a path is one of S3: a bucket and a key.</summary>
    public static bool IsPath(string path) =>
        path.StartsWith(Scheme, StringComparison.Ordinal) && path[Scheme.Length..].Split('/', 2) is [{ Length: > 0 }, _];

    /// <summary>Whether two paths are the same place.</summary>
    public static bool AreSame(string one, string other) => one.TrimEnd('/') == other.TrimEnd('/');

    /// <summary>The files that a path names: one, or all in a folder, without those whose names begin with a dot or an underscore.</summary>
    public async Task<IReadOnlyList<StoredFile>> ListAsync(string path, CancellationToken cancellation)
    {
        var (store, location) = Of(path);
        if (!path.EndsWith('/') && await store.FindAsync(location, cancellation) is { } file)
            return [file];
        var files = await store.ListAsync(location, cancellation);
        return [.. files.Where(found => found.Problem is null && !FolderWalk.IsLeftOut(found.Name))];
    }

    public Task<Stream> OpenAsync(StoredFile file, CancellationToken cancellation) =>
        options.Stores.Of(file.Path).OpenAsync(file, 0, file.Size, cancellation);

    /// <summary>A folder to write into what is to be at a path.</summary>
    public WorkFolder Write(string path)
    {
        var (store, location) = Of(path);
        return store.Work(location, Path.Combine(options.State, "scratch"));
    }

    private (IFileStore Store, Location Location) Of(string path)
    {
        var location =
            path.StartsWith(ThisMachine, StringComparison.Ordinal) ? Open(path[(ThisMachine.Length - 1)..])
            : options.Buckets is { } buckets && path.StartsWith(Scheme, StringComparison.Ordinal) ? Below(buckets, path[Scheme.Length..])
            : Location.Of(path, default);
        return (options.Stores.Of(location), location);
    }

    private Location Open(string path)
    {
        var whole = Path.GetFullPath(path);
        return options.OpenFolders.Select(Path.GetFullPath).Any(folder => whole.StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal))
            ? Location.OfThisMachine(whole)
            : throw new IOException($"s3:/{path} is in no folder that this service was opened for");
    }

    private static Location Below(string buckets, string path)
    {
        var root = Path.GetFullPath(buckets);
        var whole = Path.GetFullPath(Path.Combine(root, path));
        return whole.StartsWith($"{root}/", StringComparison.Ordinal)
            ? Location.OfThisMachine(whole)
            : throw new IOException($"s3://{path} is outside of the folder of buckets");
    }
}
