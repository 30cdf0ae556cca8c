namespace SparkReco.Storage;

/// <summary>Finds the files of this machine that a path names.</summary>
internal static class LocalInventory
{
    /// <exception cref="IOException">There is no such file or folder, or something there cannot be read as a file.</exception>
    public static IReadOnlyList<StoredFile> Match(string path, Location baseFolder) => [.. Expand(path, baseFolder).Select(Describe)];

    private static IReadOnlyList<string> Expand(string path, Location baseFolder)
    {
        string full = Location.Of(path, baseFolder).ToString();
        if (Directory.Exists(full))
        {
            return FolderWalk.Files(full);
        }

        if (File.Exists(full) || IsBrokenLink(full))
        {
            return [full];
        }

        return path.AsSpan().ContainsAny('*', '?')
            ? PathPattern.Match(path, baseFolder.ToString())
            : throw new FileNotFoundException("there is no such file or folder");
    }

    private static bool IsBrokenLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static StoredFile Describe(string full)
    {
        if (UnixFileKind.IsSpecial(full))
        {
            throw new IOException($"{full} is not a regular file: pipes, sockets and devices are not read");
        }

        return LocalFileStore.Find(Location.OfThisMachine(full))
            ?? throw new FileNotFoundException($"{full} cannot be found: a link without a target, or a name that is not UTF-8");
    }
}
