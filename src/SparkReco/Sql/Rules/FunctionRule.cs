namespace SparkReco.Sql.Rules;

/// <summary>Only functions of the list, with the right number of arguments, in places where they mean the same everywhere.</summary>
internal static class FunctionRule
{
    private static readonly HashSet<string> NeedOrder = ["row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value", "last_value"];

    public static void Check(SqlStructure sql, Findings findings)
    {
        foreach (var call in sql.Calls)
        {
            var at = sql.At(call.At);
            if (sql.At(call.At - 1).IsOperator("."))
                findings.Add(at, $"{at.Text} after a dot", "write the function without a schema");
            else if (call.IsCast)
                continue;
            else if (call.Name == "trim")
                CheckTrim(sql, call, findings);
            else if (!PortableFunctions.TryGetArity(call.Name, out var arity))
                findings.Add(at, $"the function {call.Name}", PortableFunctions.InsteadOf(call.Name));
            else if (call.Arguments.Count < arity.Least || call.Arguments.Count > arity.Most)
                findings.Add(at, $"{call.Name} with {call.Arguments.Count} arguments", CountAdvice(call.Name, arity));
            else
                CheckPlace(sql, call, findings);
        }
    }

    private static string CountAdvice(string name, (int Least, int Most) arity) =>
        name switch
        {
            "count" => "count one column; for several write SELECT DISTINCT a, b in a subquery first",
            _ when arity.Least == arity.Most => $"write it with {arity.Least}",
            _ => $"write it with {arity.Least} to {arity.Most}",
        };

    private static void CheckTrim(SqlStructure sql, SqlCall call, Findings findings)
    {
        var first = sql.At(call.Open + 1);
        if (!(first.IsWord("both") || first.IsWord("leading") || first.IsWord("trailing")) || sql.At(call.Open + 2).Kind != SqlTokenKind.Text)
            findings.Add(sql.At(call.At), "trim(s)", "write btrim(s) or trim(BOTH ' ' FROM s)");
    }

    private static void CheckPlace(SqlStructure sql, SqlCall call, Findings findings)
    {
        var at = sql.At(call.At);
        switch (call.Name)
        {
            case "floor" or "ceil" when !IsCastTo(sql, call, "bigint", "int"):
                findings.Add(at, $"{call.Name} without a type", $"write CAST({call.Name}(x) AS BIGINT)");
                break;
            case "date_trunc" when !IsCastTo(sql, call, "date"):
                findings.Add(at, "date_trunc without a type", "write CAST(date_trunc('week', d) AS DATE)");
                break;
            case "collect_list" or "collect_set" when sql.EnclosingCall(call.At) is not { Name: "sort_array" or "array_sort" }:
                findings.Add(at, $"{call.Name} without an order", $"write sort_array({call.Name}(x))");
                break;
            case "explode" or "posexplode" when !(sql.At(call.At - 1).IsWord("lateral") || sql.At(call.At - 1).IsWord("from")):
                findings.Add(at, $"{call.Name} among the columns", $"write CROSS JOIN LATERAL {call.Name}(a) AS e(v)");
                break;
            case "sum" when ExpressionKinds.IsDouble(sql, call.Arguments[0]):
                findings.Add(at, "a sum of DOUBLE", "it depends on the order of rows: sum integers of a small unit");
                break;
            default:
                break;
        }
        if (call.Name is "explode" or "posexplode" && Enumerable.Range(call.Open, call.Close - call.Open).Any(i => sql.At(i).IsOperator("->")))
            findings.Add(at, $"a lambda inside {call.Name}", "make the list in a step before");
        CheckWindow(sql, call, findings);
    }

    /// <summary>DuckDB has them as macros, to which these clauses cannot be given.</summary>
    private static void CheckMacro(SqlStructure sql, SqlCall call, bool isFiltered, bool hasWindow, Findings findings)
    {
        if (!PortableFunctions.IsAggregateMacro(call.Name))
            return;
        if (isFiltered || sql.At(call.Open + 1).IsWord("distinct"))
            findings.Add(
                sql.At(call.At),
                $"{call.Name} with FILTER or DISTINCT",
                "choose the rows in a step before, or write CASE WHEN ... THEN x END"
            );
        if (hasWindow)
            findings.Add(sql.At(call.At), $"{call.Name} with OVER", "group the rows in a step of its own, and join");
    }

    private static bool IsCastTo(SqlStructure sql, SqlCall call, params string[] types) =>
        sql.EnclosingCall(call.At) is { Name: "cast" } cast
        && sql.PartsOfCast(cast) is var (expression, type)
        && expression == new TokenRange(call.At, call.Close + 1)
        && types.Contains(sql.TextOf(type));

    private static void CheckWindow(SqlStructure sql, SqlCall call, Findings findings)
    {
        var next = call.Close + 1;
        var isFiltered = sql.At(next).IsWord("filter") && sql.IsOpen(next + 1);
        if (isFiltered)
            next = sql.PartnerOf(next + 1) + 1;
        var hasWindow = sql.At(next).IsWord("over");
        CheckMacro(sql, call, isFiltered, hasWindow, findings);
        if (isFiltered && hasWindow)
            findings.Add(sql.At(next), "FILTER with OVER", "Spark has no filter in a window: write sum(CASE WHEN ... THEN x END) OVER (...)");
        if (!NeedOrder.Contains(call.Name))
            return;

        if (!hasWindow)
            findings.Add(sql.At(call.At), $"{call.Name} without OVER", $"write {call.Name}(...) OVER (ORDER BY ...)");
        else if (!HasOrder(sql, next + 1))
            findings.Add(sql.At(call.At), $"{call.Name} without an order", "write ORDER BY with a unique last key in its window");
    }

    private static bool HasOrder(SqlStructure sql, int window)
    {
        if (!sql.IsOpen(window))
            window = DefinitionOf(sql, sql.At(window).Text);
        return window >= 0 && sql.Surface(new(window + 1, sql.PartnerOf(window))).Any(i => sql.At(i).IsWord("order"));
    }

    private static int DefinitionOf(SqlStructure sql, string name)
    {
        for (var i = 0; i + 2 < sql.Tokens.Count; i++)
        {
            if (sql.At(i).IsWord(name) && sql.At(i + 1).IsWord("as") && sql.IsOpen(i + 2))
                return i + 2;
        }
        return -1;
    }
}
