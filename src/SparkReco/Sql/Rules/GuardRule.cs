namespace SparkReco.Sql.Rules;

/// <summary>Text is cast only behind a guard, in the same CASE, that lets through what every engine reads alike.</summary>
internal static class GuardRule
{
    private static readonly HashSet<string> Stops = new(StringComparer.OrdinalIgnoreCase)
    {
        "case",
        "else",
        "end",
        "from",
        "select",
        "when",
        "where",
    };

    public static void Check(SqlStructure sql, Findings findings)
    {
        foreach (var cast in sql.Calls.Where(c => c.IsCast))
        {
            var (expression, typeRange) = sql.PartsOfCast(cast);
            var type = sql.TextOf(typeRange);
            var at = sql.At(cast.At);
            if (sql.OnlyText(expression) is { } text)
            {
                if (!PortableText.Fits(type, text.Content) && !IsGuarded(sql, cast, expression, type))
                    findings.Add(text, $"the text {text.Text} as {type.ToUpperInvariant()}", LiteralAdvice(type));
            }
            else if (
                cast.Name == "try_cast"
                && PortableText.GuardOf(type) is { } guard
                && !IsNumber(sql, expression)
                && !IsGuarded(sql, cast, expression, type)
            )
                findings.Add(
                    at,
                    $"try_cast to {type.ToUpperInvariant()} without its guard",
                    $"write CASE WHEN {guard} THEN try_cast(s AS {type.ToUpperInvariant()}) END"
                );
            else if (cast.Name == "try_cast" && type.StartsWith("decimal", StringComparison.Ordinal) && !IsNumber(sql, expression))
                findings.Add(at, "try_cast to DECIMAL", "write integers of a small unit, or CAST of a number");
        }
    }

    private static string LiteralAdvice(string type) =>
        PortableText.GuardOf(type) is { } guard
            ? $"each engine reads it its own way: write the value itself, and for data CASE WHEN {guard} THEN try_cast(s AS {type.ToUpperInvariant()}) END"
            : "each engine reads it its own way: write the value itself without blanks";

    private static bool IsNumber(SqlStructure sql, TokenRange range) => range.Length <= 2 && sql.At(range.End - 1).Kind == SqlTokenKind.Number;

    private static bool IsGuarded(SqlStructure sql, SqlCall cast, TokenRange expression, string type)
    {
        if (cast.Name != "try_cast")
            return false;
        var then = Before(sql, cast.At, "then", mayClimb: true);
        var when = then < 0 ? -1 : Before(sql, then, "when", mayClimb: false);
        if (when < 0)
            return false;

        var condition = new TokenRange(when + 1, then);
        if (sql.Surface(condition).Any(i => sql.At(i).IsWord("or")))
            return false;
        var tests = sql.Surface(condition).Select(sql.CallAt).OfType<SqlCall>().ToList();
        var subject = sql.TextOf(expression);
        return HasPattern(sql, tests, subject, type) && HasSecondTest(sql, tests, subject, type);
    }

    /// <summary>The nearest keyword in front, over whole brackets and out of those around, within the same branch of a CASE.</summary>
    private static int Before(SqlStructure sql, int index, string keyword, bool mayClimb)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (sql.At(i).IsWord(keyword))
                return i;
            if (sql.IsClose(i))
                i = sql.PartnerOf(i);
            else if (Stops.Contains(sql.At(i).Text) || (sql.IsOpen(i) && !mayClimb))
                return -1;
        }
        return -1;
    }

    private static bool HasPattern(SqlStructure sql, List<SqlCall> tests, string subject, string type) =>
        tests.Any(t =>
            IsAbout(sql, t, subject, isNegated: false)
            && sql.OnlyText(t.Arguments[1]) is { } pattern
            && PortableText.IsGuardPattern(type, pattern.Content)
        );

    /// <summary>Spark's <c>$</c> also matches before a last line break: a second test without it closes the gap.</summary>
    private static bool HasSecondTest(SqlStructure sql, List<SqlCall> tests, string subject, string type) =>
        type == "date"
            ? tests.Any(t => t.Name == "length" && sql.TextOf(t.Arguments[0]) == subject && sql.TextOf(new(t.Close + 1, t.Close + 3)) == "= 10")
            : tests.Any(t =>
                IsAbout(sql, t, subject, isNegated: true)
                && sql.OnlyText(t.Arguments[1]) is { } pattern
                && pattern.Content.StartsWith("[^", StringComparison.Ordinal)
            );

    private static bool IsAbout(SqlStructure sql, SqlCall test, string subject, bool isNegated) =>
        test.Name == "regexp_like"
        && test.Arguments.Count == 2
        && sql.TextOf(test.Arguments[0]) == subject
        && sql.At(test.At - 1).IsWord("not") == isNegated;
}
