using System.Text.Json;
using System.Text.Json.Serialization;

namespace SparkReco.Storage;

/// <summary>
/// The place of a file or a folder: a whole path of this machine, or <c>SCHEME://BUCKET/KEY</c> of an object store. It has <c>/</c> between
/// names and none at its end.
/// </summary>
[JsonConverter(typeof(AsText))]
public readonly record struct Location
{
    private const string SchemeEnd = "://";

    private readonly string? _text;

    private Location(string text) => _text = text;

    /// <summary>The folder that the program was started in.</summary>
    public static Location WorkingFolder => OfThisMachine(Environment.CurrentDirectory);

    /// <summary>What stands before <c>://</c>; null for this machine.</summary>
    public string? Scheme => ToString().IndexOf(SchemeEnd, StringComparison.Ordinal) is >= 0 and var end ? ToString()[..end] : null;

    public bool IsLocal => Scheme is null;

    /// <summary>The last name.</summary>
    public string Name => ToString()[(ToString().LastIndexOf('/') + 1)..];

    /// <summary>The folder that it is in.</summary>
    public Location Folder => IsLocal ? new(Path.GetDirectoryName(ToString()) ?? "/") : new(ToString()[..ToString().LastIndexOf('/')]);

    public static Location operator /(Location folder, string below) => new($"{folder.ToString().TrimEnd('/')}/{below}");

    public static Location OfThisMachine(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>The place that a path names: one without a scheme may be relative to a folder. Names such as <c>..</c> are resolved.</summary>
    public static Location Of(string path, Location baseFolder)
    {
        if (Path.IsPathRooted(path))
            return OfThisMachine(path);
        if (!HasScheme(path) && baseFolder.IsLocal)
            return OfThisMachine(Path.Combine(baseFolder.ToString(), path));
        var whole = HasScheme(path) ? path : (baseFolder / path).ToString();
        var root = whole.IndexOf(SchemeEnd, StringComparison.Ordinal) + SchemeEnd.Length;
        return new(whole[..root] + Path.GetFullPath("/" + whole[root..])[1..].TrimEnd('/'));
    }

    public static bool HasScheme(string path) => path.Contains(SchemeEnd, StringComparison.Ordinal);

    /// <summary>The place as seen from a folder: the whole where they are in different stores, or the store has no way up.</summary>
    public string From(Location folder)
    {
        if (IsLocal && folder.IsLocal)
            return Path.GetRelativePath(folder.ToString(), ToString()).Replace(Path.DirectorySeparatorChar, '/');
        return ToString().StartsWith($"{folder}/", StringComparison.Ordinal) ? ToString()[(folder.ToString().Length + 1)..] : ToString();
    }

    public override string ToString() => _text ?? "";

    /// <summary>In JSON it is its text.</summary>
    private sealed class AsText : JsonConverter<Location>
    {
        public override Location Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Location value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
