using System.Text;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// Finds and opens the files of inputs. In folders, names that begin with <c>_</c> or <c>.</c>, checksum files and unfinished output
/// (<c>*.crc</c>, <c>tmp_*</c>, <c>*.tmp</c>) are left out, as Spark leaves them out.
/// </summary>
public sealed class SourceFiles(Stores stores)
{
    /// <summary>
    /// Expands the paths of a source into files, in the byte order of their paths. What lies in folders and cannot be read as a file is left
    /// out, and told in words.
    /// </summary>
    /// <exception cref="SourceConfigurationException">A path does not exist, or names no file.</exception>
    /// <exception cref="IOException">A folder could not be read, or a store not be asked.</exception>
    public async Task<IReadOnlyList<SourceFile>> ListAsync(
        SourceSettings settings,
        Location baseFolder,
        CancellationToken cancellation,
        ICollection<string>? leftOut = null
    )
    {
        List<string> problems = [];
        Dictionary<Location, SourceFile> files = [];
        foreach (var (index, path) in settings.Paths.Index())
        {
            var key = $"{settings.Key}.paths[{index}]";
            try
            {
                var found = await stores.Of(Location.Of(path, baseFolder)).MatchAsync(path, baseFolder, cancellation);
                var choice = settings.Choose?.Invoke([.. found.Where(file => file.Problem is null)]);
                foreach (var file in choice?.Files ?? found.Where(file => file.Problem is null))
                    files.TryAdd(
                        file.Path,
                        new SourceFile(file.Path, file.Path.From(baseFolder), file.Size, file.Version) { ChangedAt = file.ChangedAt }
                    );
                if (choice?.LeftOut is { } others)
                    leftOut?.Add($"{key}: {others}");
                foreach (var file in found.Where(file => file.Problem is not null))
                    leftOut?.Add($"{key}: {file.Path.From(baseFolder)} is left out: {file.Problem}");
                if (found.All(file => file.Problem is not null))
                    problems.Add($"{key}: {path} holds no file to read");
                else if (choice is { Files.Count: 0 })
                    problems.Add($"{key}: {path} {choice.WhenNone}");
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
            {
                problems.Add($"{key}: {Text(path, error)}");
            }
            catch (Exception error) when (error is (IOException and not StoreException) or UnauthorizedAccessException)
            {
                throw new IOException($"{key}: {Text(path, error)}", error);
            }
        }

        if (settings.Paths.Count == 0)
            problems.Add($"{settings.Key}.paths: no path is given");
        return problems.Count == 0
            ? [.. files.Values.OrderBy(file => Encoding.UTF8.GetBytes(file.Path), ByteOrder.Instance)]
            : throw new SourceConfigurationException(problems);
    }

    public Stream Open(SourceFile file, CancellationToken cancellation) => Open(file, 0, file.Size, cancellation);

    /// <summary>Opens the bytes from an offset up to another, and refuses a file that changed since it was listed. It blocks, on a thread of a reader's own.</summary>
    /// <exception cref="SourceChangedException">The file changed.</exception>
    public Stream Open(SourceFile file, long start, long end, CancellationToken cancellation)
    {
        try
        {
            return stores.Of(file.FullPath).OpenAsync(file.Stored, start, end, cancellation).GetAwaiter().GetResult();
        }
        catch (Exception error) when (file.FullPath.IsLocal && error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{file.Path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Of an object of a store with versions no other than the one that was listed can be opened.</summary>
    /// <exception cref="SourceChangedException">The file changed.</exception>
    public void RequireUnchanged(SourceFile file)
    {
        if (file.FullPath.IsLocal && stores.Local.FindAsync(file.FullPath, CancellationToken.None).GetAwaiter().GetResult() != file.Stored)
            throw new SourceChangedException(file.Path);
    }

    /// <summary>The text of a small file; null where there is none.</summary>
    public Task<string?> ReadTextAsync(Location path, CancellationToken cancellation) => stores.Of(path).ReadTextAsync(path, cancellation);

    /// <summary>A path of this machine that has the file's content.</summary>
    public string Fetch(SourceFile file, string localFolder, CancellationToken cancellation) =>
        stores.Of(file.FullPath).FetchAsync(file.Stored, localFolder, cancellation).GetAwaiter().GetResult();

    private static string Text(string path, Exception error) =>
        error.Message.StartsWith(path, StringComparison.Ordinal) ? error.Message : $"{path}: {error.Message}";

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
