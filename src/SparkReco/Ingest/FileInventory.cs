using System.Text;

namespace SparkReco.Ingest;

/// <summary>
/// Expands the paths of a source into files, in the byte order of their paths. In folders, names that begin with <c>_</c> or <c>.</c>,
/// checksum files and unfinished output (<c>*.crc</c>, <c>tmp_*</c>) are left out, as Spark leaves them out.
/// </summary>
public static class FileInventory
{
    /// <exception cref="SourceConfigurationException">A path does not exist, names no file, or cannot be read as a file.</exception>
    public static IReadOnlyList<SourceFile> List(SourceSettings settings, string baseFolder)
    {
        List<string> problems = [];
        Dictionary<string, SourceFile> files = [];
        for (int i = 0; i < settings.Paths.Count; i++)
        {
            string key = $"{settings.Key}.paths[{i}]";
            try
            {
                IReadOnlyList<string> found = Expand(settings.Paths[i], baseFolder);
                foreach (string file in found)
                {
                    files.TryAdd(file, Describe(file, baseFolder));
                }

                if (found.Count == 0)
                {
                    problems.Add($"{key}: {settings.Paths[i]} holds no file to read");
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problems.Add($"{key}: {settings.Paths[i]}: {error.Message}");
            }
        }

        if (settings.Paths.Count == 0)
        {
            problems.Add($"{settings.Key}.paths: no path is given");
        }

        return problems.Count == 0
            ? [.. files.Values.OrderBy(file => Encoding.UTF8.GetBytes(file.Path), ByteOrder.Instance)]
            : throw new SourceConfigurationException(problems);
    }

    private static IReadOnlyList<string> Expand(string path, string baseFolder)
    {
        string full = Path.GetFullPath(path, baseFolder);
        if (Directory.Exists(full))
        {
            return FolderWalk.Files(full);
        }

        if (File.Exists(full) || IsBrokenLink(full))
        {
            return [full];
        }

        return path.AsSpan().ContainsAny('*', '?')
            ? PathPattern.Match(path, baseFolder)
            : throw new FileNotFoundException("there is no such file or folder");
    }

    private static bool IsBrokenLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static SourceFile Describe(string full, string baseFolder)
    {
        if (UnixFileKind.IsSpecial(full))
        {
            throw new IOException($"{full} is not a regular file: pipes, sockets and devices are not read");
        }

        FileInfo info = new(full);
        if (info.LinkTarget is not null)
        {
            info = (FileInfo)(info.ResolveLinkTarget(returnFinalTarget: true) ?? info);
        }

        return info.Exists
            ? new(full, Path.GetRelativePath(baseFolder, full).Replace(Path.DirectorySeparatorChar, '/'), info.Length)
            : throw new FileNotFoundException($"{full} cannot be found: a link without a target, or a name that is not UTF-8");
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
