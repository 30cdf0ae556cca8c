using System.Globalization;
using System.Text.RegularExpressions;

namespace SparkReco.Adapters.Sinks;

/// <summary>A database's own words for what the statements of sinks have in braces.</summary>
/// <param name="prefix">For <c>{s}</c>: what stands before each name.</param>
/// <param name="textType">For <c>{text N}</c>: the type of a text of so many characters.</param>
/// <param name="counterType">For <c>{counter}</c>: the type of a publication's number, with the key that it is.</param>
internal sealed partial class SinkWords(string prefix, Func<int, string> textType, string counterType)
{
    /// <summary>A statement in the database's words.</summary>
    public string Render(string sql) =>
        Place()
            .Replace(
                sql,
                match =>
                    match.Groups["length"] is { Success: true } length ? textType(int.Parse(length.Value, CultureInfo.InvariantCulture))
                    : match.Groups["word"].Value == "s" ? prefix
                    : counterType
            );

    [GeneratedRegex(@"\{(?<word>s|counter|text (?<length>\d+))\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
