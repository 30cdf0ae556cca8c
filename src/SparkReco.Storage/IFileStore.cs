namespace SparkReco.Storage;

/// <summary>
/// Where the lake and raw files can be: the file system of this machine, or an object store. Paths are absolute and have <c>/</c>; a folder
/// is there as long as a file is below it. What can't be read or written is an <see cref="IOException"/> that names the path.
/// </summary>
public interface IFileStore
{
    /// <summary>
    /// The files that a path of an input names: a file, all below a folder, or those that fit a pattern of <c>*</c> and <c>?</c> within a name
    /// and <c>**</c> for any number of folders. Files and folders that are no input are left out (<see cref="FolderWalk.IsLeftOut"/>).
    /// </summary>
    /// <exception cref="IOException">There is no such file or folder.</exception>
    IReadOnlyList<StoredFile> Match(string path, string baseFolder);

    /// <summary>The files in a folder, not those in folders below it, in the order of their names.</summary>
    IReadOnlyList<StoredFile> Files(string folder);

    /// <summary>The names of the folders in a folder.</summary>
    IReadOnlyList<string> Folders(string folder);

    bool HasFolder(string folder);

    /// <summary>The file at a path; null where there is none.</summary>
    StoredFile? Find(string path);

    /// <summary>Opens the bytes of a file from an offset up to another.</summary>
    Stream Open(StoredFile file, long start, long end);

    /// <summary>What tells a file's content from any other: its SHA-256, or the entity tag of an object store, which need not read it.</summary>
    string Hash(StoredFile file);

    /// <summary>The text of a small file; null where there is none.</summary>
    string? ReadText(string path);

    /// <summary>Writes a file whole: readers see the old text or the new, never a part.</summary>
    void WriteText(string path, string text);

    /// <summary>Gives a file another path.</summary>
    void Move(string from, string to);

    /// <summary>
    /// Puts one folder in the place of another. Where folders can be renamed it happens at once, and the former content goes by way of
    /// <paramref name="aside"/>. In an object store it takes as long as copying, and the source stays; files whose names begin with <c>_</c>
    /// go first and come last, so that as long as one is there the folder is whole.
    /// </summary>
    void Replace(string source, string target, string aside, CancellationToken cancellation);

    /// <summary>Takes a folder out of its place, at once or, in an object store, files whose names begin with <c>_</c> first.</summary>
    void Remove(string folder, string aside);

    /// <summary>Deletes a folder with all that is in it, if it is there.</summary>
    void Delete(string folder);

    /// <summary>Deletes a file, if it is there.</summary>
    void DeleteFile(string path);

    /// <summary>Sees to it that the files below a folder survive a power cut.</summary>
    void Flush(string folder);

    /// <summary>A path of this machine that has the file's content: the file's own, or that of a copy in the given folder.</summary>
    string Fetch(StoredFile file, string localFolder);

    /// <summary>A folder of this machine to write into what is to be in a folder of the store: that folder itself, or one to upload.</summary>
    string WorkFolder(string folder);

    /// <summary>Brings all files below a work folder to the folder of the store.</summary>
    void Upload(string workFolder, string folder);

    /// <summary>Deletes a work folder that is not part of the store.</summary>
    void EndWork(string workFolder);

    /// <summary>Takes the lease that a file stands for. Where that may take a while, it is told why.</summary>
    /// <exception cref="LeaseException">Another run holds it.</exception>
    Lease TakeLease(string path, Action<string> tell, CancellationToken cancellation);
}

/// <summary>A file as it was seen: its path, its size in bytes, and the version that an object store gave it.</summary>
public sealed record StoredFile(string Path, long Size, string? Version = null)
{
    /// <summary>When it was last written, in UTC; null where a version tells more.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>Why what lies in a folder is no file to read; null for all others.</summary>
    public string? Problem { get; init; }

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>The right to write, until it is disposed of.</summary>
public abstract class Lease : IDisposable
{
    /// <summary>Cancelled when the lease is lost, because it could not be renewed in time.</summary>
    public virtual CancellationToken Lost => CancellationToken.None;

    public abstract void Dispose();
}

/// <summary>Another run holds the lease.</summary>
public sealed class LeaseException : Exception
{
    public LeaseException()
    {
    }

    public LeaseException(string message)
        : base(message)
    {
    }

    public LeaseException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
