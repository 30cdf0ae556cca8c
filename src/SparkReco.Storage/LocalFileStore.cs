using System.Runtime.InteropServices;

namespace SparkReco.Storage;

/// <summary>The file system of this machine, by operations that survive a power cut, and a kill at any moment.</summary>
public sealed partial class LocalFileStore : IFileStore
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint RenameExchange = 2; // RENAME_EXCHANGE

    public IReadOnlyList<StoredFile> Match(string path, string baseFolder) => LocalInventory.Match(path, baseFolder);

    public IReadOnlyList<StoredFile> Files(string folder) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles().Select(file => new StoredFile(file.FullName, file.Length)).OrderBy(file => file.Name, StringComparer.Ordinal)]
        : [];

    public IReadOnlyList<string> Folders(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    public bool HasFolder(string folder) => Directory.Exists(folder);

    public StoredFile? Find(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return file.Exists ? new StoredFile(path, file.Length) { Modified = file.LastWriteTimeUtc } : null;
    }

    public Stream Open(StoredFile file, long start, long end) =>
        new RangeStream(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan), start, end);

    public string Hash(StoredFile file) => Hashing.OfFile(file.Path);

    public string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void WriteText(string path, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        FlushFile(temporary);
        File.Move(temporary, path, overwrite: true);
        FlushDirectory(folder);
    }

    public void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to);
    }

    /// <summary>The folder is renamed twice: nobody reads aside, so that what is deleted there in part is not seen.</summary>
    public void Replace(string source, string target, string aside, CancellationToken cancellation)
    {
        Exchange(source, aside);
        Exchange(aside, target);
        Delete(aside);
    }

    public void Remove(string folder, string aside)
    {
        Exchange(folder, aside);
        Delete(aside);
    }

    /// <summary>
    /// Puts one folder in the place of another. Where the system can exchange two folders (Linux), the place is never empty, and the former
    /// content is at the source afterwards; elsewhere the former content is moved aside first.
    /// </summary>
    public static void Exchange(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!Directory.Exists(target))
        {
            Directory.Move(source, target);
        }
        else if (!OperatingSystem.IsLinux() || RenameAt2(CurrentDirectory, source, CurrentDirectory, target, RenameExchange) != 0)
        {
            var aside = source + ".former";
            Directory.Move(target, aside);
            Directory.Move(source, target);
            Directory.Move(aside, source);
        }

        FlushDirectory(Path.GetDirectoryName(target)!);
        FlushDirectory(Path.GetDirectoryName(Path.GetDirectoryName(target)!)!);
    }

    public void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    public void DeleteFile(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }

    public void Flush(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            FlushFile(file);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            FlushDirectory(inner);
        FlushDirectory(folder);
    }

    public string Fetch(StoredFile file, string localFolder) => file.Path;

    public string WorkFolder(string folder)
    {
        Directory.CreateDirectory(folder);
        return folder;
    }

    public void Upload(string workFolder, string folder)
    {
    }

    public void EndWork(string workFolder)
    {
    }

    /// <summary>The lock belongs to the process, so a killed run leaves none behind.</summary>
    public Lease TakeLease(string path, Action<string> tell, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileLease(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.Message.Contains("another process", StringComparison.Ordinal))
        {
            throw new LeaseException($"another run holds {path}: wait for it to end, or stop it, and start again", error);
        }
    }

    private static void FlushFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static void FlushDirectory(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = Open(folder, ReadOnlyDirectory);
        if (descriptor < 0)
            return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int RenameAt2(int sourceFolder, string source, int targetFolder, string target, uint flags);

    private sealed class FileLease(FileStream file) : Lease
    {
        public override void Dispose() => file.Dispose();
    }
}
