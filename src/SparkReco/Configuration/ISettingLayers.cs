namespace SparkReco.Configuration;

/// <summary>
/// The values of settings by dotted path, from the command line, the environment or the file: the first of them that has one. The file is read
/// once more beside it, since layers know no lines.
/// </summary>
public interface ISettingLayers
{
    /// <summary>The dotted paths that have a value outside the file; a list's end with a number.</summary>
    IReadOnlyCollection<string> Outside { get; }

    /// <summary>The value at a path; null where no layer has one.</summary>
    string? Find(string path);

    /// <summary>The values of the list at a path; null where no layer has one.</summary>
    IReadOnlyList<string>? FindList(string path);
}
