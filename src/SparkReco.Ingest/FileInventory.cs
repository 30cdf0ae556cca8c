using System.Text;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// Expands the paths of a source into files, in the byte order of their paths. In folders, names that begin with <c>_</c> or <c>.</c>,
/// checksum files and unfinished output (<c>*.crc</c>, <c>tmp_*</c>, <c>*.tmp</c>) are left out, as Spark leaves them out.
/// </summary>
public static class FileInventory
{
    /// <summary>The files of a source. What lies in folders and cannot be read as a file is left out, and told in words.</summary>
    /// <exception cref="SourceConfigurationException">A path does not exist, names no file, or cannot be read as a file.</exception>
    public static IReadOnlyList<SourceFile> List(SourceSettings settings, string baseFolder, ICollection<string>? leftOut = null)
    {
        List<string> problems = [];
        Dictionary<string, SourceFile> files = [];
        for (int i = 0; i < settings.Paths.Count; i++)
        {
            string key = $"{settings.Key}.paths[{i}]";
            try
            {
                string path = FileStores.IsRemote(baseFolder) || FileStores.IsRemote(settings.Paths[i]) ? FileStores.Resolve(settings.Paths[i], baseFolder) : settings.Paths[i];
                IReadOnlyList<StoredFile> found = FileStores.Of(path).Match(path, baseFolder);
                foreach (StoredFile file in found.Where(file => file.Problem is null))
                {
                    files.TryAdd(file.Path, Describe(file, baseFolder));
                }

                foreach (StoredFile file in found.Where(file => file.Problem is not null))
                {
                    leftOut?.Add($"{key}: {FileStores.Shorten(file.Path, baseFolder)} is left out: {file.Problem}");
                }

                if (found.All(file => file.Problem is not null))
                {
                    problems.Add($"{key}: {settings.Paths[i]} holds no file to read");
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problems.Add($"{key}: {(error.Message.StartsWith(settings.Paths[i], StringComparison.Ordinal) ? "" : $"{settings.Paths[i]}: ")}{error.Message}");
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

    private static SourceFile Describe(StoredFile file, string baseFolder) => new(file.Path, FileStores.Shorten(file.Path, baseFolder), file.Size, file.Version) { Modified = file.Modified };

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
