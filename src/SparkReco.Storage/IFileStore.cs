namespace SparkReco.Storage;

/// <summary>
/// A place for files: the file system of this machine, or an object store. A folder is there as long as a file is below it. What can't be read
/// or written is an <see cref="IOException"/> that names the place; a cancellation ends what is under way.
/// </summary>
public interface IFileStore : IFileReader, IFileWriter
{
    /// <summary>Takes the lease that a file stands for. Where that may take a while, it is told why.</summary>
    /// <exception cref="LeaseException">Another run holds it.</exception>
    Task<Lease> TakeLeaseAsync(Location path, Action<string> tell, CancellationToken cancellation);

    /// <summary>The same store for the holder of a lease: before each request that changes anything it looks whether the lease still holds.</summary>
    IFileStore Under(Lease lease);
}

/// <summary>Finds and reads files.</summary>
public interface IFileReader
{
    /// <summary>Whether the store can have a folder of that name at all.</summary>
    bool CanHold(Location folder) => true;

    /// <summary>
    /// The files that a path of an input names: a file, all below a folder, or those that fit a pattern of <c>*</c> and <c>?</c> within a name
    /// and <c>**</c> for any number of folders. Files and folders that are no input are left out (<see cref="FolderWalk.IsLeftOut"/>).
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder, or something that is no file to read.</exception>
    Task<IReadOnlyList<StoredFile>> MatchAsync(string path, Location baseFolder, CancellationToken cancellation);

    /// <summary>All files below a folder, in the byte order of their paths.</summary>
    Task<IReadOnlyList<StoredFile>> ListAsync(Location folder, CancellationToken cancellation);

    /// <summary>The names of the folders in a folder.</summary>
    Task<IReadOnlyList<string>> FoldersAsync(Location folder, CancellationToken cancellation);

    /// <summary>The file at a path; null where there is none.</summary>
    Task<StoredFile?> FindAsync(Location path, CancellationToken cancellation);

    /// <summary>Opens the bytes of a file from an offset up to another.</summary>
    /// <exception cref="SourceChangedException">The file is not as it was seen.</exception>
    Task<Stream> OpenAsync(StoredFile file, long start, long end, CancellationToken cancellation);

    /// <summary>What tells a file's content from any other: its SHA-256, or the entity tag of an object store, which need not read it.</summary>
    Task<string> HashAsync(StoredFile file, CancellationToken cancellation);

    /// <summary>A path of this machine that has the file's content: the file's own, or that of a copy in the given folder.</summary>
    Task<string> FetchAsync(StoredFile file, string localFolder, CancellationToken cancellation);
}

/// <summary>Writes and publishes files.</summary>
public interface IFileWriter
{
    /// <summary>Writes a small file whole: readers see the old text or the new, never a part. It survives a power cut.</summary>
    Task WriteTextAsync(Location path, string text, CancellationToken cancellation);

    /// <summary>
    /// Writes a small file whole in the place of the one that was seen there, or of none, and gives it as it is now. Where a request can arrive
    /// after the lease was lost, it changes nothing once another was written.
    /// </summary>
    /// <exception cref="LeaseException">Another was written since.</exception>
    Task<StoredFile> WriteTextAsync(Location path, string text, StoredFile? former, CancellationToken cancellation);

    /// <summary>Gives a file another path.</summary>
    Task MoveAsync(Location from, Location to, CancellationToken cancellation);

    /// <summary>
    /// Puts the files of one folder in the place of those of another, and gives them as they are there. Where folders can be exchanged, readers see
    /// all of the former or all of the new; elsewhere it takes some moments. In an object store it takes as long as copying, and former files of
    /// other names stay until they are deleted.
    /// </summary>
    Task<IReadOnlyList<StoredFile>> ReplaceAsync(Location source, Location target, CancellationToken cancellation);

    /// <summary>Deletes a folder with all that is in it, if it is there, and of the folders between it and another those that are then empty.</summary>
    Task DeleteAsync(Location folder, CancellationToken cancellation, Location? below = null);

    /// <summary>Deletes a file, if it is there.</summary>
    Task DeleteFileAsync(Location path, CancellationToken cancellation);

    /// <summary>Sees to it that the files below a folder survive a power cut.</summary>
    Task FlushAsync(Location folder, CancellationToken cancellation);

    /// <summary>A folder of this machine to write into what is to be in a folder of the store: that folder itself, or one in a scratch folder, to bring there.</summary>
    WorkFolder Work(Location folder, string scratch);
}

/// <summary>A file as it was seen: its place, its size in bytes and its version, which differs when its content does: an entity tag, or the time of the last change.</summary>
public sealed record StoredFile(Location Path, long Size, string? Version = null)
{
    /// <summary>When it was last written, by the store's clock; null where that is not known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Why what lies in a folder is no file to read; null for all others.</summary>
    public string? Problem { get; init; }

    public string Name => Path.Name;
}

/// <summary>A folder of this machine in which the files of a store's folder are made. What was not brought there is gone when it is disposed of.</summary>
public abstract class WorkFolder(string path) : IAsyncDisposable
{
    public string Path { get; } = path;

    /// <summary>Brings all files to the store's folder, beside those that are there.</summary>
    public abstract Task BringAsync(CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

/// <summary>The right to write, until it is disposed of.</summary>
public abstract class Lease : IAsyncDisposable
{
    /// <summary>Cancelled when the lease is lost.</summary>
    public virtual CancellationToken Lost => CancellationToken.None;

    /// <summary>Looks whether it still holds.</summary>
    /// <exception cref="OperationCanceledException">It is lost.</exception>
    public virtual void ThrowIfLost() { }

    public abstract ValueTask DisposeAsync();
}

/// <summary>Another run holds the lease.</summary>
public sealed class LeaseException : Exception
{
    public LeaseException() { }

    public LeaseException(string message)
        : base(message) { }

    public LeaseException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>A store's service failed or refused: no fault of what was asked for. Where <see cref="IsTransient"/>, the same may succeed later.</summary>
public sealed class StoreException : IOException
{
    public StoreException() { }

    public StoreException(string message)
        : base(message) { }

    public StoreException(string message, Exception inner)
        : base(message, inner) { }

    public bool IsTransient { get; init; }
}
