namespace SparkReco.Storage;

/// <summary>The file system of this machine, by operations that survive a power cut, and a kill at any moment.</summary>
/// <param name="clock">Tells since when a lease is held.</param>
public sealed class LocalFileStore(TimeProvider clock) : IFileStore
{
    public Task<IReadOnlyList<StoredFile>> MatchAsync(string path, Location baseFolder, CancellationToken cancellation) =>
        Task.Run(() => LocalInventory.Match(path, baseFolder), cancellation);

    public Task<IReadOnlyList<StoredFile>> ListAsync(Location folder, CancellationToken cancellation) =>
        Task.Run<IReadOnlyList<StoredFile>>(
            () =>
            {
                try
                {
                    return
                    [
                        .. new DirectoryInfo(folder.ToString())
                            .EnumerateFiles("*", SearchOption.AllDirectories)
                            .Select(Describe)
                            .OrderBy(file => file.Path.ToString(), StringComparer.Ordinal),
                    ];
                }
                catch (DirectoryNotFoundException)
                {
                    return [];
                }
            },
            cancellation
        );

    public Task<IReadOnlyList<string>> FoldersAsync(Location folder, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>(
            Directory.Exists(folder.ToString())
                ? [.. Directory.EnumerateDirectories(folder.ToString()).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)]
                : []
        );

    public Task<StoredFile?> FindAsync(Location path, CancellationToken cancellation) => Task.FromResult(Find(path));

    public Task<Stream> OpenAsync(StoredFile file, long start, long end, CancellationToken cancellation)
    {
        if (file.Version is not null && Find(file.Path) != file)
            throw new SourceChangedException(file.Path.ToString());
        return Task.FromResult<Stream>(
            new RangeStream(
                new FileStream(
                    file.Path.ToString(),
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete,
                    bufferSize: 0,
                    FileOptions.SequentialScan
                ),
                start,
                end
            )
        );
    }

    public async Task<string> HashAsync(StoredFile file, CancellationToken cancellation)
    {
        await using var stream = await OpenAsync(file, 0, file.Size, cancellation);
        return await Hashing.OfAsync(stream, cancellation);
    }

    public Task<string> FetchAsync(StoredFile file, string localFolder, CancellationToken cancellation) => Task.FromResult(file.Path.ToString());

    public async Task WriteTextAsync(Location path, string text, CancellationToken cancellation)
    {
        Directory.CreateDirectory(path.Folder.ToString());
        var temporary = $"{path.Folder}/.{path.Name}.{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllTextAsync(temporary, text, cancellation);
            Disk.FlushFile(temporary);
            File.Move(temporary, path.ToString(), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        Disk.FlushFolder(path.Folder.ToString());
    }

    /// <summary>The lease of this machine keeps all others out.</summary>
    public async Task<StoredFile> WriteTextAsync(Location path, string text, StoredFile? former, CancellationToken cancellation)
    {
        await WriteTextAsync(path, text, cancellation);
        return Find(path)!;
    }

    public Task MoveAsync(Location from, Location to, CancellationToken cancellation)
    {
        Directory.CreateDirectory(to.Folder.ToString());
        File.Move(from.ToString(), to.ToString());
        return Task.CompletedTask;
    }

    /// <summary>The former folder comes to the place of the source, or aside first where folders can't be exchanged, and is deleted there.</summary>
    public async Task<IReadOnlyList<StoredFile>> ReplaceAsync(Location source, Location target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Directory.CreateDirectory(target.Folder.ToString());
        if (!Directory.Exists(target.ToString()))
        {
            Directory.Move(source.ToString(), target.ToString());
        }
        else if (!Disk.TryExchange(source.ToString(), target.ToString()))
        {
            var aside = Aside(target);
            Directory.Move(target.ToString(), aside);
            Directory.Move(source.ToString(), target.ToString());
            Directory.Move(aside, source.ToString());
        }

        Disk.FlushFolder(target.Folder.ToString());
        Disk.FlushFolder(source.Folder.ToString());
        try
        {
            await DeleteAsync(source, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The new folder is in its place: what is left of the former one is in nobody's way.
        }

        return await ListAsync(target, CancellationToken.None);
    }

    /// <summary>The folder gets a hidden name first, so that nobody sees it half deleted.</summary>
    public Task DeleteAsync(Location folder, CancellationToken cancellation, Location? below = null)
    {
        if (Directory.Exists(folder.ToString()))
        {
            var aside = Aside(folder);
            Directory.Move(folder.ToString(), aside);
            Directory.Delete(aside, recursive: true);
        }

        for (
            var above = folder.Folder;
            below is { } end && above.ToString().StartsWith($"{end}/", StringComparison.Ordinal) && DeleteIfEmpty(above);
            above = above.Folder
        ) { }

        return Task.CompletedTask;
    }

    public Task DeleteFileAsync(Location path, CancellationToken cancellation)
    {
        if (File.Exists(path.ToString()))
            File.Delete(path.ToString());
        return Task.CompletedTask;
    }

    public Task FlushAsync(Location folder, CancellationToken cancellation) =>
        Task.Run(
            () =>
            {
                if (!Directory.Exists(folder.ToString()))
                    return;
                foreach (var file in Directory.EnumerateFiles(folder.ToString(), "*", SearchOption.AllDirectories))
                {
                    cancellation.ThrowIfCancellationRequested();
                    Disk.FlushFile(file);
                }

                foreach (var inner in Directory.EnumerateDirectories(folder.ToString(), "*", SearchOption.AllDirectories))
                    Disk.FlushFolder(inner);
                Disk.FlushFolder(folder.ToString());
            },
            cancellation
        );

    public WorkFolder Work(Location folder, string scratch)
    {
        Directory.CreateDirectory(folder.ToString());
        return new InPlace(folder.ToString());
    }

    public Task<Lease> TakeLeaseAsync(Location path, Action<string> tell, CancellationToken cancellation) =>
        Task.FromResult<Lease>(LocalLease.Take(path, clock));

    /// <summary>A lease of this machine is not lost while its holder lives.</summary>
    public IFileStore Under(Lease lease) => this;

    internal static StoredFile? Find(Location path)
    {
        var file = new FileInfo(path.ToString());
        if (file.LinkTarget is not null)
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return file.Exists ? Describe(file) with { Path = path } : null;
    }

    private static StoredFile Describe(FileInfo file) =>
        new(Location.OfThisMachine(file.FullName), file.Length, $"{file.LastWriteTimeUtc.Ticks}")
        {
            ChangedAt = new DateTimeOffset(file.LastWriteTimeUtc),
        };

    /// <summary>Whether the folder is gone.</summary>
    private static bool DeleteIfEmpty(Location folder)
    {
        try
        {
            if (Directory.Exists(folder.ToString()))
                Directory.Delete(folder.ToString());
            return true;
        }
        catch (IOException)
        {
            // There is something in it.
            return false;
        }
    }

    private static string Aside(Location folder) => $"{folder.Folder}/.{folder.Name}.{Guid.NewGuid():N}";

    private sealed class InPlace(string path) : WorkFolder(path)
    {
        public override Task BringAsync(CancellationToken cancellation) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
