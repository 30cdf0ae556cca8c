using System.Text.RegularExpressions;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// What Spark's text of an error says. The class of the error stands in brackets somewhere in it, perhaps after names of Java classes; of an
/// error with causes, the last cause that has a class tells most.
/// </summary>
/// <param name="ErrorClass">Such as <c>TABLE_OR_VIEW_NOT_FOUND</c>; nothing where the text names none.</param>
/// <param name="Text">The text from the class on, without Java's frames.</param>
/// <param name="Line">The line of the statement, from 1, where the text names one. A position inside a view is none in the statement.</param>
/// <param name="SqlState">Five characters; nothing where the text names none.</param>
public sealed partial record SparkMessage(string? ErrorClass, string Text, int? Line, string? SqlState)
{
    public static SparkMessage Parse(string text)
    {
        var found = Cause().Matches(text).LastOrDefault() ?? Class().Match(text);
        var position = Position().Match(text);
        return new SparkMessage(
            found.Success ? found.Groups["name"].Value : null,
            WithoutStack(found.Success ? text[(found.Groups["name"].Index - 1)..] : text),
            position.Success ? int.Parse(position.Groups["line"].Value) : null,
            State().Match(text) is { Success: true } state ? state.Groups["state"].Value : null
        );
    }

    private static string WithoutStack(string text) => text[..(Frame().Match(text) is { Success: true, Index: var at } ? at : text.Length)].Trim();

    [GeneratedRegex(@"\[(?<name>[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Class();

    [GeneratedRegex(
        @"^Caused by: [\w.$]+: \[(?<name>[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)*)\]",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Cause();

    [GeneratedRegex(@"SQLSTATE: (?<state>[0-9A-Z]{5})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex State();

    /// <summary>A line of a stack such as <c>java.lang.Thread.run(Thread.java:840)</c>, in an exception's with an "at" in front.</summary>
    [GeneratedRegex(
        @"^\s*(at )?[\w.$/<>]+\.[\w$<>]+\((\w+\.(java|scala|py)(:\d+)?|Native Method|Unknown Source|<unknown>.*)\)\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Frame();

    [GeneratedRegex(
        @"== SQL ?\(line (?<line>\d+), position \d+\)|\(line (?<line>\d+), pos \d+\)|; line (?<line>\d+),? pos \d+",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Position();
}
