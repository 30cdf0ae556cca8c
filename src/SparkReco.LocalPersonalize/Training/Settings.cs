using System.Globalization;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>The recipe's hyper-parameters, read as numbers; what cannot be read counts as not given.</summary>
internal sealed class Settings(IReadOnlyDictionary<string, string> given)
{
    public int Whole(string name, int otherwise, int lowest, int highest) => (int)Number(name, otherwise, lowest, highest);

    public double Number(string name, double otherwise, double lowest, double highest) =>
        given.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, lowest, highest)
            : otherwise;

    public bool Switch(string name, bool otherwise) =>
        given.TryGetValue(name, out var text) && bool.TryParse(text, out var value) ? value : otherwise;

    public string Text(string name, string otherwise) => given.GetValueOrDefault(name, otherwise);
}
