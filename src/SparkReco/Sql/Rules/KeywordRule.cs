namespace SparkReco.Sql.Rules;

/// <summary>Clauses and keywords that one engine lacks or reads otherwise.</summary>
internal static class KeywordRule
{
    /// <summary>Phrases of keywords, and what to write instead.</summary>
    private static readonly (string[] Words, string Advice)[] Phrases =
    [
        (["qualify"], "write SELECT ... FROM (SELECT ..., row_number() OVER (...) AS rn ...) AS s WHERE rn <= :k"),
        (["distinct", "on"], "write row_number() OVER (PARTITION BY ... ORDER BY ...) = 1 in an outer SELECT"),
        (["left", "anti"], "write WHERE NOT EXISTS (SELECT ...)"),
        (["left", "semi"], "write WHERE EXISTS (SELECT ...)"),
        (["natural"], "name the columns: JOIN ... ON or USING (k)"),
        (["asof"], "write a join with a range and row_number()"),
        (["positional"], "join on a key"),
        (["lateral", "view"], "write CROSS JOIN LATERAL explode(a) AS e(v)"),
        (["interval"], "write date_add(d, n) or add_months(d, n)"),
        (["div"], "write CAST((x - x % 7) / 7 AS BIGINT)"),
        (["rlike"], "write regexp_like(s, p)"),
        (["regexp"], "write regexp_like(s, p)"),
        (["similar", "to"], "write regexp_like(s, p)"),
        (["glob"], "write LIKE or regexp_like(s, p)"),
        (["ilike"], "write lower(s) LIKE 'a%'"),
        (["recursive"], "Spark has it from 4.1 on only: write the steps one by one"),
        (["with", "rollup"], "write GROUP BY ROLLUP(a, b)"),
        (["with", "cube"], "write GROUP BY CUBE(a, b)"),
        (["union", "by", "name"], "list the columns on both sides of UNION"),
        (["union", "all", "by", "name"], "list the columns on both sides of UNION ALL"),
        (["ignore", "nulls"], "filter the NULLs out, or use max_by(v, k)"),
        (["respect", "nulls"], "leave it out"),
        (["current_date"], "write a parameter such as :as_of"),
        (["current_timestamp"], "write a parameter such as :as_of"),
        (["localtimestamp"], "write a parameter such as :as_of"),
        (["timestamp_ntz"], "write TIMESTAMP '2024-01-05 10:20:30'"),
        (["timestamp_ltz"], "write TIMESTAMP '2024-01-05 10:20:30'"),
        (["tablesample"], "write a bucket: pmod(CAST(conv(substr(md5(k), 1, 15), 16, 10) AS BIGINT), n)"),
        (["pivot"], "write count(*) FILTER (WHERE ...) for each column"),
        (["unpivot"], "write UNION ALL, or explode(array(...))"),
        (["minus"], "write EXCEPT"),
        (["collate"], "leave it out: text is compared by its UTF-8 bytes"),
        (["any", "("], "write EXISTS (SELECT ...), or bool_or(x) as an aggregate"),
        (["some", "("], "write EXISTS (SELECT ...), or bool_or(x) as an aggregate"),
        (["all", "("], "write NOT EXISTS (SELECT ...)"),
        (["not", "in", "(", "select"], "write NOT EXISTS (SELECT ...): a NULL among the values makes it unknown"),
        (["not", "in", "(", "with"], "write NOT EXISTS (SELECT ...): a NULL among the values makes it unknown"),
    ];

    private static readonly HashSet<string> Beginnings = new(StringComparer.OrdinalIgnoreCase) { "select", "with", "values", "(", "create" };

    public static void Check(SqlStructure sql, Findings findings)
    {
        var first = sql.At(0);
        if (!Beginnings.Contains(first.Text))
            findings.Add(first, $"the statement begins with {first.Text}", "a model is one SELECT");

        for (var i = 0; i < sql.Tokens.Count; i++)
        {
            if (sql.Tokens[i].Kind == SqlTokenKind.Word && !IsColumn(sql, i))
                CheckWord(sql, i, findings);
        }
    }

    private static void CheckWord(SqlStructure sql, int index, Findings findings)
    {
        foreach (var (words, advice) in Phrases)
        {
            if (Matches(sql, index, words))
                findings.Add(sql.At(index), string.Join(' ', words).ToUpperInvariant(), advice);
        }
        if (sql.At(index - 1).IsWord("as") && SqlKeywords.ReservedByDuckDb.Contains(sql.At(index).Text) && IsAlias(sql, index))
            findings.Add(sql.At(index), $"{sql.At(index).Text} as a name", "DuckDB reserves it: choose another name");
    }

    private static bool IsColumn(SqlStructure sql, int index) => sql.At(index - 1).IsOperator(".");

    /// <summary>Not a cast's type, and not the query of a view.</summary>
    private static bool IsAlias(SqlStructure sql, int index) =>
        sql.EnclosingCall(index) is not { IsCast: true }
        && sql.At(index) is var token
        && !(token.IsWord("select") || token.IsWord("with") || token.IsWord("values"));

    private static bool Matches(SqlStructure sql, int index, string[] words) =>
        words
            .Index()
            .All(w =>
                sql.At(index + w.Index) is { Kind: SqlTokenKind.Word or SqlTokenKind.Operator } token
                && token.Text.Equals(w.Item, StringComparison.OrdinalIgnoreCase)
            ) && !(words.Length == 1 && sql.CallAt(index) is not null);
}
