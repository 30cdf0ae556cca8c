using System.IO.Enumeration;
using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>
/// Finds the objects that a path of an input names, by the rules that hold for files of this machine. It lists folder by folder, so that a
/// pattern near the root of a bucket does not read all that is in it.
/// </summary>
internal sealed class S3Inventory(S3FileStore store)
{
    // EMR leaves objects of this name for folders.
    private const string FolderMark = "_$folder$";

    public async Task<IReadOnlyList<StoredFile>> MatchAsync(Location path, CancellationToken cancellation)
    {
        if (await store.FindAsync(path, cancellation) is { } file)
            return [file];
        var names = path.ToString().Split('/');
        var literal = names.TakeWhile(name => !IsPattern(name)).ToArray();
        var folder = Location.Of(string.Join('/', literal), default);
        var pattern = names[literal.Length..];
        if (pattern.Length > 0)
            return [.. (await ExpandAsync(folder, pattern, cancellation)).DistinctBy(found => found.Path)];
        var below = await store.ListAsync(folder, cancellation);
        return below.Count > 0 ? Inputs(folder, below) : throw new FileNotFoundException("there is no such file or folder");
    }

    /// <summary>The objects below a folder that fit the names of a pattern; of a folder that fits, all below it.</summary>
    private async Task<List<StoredFile>> ExpandAsync(Location folder, string[] pattern, CancellationToken cancellation)
    {
        var (name, rest) = (pattern[0], pattern[1..]);
        if (name == "**" && rest.Length == 0)
            return Inputs(folder, await store.ListAsync(folder, cancellation));
        var isAnyDepth = name == "**";
        var (files, folders) = await store.ListFolderAsync(folder, isAnyDepth ? "" : LiteralStart(name), cancellation);
        var found =
            isAnyDepth ? await ExpandAsync(folder, rest, cancellation)
            : rest.Length == 0 ? [.. files.Where(file => Fits(file.Name, name))]
            : [];
        foreach (var inner in folders.Where(inner => isAnyDepth ? !IsLeftOut(inner) : Fits(inner, name)))
        {
            found.AddRange(
                isAnyDepth ? await ExpandAsync(folder / inner, pattern, cancellation)
                : rest.Length > 0 ? await ExpandAsync(folder / inner, rest, cancellation)
                : Inputs(folder / inner, await store.ListAsync(folder / inner, cancellation))
            );
        }

        return found;
    }

    private static List<StoredFile> Inputs(Location folder, IReadOnlyList<StoredFile> files) =>
        [.. files.Where(file => !file.Path.From(folder).Split('/').Any(IsLeftOut))];

    private static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');

    private static string LiteralStart(string name) => name[..(name.AsSpan().IndexOfAny('*', '?') is >= 0 and var at ? at : name.Length)];

    private static bool Fits(string name, string pattern) =>
        IsPattern(pattern)
            ? !IsLeftOut(name)
                && FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false)
            : name == pattern;

    private static bool IsLeftOut(string name) => FolderWalk.IsLeftOut(name) || name.EndsWith(FolderMark, StringComparison.Ordinal);
}
