using SparkReco.Sql.Rules;

namespace SparkReco.Sql;

/// <summary>
/// Refuses SQL that does not mean the same on Spark and on the embedded engine. It sees text, not types: columns are trusted, and
/// what an expression shows of its type is used.
/// </summary>
public static class PortableSqlLint
{
    private static readonly Action<SqlStructure, Findings>[] Rules =
    [
        LiteralRule.Check,
        KeywordRule.Check,
        SelectRule.Check,
        FunctionRule.Check,
        ArgumentRule.Check,
        PatternRule.Check,
        OperatorRule.Check,
        CastRule.Check,
        GuardRule.Check,
    ];

    /// <summary>The functions that a model may call, besides CAST, TRY_CAST and TRIM(BOTH ' ' FROM s).</summary>
    public static IReadOnlyCollection<string> Functions => PortableFunctions.Names;

    /// <summary>All findings, by line and column; none means that the text is portable.</summary>
    /// <exception cref="SqlModelException">A literal, a comment or a bracket has no end.</exception>
    public static IReadOnlyList<SqlFinding> Check(string file, string text)
    {
        var sql = new SqlStructure(file, text);
        var findings = new Findings(file);
        foreach (var rule in Rules)
            rule(sql, findings);
        return findings.InOrder();
    }

    /// <summary>Throws all findings at once, if there are any.</summary>
    /// <exception cref="SqlModelException">The text is not portable.</exception>
    public static void Require(string file, string text)
    {
        var findings = Check(file, text);
        if (findings.Count > 0)
            throw new SqlModelException(findings);
    }
}
