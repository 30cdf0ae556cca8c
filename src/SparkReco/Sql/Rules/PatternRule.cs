using System.Text.RegularExpressions;

namespace SparkReco.Sql.Rules;

/// <summary>Patterns are written out, in the part of the language that Java's engine and RE2 share.</summary>
internal static partial class PatternRule
{
    private static readonly HashSet<string> TakePattern = ["regexp_extract", "regexp_like", "regexp_replace", "split"];

    public static void Check(SqlStructure sql, Findings findings)
    {
        foreach (var call in sql.Calls.Where(c => TakePattern.Contains(c.Name) && c.Arguments.Count >= 2))
        {
            if (sql.OnlyText(call.Arguments[1]) is { } pattern)
                CheckPattern(sql, call, pattern, findings);
            else if (!IsParameter(sql, call.Arguments[1]))
                findings.Add(
                    sql.At(call.Arguments[1].Start),
                    $"{call.Name} with a pattern that is computed",
                    "write the pattern as a literal or a parameter"
                );
            if (call is { Name: "regexp_replace", Arguments.Count: 3 })
                CheckReplacement(sql, call.Arguments[2], findings);
        }
    }

    private static bool IsParameter(SqlStructure sql, TokenRange range) => range.Length == 1 && sql.At(range.Start).Kind == SqlTokenKind.Parameter;

    private static void CheckPattern(SqlStructure sql, SqlCall call, SqlToken pattern, Findings findings)
    {
        var text = pattern.Content;
        if (ForeignPattern().IsMatch(text))
            findings.Add(pattern, "a pattern of one engine", "write it without look-around, [[:class:]], && and possessive quantifiers");
        if (text.Contains("(?i)", StringComparison.Ordinal) && text.Any(c => !char.IsAscii(c)))
            findings.Add(pattern, "(?i) with letters beyond ASCII", "write both letters in a class, such as [Éé]");
        if (text.Contains('$', StringComparison.Ordinal) && !OnlyTests(sql, call))
            findings.Add(pattern, "$ in a pattern that cuts", "Spark's $ leaves a last line end alone: test with regexp_like, or cut without $");
        if (call.Name == "split" && MatchesNothing(text))
            findings.Add(pattern, "a separator that may be empty", "write one that is not, or take the text apart with substr(s, i, 1)");
        if (call.Name == "regexp_extract")
            CheckPart(sql, call, pattern, findings);
    }

    /// <summary>The text at the pattern's end is not part of the result. A <c>$</c> in a class counts as one outside.</summary>
    private static bool OnlyTests(SqlStructure sql, SqlCall call) =>
        call.Name == "regexp_like" || (call.Name == "regexp_extract" && (call.Arguments.Count == 2 || sql.TextOf(call.Arguments[2]) != "0"));

    private static bool MatchesNothing(string pattern)
    {
        try
        {
            return Regex.IsMatch("", pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Spark raises where the part is not in the pattern, DuckDB gives empty text.</summary>
    private static void CheckPart(SqlStructure sql, SqlCall call, SqlToken pattern, Findings findings)
    {
        var part = call.Arguments.Count == 2 ? "1" : sql.TextOf(call.Arguments[2]);
        var parts = Part().Count(CharacterClass().Replace(pattern.Content, "x"));
        if (!int.TryParse(part, out var number))
            findings.Add(sql.At(call.Arguments[2].Start), "a part that is computed", "write the part's number, 0 for the whole match");
        else if (number > parts)
            findings.Add(pattern, $"part {number} of a pattern with {parts}", "put brackets around what shall be cut out, or ask for part 0");
    }

    private static void CheckReplacement(SqlStructure sql, TokenRange replacement, Findings findings)
    {
        var at = sql.At(replacement.Start);
        if (sql.OnlyText(replacement) is not { } text)
            findings.Add(at, "a replacement that is computed", "write the replacement as a literal");
        else if (text.Content.Contains('$', StringComparison.Ordinal))
            findings.Add(at, "$ in a replacement", "write plain text, or regexp_extract and ||");
    }

    [GeneratedRegex(@"\(\?(?!:|i\))|\[\[:|&&|[*+?}]\+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ForeignPattern();

    [GeneratedRegex(@"\((?!\?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"\[\^?\]?[^\]]*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CharacterClass();
}
