using System.Text.RegularExpressions;

namespace SparkReco.Sql.Rules;

/// <summary>Casts between types for which every engine gives the same value.</summary>
internal static partial class CastRule
{
    public static void Check(SqlStructure sql, Findings findings)
    {
        foreach (var cast in sql.Calls.Where(c => c.IsCast))
        {
            var (expression, typeRange) = sql.PartsOfCast(cast);
            var type = sql.TextOf(typeRange);
            if (!PortableType().IsMatch(type))
                findings.Add(
                    sql.At(typeRange.Start),
                    $"the type {type.ToUpperInvariant()}",
                    "write INT, BIGINT, DOUBLE, STRING, BOOLEAN, DATE, TIMESTAMP or DECIMAL(p, s)"
                );
            else
                CheckValue(sql, cast, expression, type, findings);
        }
    }

    private static void CheckValue(SqlStructure sql, SqlCall cast, TokenRange expression, string type, Findings findings)
    {
        var at = sql.At(cast.At);
        var isInteger = type is "int" or "bigint";
        if (isInteger && ExpressionKinds.IsDouble(sql, expression) && !IsWholeQuotient(sql, expression))
            findings.Add(at, "a fraction to an integer", "Spark cuts, DuckDB rounds: write CAST(floor(x) AS BIGINT)");
        if (isInteger && ExpressionKinds.IsFraction(sql, expression))
            findings.Add(at, "a DECIMAL to an integer", "Spark cuts, DuckDB rounds: write CAST(floor(x) AS BIGINT)");
        if (isInteger && ExpressionKinds.IsTimestamp(sql, expression))
            findings.Add(at, "a TIMESTAMP to an integer", "write unix_seconds(t)");
        if (type == "timestamp" && sql.At(expression.Start).Kind == SqlTokenKind.Number)
            findings.Add(at, "a number to TIMESTAMP", "write timestamp_seconds(n)");
        if (type.StartsWith("decimal", StringComparison.Ordinal) && ExpressionKinds.IsDouble(sql, expression))
            findings.Add(at, "a DOUBLE to DECIMAL", "half-way cases differ: write integers of a small unit");
        if (type == "string")
            CheckText(sql, at, expression, findings);
    }

    private static void CheckText(SqlStructure sql, SqlToken at, TokenRange expression, Findings findings)
    {
        if (ExpressionKinds.IsDouble(sql, expression))
            findings.Add(at, "a DOUBLE to STRING", "each engine writes it its own way: cast an integer or a DECIMAL");
        else if (ExpressionKinds.IsTimestamp(sql, expression))
            findings.Add(at, "a TIMESTAMP to STRING", "cast a DATE, or unix_seconds(t)");
        else if (ExpressionKinds.IsList(sql, expression))
            findings.Add(at, "a list to STRING", "write array_join(a, ',')");
    }

    /// <summary><c>(x - x % n) / n</c> or <c>(x - pmod(x, n)) / n</c>: nothing is left to cut or round.</summary>
    private static bool IsWholeQuotient(SqlStructure sql, TokenRange expression)
    {
        if (!sql.At(expression.Start).IsOperator("("))
            return false;
        var close = sql.PartnerOf(expression.Start);
        if (!sql.At(close + 1).IsOperator("/"))
            return false;
        var divisor = sql.OperandFrom(close + 2);
        if (divisor.End != expression.End)
            return false;

        var dividend = sql.TextOf(new(expression.Start + 1, close));
        var n = sql.TextOf(divisor);
        return dividend.Contains(" - ", StringComparison.Ordinal)
            && (
                dividend.EndsWith($" % {n}", StringComparison.Ordinal)
                || (dividend.Contains("- pmod ( ", StringComparison.Ordinal) && dividend.EndsWith($", {n} )", StringComparison.Ordinal))
            );
    }

    [GeneratedRegex(@"^(int|bigint|double|string|boolean|date|timestamp|decimal \( [0-9]+ , [0-9]+ \))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PortableType();
}
