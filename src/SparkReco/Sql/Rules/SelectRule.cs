namespace SparkReco.Sql.Rules;

/// <summary>Columns that are listed and typed, conditions that have a type, and limits that have an order.</summary>
internal static class SelectRule
{
    private static readonly string[] EndsTables = ["where", "group", "having", "order", "limit", "union", "except", "intersect", "window"];

    public static void Check(SqlStructure sql, Findings findings)
    {
        for (var i = 0; i < sql.Tokens.Count; i++)
        {
            var token = sql.Tokens[i];
            if (token.IsOperator("*"))
                CheckStar(sql, i, findings);
            if (token.IsWord("null"))
                CheckNull(sql, i, findings);
            if (token.IsWord("from"))
                CheckTables(sql, i, findings);
            if (token.IsWord("order"))
                CheckOrder(sql, i, findings);
            if (token.IsWord("limit") && !HasOrderBefore(sql, i) && !sql.At(i - 1).IsOperator("."))
                findings.Add(token, "LIMIT without ORDER BY", "write ORDER BY with a unique last key in front of it");
        }
    }

    private static void CheckStar(SqlStructure sql, int index, Findings findings)
    {
        if (sql.IsBinary(index))
            return;
        if (sql.EnclosingCall(index) is { Name: "count", Arguments: [{ Length: 1 }] })
            return;
        findings.Add(sql.At(index), "*", "list the columns");
    }

    /// <summary>Who looks for the tables that a query reads finds those that stand after FROM and JOIN.</summary>
    private static void CheckTables(SqlStructure sql, int index, Findings findings)
    {
        for (var i = index + 1; i < sql.Tokens.Count && !sql.IsClose(i); i++)
        {
            if (sql.IsOpen(i))
                i = sql.PartnerOf(i);
            else if (EndsTables.Any(word => sql.At(i).IsWord(word)))
                return;
            else if (sql.At(i).IsOperator(","))
                findings.Add(sql.At(i), "a comma between tables", "write CROSS JOIN, or JOIN with its condition");
        }
    }

    private static void CheckNull(SqlStructure sql, int index, Findings findings)
    {
        var (before, after) = (sql.At(index - 1), sql.At(index + 1));
        if (before.IsWord("when") && after.IsWord("then"))
            findings.Add(sql.At(index), "WHEN NULL", "write WHEN CAST(NULL AS BOOLEAN)");

        var beginsColumn = before.IsWord("select") || before.IsWord("distinct") || before.IsOperator(",");
        var endsColumn = after.IsWord("as") || (before.IsWord("select") && (after.Text.Length == 0 || after.IsOperator(",") || after.IsWord("from")));
        if (beginsColumn && endsColumn)
            findings.Add(sql.At(index), "NULL without a type", "write CAST(NULL AS INT)");
    }

    /// <summary>Spark 3.5 finds no aggregate in the ORDER BY of a SELECT that has a window, unless it goes by the name of a column.</summary>
    private static void CheckOrder(SqlStructure sql, int index, Findings findings)
    {
        var select = index - 1;
        while (select >= 0 && !sql.IsOpen(select) && !sql.At(select).IsWord("select"))
            select = (sql.IsClose(select) ? sql.PartnerOf(select) : select) - 1;
        if (!sql.At(select).IsWord("select") || !sql.Surface(new(select, index)).Any(i => sql.At(i).IsWord("over")))
            return;
        for (var i = index + 1; i < sql.Tokens.Count && !sql.IsClose(i); i++)
        {
            if (sql.CallAt(i) is { } call && PortableFunctions.IsAggregate(call.Name))
                findings.Add(sql.At(i), $"ORDER BY {call.Name} beside a window", "give it a name among the columns, and order by that");
            if (sql.IsOpen(i))
                i = sql.PartnerOf(i);
        }
    }

    private static bool HasOrderBefore(SqlStructure sql, int index)
    {
        for (var i = index - 1; i >= 0 && !sql.IsOpen(i); i--)
        {
            if (sql.IsClose(i))
                i = sql.PartnerOf(i);
            else if (sql.At(i).IsWord("order"))
                return true;
            else if (sql.At(i).IsWord("select"))
                return false;
        }
        return false;
    }
}
