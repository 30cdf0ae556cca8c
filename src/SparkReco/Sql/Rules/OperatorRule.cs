namespace SparkReco.Sql.Rules;

/// <summary>Operators whose result hangs on a type, on a zero or on precedence.</summary>
internal static class OperatorRule
{
    private static readonly HashSet<string> Comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];
    private static readonly HashSet<string> Arithmetic = ["+", "-", "*", "/", "%"];
    private static readonly HashSet<string> Bits = ["&", "|", "~", "||"];

    public static void Check(SqlStructure sql, Findings findings)
    {
        for (var i = 0; i < sql.Tokens.Count; i++)
        {
            var token = sql.Tokens[i];
            if (token.Kind != SqlTokenKind.Operator)
                continue;
            if (token.Text is "/" or "%")
                CheckDivision(sql, i, findings);
            if (Arithmetic.Contains(token.Text) && sql.IsBinary(i))
                CheckOperands(sql, i, findings);
            if (Comparisons.Contains(token.Text))
                CheckComparison(sql, i, findings);
            if (Bits.Contains(token.Text))
                CheckPrecedence(sql, i, findings);
            if (token.Text == "->" && sql.EnclosingCall(i) is not { Name: "filter" or "transform" })
                findings.Add(token, "->", "write it in filter(a, x -> ...) or transform(a, x -> ...); of JSON write get_json_object(j, '$.a')");
        }
    }

    private static void CheckDivision(SqlStructure sql, int index, Findings findings)
    {
        if (!IsNeverZero(sql, sql.OperandFrom(index + 1)) && !IsMean(sql, index))
            findings.Add(
                sql.At(index),
                $"{sql.At(index).Text} by a value that may be 0",
                "Spark raises, DuckDB gives NULL: write a / nullif(b, 0) or try_divide(a, b)"
            );
    }

    private static bool IsNeverZero(SqlStructure sql, TokenRange operand)
    {
        var start = operand.Start;
        while (sql.At(start).IsOperator("-") || sql.At(start).IsOperator("+"))
            start++;
        if (sql.At(start).Kind == SqlTokenKind.Number)
            return sql.At(start).Text.AsSpan().TrimStart("0.") is { Length: > 0 } rest && char.IsAsciiDigit(rest[0]);
        if (sql.At(start).IsOperator("("))
            return IsProductNeverZero(sql, new(start + 1, sql.PartnerOf(start)));
        return sql.CallAt(start) switch
        {
            { IsCast: true } cast => IsProductNeverZero(sql, sql.PartsOfCast(cast).Expression),
            { Name: "sqrt", Arguments.Count: 1 } root => IsProductNeverZero(sql, root.Arguments[0]),
            { Name: "nullif", Arguments.Count: 2 } call => sql.TextOf(call.Arguments[1]) is "0" or "0e0",
            _ => false,
        };
    }

    /// <summary>NULL passes as "never zero": the quotient is NULL everywhere.</summary>
    private static bool IsProductNeverZero(SqlStructure sql, TokenRange range)
    {
        for (var start = range.Start; start < range.End; )
        {
            var operand = sql.OperandFrom(start);
            if (operand.End > range.End || !IsNeverZero(sql, operand))
                return false;
            if (operand.End < range.End && !sql.At(operand.End).IsOperator("*"))
                return false;
            start = operand.End + 1;
        }
        return range.Length > 0;
    }

    /// <summary>A sum over its own count: the sum is NULL where the count is 0.</summary>
    private static bool IsMean(SqlStructure sql, int index)
    {
        if (sql.CallAt(index + 1) is not { Name: "count", Arguments.Count: 1 } count)
            return false;
        return sql.TextOf(sql.OperandBefore(index)).Contains($"sum ( {sql.TextOf(count.Arguments[0])} )", StringComparison.Ordinal);
    }

    private static void CheckOperands(SqlStructure sql, int index, Findings findings)
    {
        var at = sql.At(index);
        var before = sql.OperandBefore(index);
        var after = sql.OperandFrom(index + 1);
        if (at.Text == "-" && ExpressionKinds.IsDate(sql, after))
            findings.Add(at, "a difference of dates", "write datediff(later, earlier)");
        if (at.Text == "-" && ExpressionKinds.IsTimestamp(sql, after))
            findings.Add(at, "a difference of timestamps", "write unix_seconds(later) - unix_seconds(earlier)");
        if (!ExpressionKinds.IsDecimal(sql, before) && !ExpressionKinds.IsDecimal(sql, after))
            return;

        if (at.Text is "/" or "%")
            findings.Add(at, $"{at.Text} on DECIMAL", "the type of the result differs: write integers, or CAST both AS DOUBLE");
        else if (sql.EnclosingCall(index) is not { IsCast: true })
            findings.Add(at, $"{at.Text} on DECIMAL without a type", "write CAST(a + b AS DECIMAL(p, s))");
    }

    private static void CheckComparison(SqlStructure sql, int index, Findings findings)
    {
        var (before, after) = (sql.At(index - 1).Kind, sql.At(index + 1).Kind);
        if ((before, after) is (SqlTokenKind.Text, SqlTokenKind.Number) or (SqlTokenKind.Number, SqlTokenKind.Text))
            findings.Add(sql.At(index), "text compared with a number", "write both as text or both as numbers");
    }

    private static void CheckPrecedence(SqlStructure sql, int index, Findings findings)
    {
        var op = sql.At(index).Text;
        var others = NeighboursOf(sql, index).Where(o => o != op).ToList();
        var clash = op == "||" ? others.Any(o => o is "+" or "-" or "&" or "|" or "~") : others.Count > 0;
        if (clash)
            findings.Add(sql.At(index), $"{op} beside {others[0]}", "engines bind them in different order: put brackets around one");
    }

    /// <summary>The other binary operators of the same term: between commas, keywords, comparisons and brackets.</summary>
    private static IEnumerable<string> NeighboursOf(SqlStructure sql, int index)
    {
        foreach (var step in (int[])[-1, 1])
        {
            for (var i = index + step; !EndsTerm(sql, i, step); i += step)
            {
                if (step < 0 ? sql.IsClose(i) : sql.IsOpen(i))
                    i = sql.PartnerOf(i);
                else if (Bits.Contains(sql.At(i).Text) || (Arithmetic.Contains(sql.At(i).Text) && sql.IsBinary(i)))
                    yield return sql.At(i).Text;
            }
        }
    }

    private static bool EndsTerm(SqlStructure sql, int index, int step)
    {
        var token = sql.At(index);
        if (token.Text.Length == 0 || token.IsOperator(",") || token.IsOperator("->") || Comparisons.Contains(token.Text))
            return true;
        if (step < 0 ? sql.IsOpen(index) : sql.IsClose(index))
            return true;
        return token.Kind == SqlTokenKind.Word && (SqlKeywords.BeforeOperand.Contains(token.Text) || token.IsWord("as") || token.IsWord("is"));
    }
}
