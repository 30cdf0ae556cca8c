namespace SparkReco.Storage;

/// <summary>Walks a folder and its sub-folders, links included, and refuses a link that leads back to a folder above it.</summary>
public static class FolderWalk
{
    public static IReadOnlyList<string> Files(string folder)
    {
        List<string> files = [];
        Walk(folder, [], files);
        return files;
    }

    /// <summary>Whether a name is that of hidden or unfinished output, of a checksum or of a mark, as Spark leaves them out.</summary>
    public static bool IsLeftOut(string name) =>
        name.StartsWith('_')
        || name.StartsWith('.')
        || name.StartsWith("tmp_", StringComparison.Ordinal)
        || name.EndsWith(".crc", StringComparison.Ordinal)
        || name.EndsWith(".tmp", StringComparison.Ordinal);

    private static void Walk(string folder, HashSet<string> above, List<string> files)
    {
        var real = RealPath(folder);
        if (!above.Add(real))
            throw new IOException($"{folder} is a link to a folder above it");

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (IsLeftOut(Path.GetFileName(entry)))
                continue;

            if (Directory.Exists(entry))
            {
                Walk(entry, above, files);
            }
            else
            {
                files.Add(entry);
            }
        }

        above.Remove(real);
    }

    /// <summary>The path with every link on it resolved.</summary>
    private static string RealPath(string path)
    {
        var info = new DirectoryInfo(path);
        var parent = Path.GetDirectoryName(path);
        return info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName)
            : parent is null ? path
            : Path.Join(RealPath(parent), Path.GetFileName(path));
    }
}
