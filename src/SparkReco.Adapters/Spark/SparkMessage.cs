using System.Text.RegularExpressions;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// What Spark's text of an error says. The class of the error stands in brackets somewhere in it, perhaps after names of Java classes; of an
/// error with causes, the last cause that has a class tells most.
/// </summary>
/// <param name="ErrorClass">Such as <c>TABLE_OR_VIEW_NOT_FOUND</c>; nothing where the text names none.</param>
/// <param name="Text">The text from the class on, without Java's stack.</param>
/// <param name="Line">The line of the statement, from 1, where the text names one. A position inside a view is none in the statement.</param>
public sealed partial record SparkMessage(string? ErrorClass, string Text, int? Line)
{
    public static SparkMessage Parse(string text)
    {
        var found = Cause().Matches(text).LastOrDefault() ?? Class().Match(text);
        var position = Position().Match(text);
        return new SparkMessage(
            found.Success ? found.Groups["name"].Value : null,
            WithoutStack(found.Success ? text[(found.Groups["name"].Index - 1)..] : text),
            position.Success ? int.Parse(position.Groups["line"].Value) : null);
    }

    private static string WithoutStack(string text) => text.Split("\n\tat ", 2)[0].Trim();

    [GeneratedRegex(@"\[(?<name>[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Class();

    [GeneratedRegex(@"^Caused by: [\w.$]+: \[(?<name>[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)*)\]", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Cause();

    [GeneratedRegex(@"== SQL ?\(line (?<line>\d+), position \d+\)|\(line (?<line>\d+), pos \d+\)|; line (?<line>\d+),? pos \d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Position();
}
