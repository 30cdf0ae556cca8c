using System.Reflection;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>
/// Hashes of the program's source files, made at build time: the same on every machine and for every processor, however the program is
/// published.
/// </summary>
public static class CodeHashes
{
    private const string Resource = "code-hashes.txt";

    private static readonly Lazy<IReadOnlyList<(string Path, string Hash)>> All = new(() => [.. Libraries().SelectMany(Read).Order()]);

    /// <summary>One hash for the source files whose paths begin so, such as <c>SparkReco/Judging/</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static string Of(IEnumerable<string> places) => Hashing.Of(string.Join('\n', places.SelectMany(FilesOf).Distinct().Order()));

    /// <summary>The place of the code that a delegate runs: the folder of its namespace or, where many things share that, the file of its class.</summary>
    public static string PlaceOf(Delegate code)
    {
        var type = code.Method.DeclaringType!;
        while (type.DeclaringType is { } outer)
            type = outer;
        var folder = $"SparkReco/{type.Namespace!["SparkReco".Length..].TrimStart('.').Replace('.', '/')}/";
        return folder is "SparkReco/Models/" or "SparkReco/Runs/" ? $"{folder}{type.Name}.cs" : folder;
    }

    private static IEnumerable<string> FilesOf(string place)
    {
        var files = All
            .Value.Where(file => file.Path.StartsWith(place, StringComparison.Ordinal))
            .Select(file => $"{file.Path} {file.Hash}")
            .ToArray();
        return files.Length > 0 ? files : throw new InvalidOperationException($"no source file is known of {place}");
    }

    /// <summary>The program's own libraries.</summary>
    private static IEnumerable<Assembly> Libraries() =>
        Assembly
            .GetEntryAssembly()!
            .GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("SparkReco", StringComparison.Ordinal))
            .Select(Assembly.Load);

    /// <summary>Each line of a library's list is a path and its hash.</summary>
    private static IEnumerable<(string Path, string Hash)> Read(Assembly library)
    {
        if (library.GetManifestResourceStream(Resource) is not { } stream)
            yield break;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.LastIndexOf(' ') is > 0 and var at)
                yield return (line[..at].Replace('\\', '/'), line[(at + 1)..]);
        }
    }
}
