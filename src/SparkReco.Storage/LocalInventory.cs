namespace SparkReco.Storage;

/// <summary>Finds the files of this machine that a path names.</summary>
internal static class LocalInventory
{
    /// <exception cref="FileNotFoundException">There is no such file or folder, or something that is no file to read.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static IReadOnlyList<StoredFile> Match(string path, Location baseFolder) => [.. Expand(path, baseFolder)];

    private static IEnumerable<StoredFile> Expand(string path, Location baseFolder)
    {
        var full = Location.Of(path, baseFolder).ToString();
        if (Directory.Exists(full))
            return FolderWalk.Files(full).Select(Describe);

        if (File.Exists(full) || IsBrokenLink(full))
        {
            var file = Describe(full);
            return file.Problem is null ? [file] : throw new FileNotFoundException($"{full} {file.Problem}");
        }

        return path.AsSpan().ContainsAny('*', '?')
            ? PathPattern.Match(path, baseFolder.ToString()).Select(Describe)
            : throw new FileNotFoundException("there is no such file or folder");
    }

    private static bool IsBrokenLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static StoredFile Describe(string full)
    {
        var problem = UnixFileKind.IsSpecial(full) ? "is not a regular file: pipes, sockets and devices are not read" : null;
        return problem is null && LocalFileStore.Find(Location.OfThisMachine(full)) is { } file
            ? file
            : new StoredFile(Location.OfThisMachine(full), 0)
            {
                Problem = problem ?? "cannot be found: a link without a target, or a name that is not UTF-8",
            };
    }
}
