using System.IO.Enumeration;
using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>Finds the objects that a path of an input names, by the rules that hold for files of this machine.</summary>
internal sealed class S3Inventory(S3FileStore store)
{
    // EMR leaves objects of this name for folders.
    private const string FolderMark = "_$folder$";

    public IReadOnlyList<StoredFile> Match(string path)
    {
        var trimmed = path.TrimEnd('/');
        if (trimmed.Count(letter => letter == '/') > 2 && store.Find(trimmed) is { } file)
            return [file];
        var names = trimmed.Split('/');
        var literal = names.TakeWhile(name => !name.AsSpan().ContainsAny('*', '?')).ToArray();
        var folder = string.Join('/', literal);
        var pattern = names[literal.Length..];
        var below = store.ListAll(folder);
        return below.Count == 0 && pattern.Length == 0
            ? throw new FileNotFoundException("there is no such file or folder")
            : [.. below.Where(found => Fits(found.Path[(folder.Length + 1)..].Split('/'), pattern))];
    }

    /// <summary>Whether the names below a folder fit the pattern; below what it names, all fit.</summary>
    private static bool Fits(ReadOnlySpan<string> names, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty)
            return HasAll(names);
        if (names.IsEmpty)
            return false;
        if (pattern[0] == "**")
            return pattern.Length == 1 ? HasAll(names) : Fits(names, pattern[1..]) || (names.Length > 1 && !IsLeftOut(names[0]) && Fits(names[1..], pattern));
        var isLiteral = !pattern[0].AsSpan().ContainsAny('*', '?');
        var fits = isLiteral ? names[0] == pattern[0] : !IsLeftOut(names[0]) && FileSystemName.MatchesSimpleExpression(pattern[0].Replace("\\", "\\\\", StringComparison.Ordinal), names[0], ignoreCase: false);
        return fits && Fits(names[1..], pattern[1..]);
    }

    private static bool HasAll(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (IsLeftOut(name))
                return false;
        }

        return true;
    }

    private static bool IsLeftOut(string name) => FolderWalk.IsLeftOut(name) || name.EndsWith(FolderMark, StringComparison.Ordinal);
}
