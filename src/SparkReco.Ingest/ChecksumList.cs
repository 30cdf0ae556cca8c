using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// The checksums that files must have, in the format of <c>sha256sum</c>. Names are relative to the list's folder or to the configuration's.
/// </summary>
internal sealed class ChecksumList
{
    private const int HashLength = 64;
    private const int MaxProblems = 20;

    private readonly string _key;
    private readonly string _shown;
    private readonly Dictionary<Location, string> _hashes = [];

    private ChecksumList(string key, string shown, Location path)
    {
        _key = key;
        _shown = shown;
        Path = path;
    }

    public Location Path { get; }

    /// <summary>The list that the settings name; null when they name none.</summary>
    /// <exception cref="SourceConfigurationException">There is no such list, or a line of it is no checksum and name.</exception>
    public static async Task<ChecksumList?> OfAsync(SourceSettings settings, Location baseFolder, SourceFiles sources, CancellationToken cancellation)
    {
        if (settings.Checksums is not { } shown)
            return null;

        var key = $"{settings.Key}.checksums";
        var list = new ChecksumList(key, shown, Location.Of(shown, baseFolder));
        var text =
            await sources.ReadTextAsync(list.Path, cancellation)
            ?? throw new SourceConfigurationException([$"{key}: {shown}: there is no such file"]);
        foreach ((var index, var line) in text.Split('\n').Index())
        {
            if (line.Trim().Length > 0 && !list.TryAdd(line.TrimEnd('\r'), baseFolder))
                throw new SourceConfigurationException([
                    $"{key}: {shown}:{index + 1}: is not a line of sha256sum: 64 hexadecimal digits, two blanks, a file's name",
                ]);
        }

        return list;
    }

    /// <summary>Requires that every file is in the list, and has the hash that stands there; a hash that is not known yet may be any.</summary>
    public void Require(IReadOnlyList<SourceFile> files, Func<int, string?> hashOf)
    {
        List<string> problems = [];
        foreach ((var number, var file) in files.Index())
        {
            if (!_hashes.TryGetValue(file.FullPath, out var expected))
            {
                problems.Add($"{_key}: {file.Path} is not in {_shown}");
            }
            else if (hashOf(number) is { } actual && actual != expected)
            {
                problems.Add(
                    $"{_key}: {file.Path} has the SHA-256 {actual}, but {expected} in {_shown}: it is damaged or another version; fetch it again"
                );
            }
        }

        if (problems.Count > 0)
            throw new SourceConfigurationException([
                .. problems.Take(MaxProblems),
                .. problems.Count > MaxProblems ? [$"{_key}: and {problems.Count - MaxProblems} more files"] : Array.Empty<string>(),
            ]);
    }

    /// <summary>A backslash in front says that backslashes and line breaks in the name are escaped; a star before the name means binary.</summary>
    private bool TryAdd(string line, Location baseFolder)
    {
        var isEscaped = line.StartsWith('\\');
        line = isEscaped ? line[1..] : line;
        if (line.Length < HashLength + 3 || line[HashLength] != ' ' || line[HashLength + 1] is not (' ' or '*'))
            return false;

        var hash = line[..HashLength].ToLowerInvariant();
        var name = line[(HashLength + 2)..];
        name = isEscaped ? name.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : name;
        _hashes[Location.Of(name, Path.Folder)] = hash;
        _hashes.TryAdd(Location.Of(name, baseFolder), hash);
        return hash.All(char.IsAsciiHexDigit);
    }
}
