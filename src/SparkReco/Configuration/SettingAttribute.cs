namespace SparkReco.Configuration;

/// <summary>
/// Says where a setting stands in the configuration, what it may be and what it means. Its default is the one that the property has. Documents,
/// the template and the messages follow from it.
/// </summary>
/// <param name="path">The dotted path in the file.</param>
/// <param name="meaning">What it means, in a sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string path, string meaning) : Attribute
{
    public string Path => path;

    public string Meaning => meaning;

    /// <summary>The least that a whole number may be.</summary>
    public int Min { get; init; }

    /// <summary>The most that a whole number may be.</summary>
    public int Max { get; init; } = int.MaxValue;
}
