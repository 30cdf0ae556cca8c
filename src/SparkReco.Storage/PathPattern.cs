using System.IO.Enumeration;

namespace SparkReco.Storage;

/// <summary>Finds files by a pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders. Case counts.</summary>
internal static class PathPattern
{
    public static IReadOnlyList<string> Match(string pattern, string baseFolder)
    {
        var root = Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : Path.GetFullPath(baseFolder);
        var relative = Path.IsPathRooted(pattern) ? pattern[root.Length..] : pattern;
        List<string> found = [];
        Match(root, relative.Split('/', StringSplitOptions.RemoveEmptyEntries), found);
        return [.. found.Distinct()];
    }

    private static void Match(string folder, ReadOnlySpan<string> parts, List<string> found)
    {
        var part = parts[0];
        var rest = parts[1..];
        if (part == "**")
        {
            MatchAnyDepth(folder, parts, found);
            return;
        }

        if (!part.AsSpan().ContainsAny('*', '?'))
        {
            Take(Path.GetFullPath(Path.Join(folder, part)), rest, found);
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(entry);
            if (!FolderWalk.IsLeftOut(name) && FileSystemName.MatchesSimpleExpression(part.Replace("\\", "\\\\"), name, ignoreCase: false))
                Take(entry, rest, found);
        }
    }

    private static void MatchAnyDepth(string folder, ReadOnlySpan<string> parts, List<string> found)
    {
        if (parts.Length == 1)
        {
            found.AddRange(FolderWalk.Files(folder));
            return;
        }

        Match(folder, parts[1..], found);
        foreach (var entry in Directory.EnumerateDirectories(folder))
        {
            if (!FolderWalk.IsLeftOut(Path.GetFileName(entry)))
                Match(entry, parts, found);
        }
    }

    private static void Take(string entry, ReadOnlySpan<string> rest, List<string> found)
    {
        if (!rest.IsEmpty)
        {
            if (Directory.Exists(entry))
                Match(entry, rest, found);
        }
        else if (Directory.Exists(entry))
        {
            found.AddRange(FolderWalk.Files(entry));
        }
        else if (File.Exists(entry) || new FileInfo(entry).LinkTarget is not null)
        {
            found.Add(entry);
        }
    }
}
