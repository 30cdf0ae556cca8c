namespace SparkReco.Sql.Rules;

/// <summary>Lists of words that several rules need.</summary>
internal static class SqlKeywords
{
    /// <summary>Words after which an operand begins, so that a sign there is a sign and a star is a star.</summary>
    public static readonly HashSet<string> BeforeOperand = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "and", "between", "by", "case", "distinct", "else", "from", "having", "in", "like", "limit", "not", "offset", "on", "or",
        "preceding", "select", "then", "when", "where",
    };

    /// <summary>Names that DuckDB reserves, although Spark takes them.</summary>
    public static readonly HashSet<string> ReservedByDuckDb = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric", "authorization", "binary", "both",
        "case", "cast", "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "default",
        "deferrable", "desc", "describe", "distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from",
        "full", "generated", "glob", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull",
        "join", "lambda", "lateral", "leading", "left", "like", "limit", "map", "natural", "not", "notnull", "null", "offset", "on",
        "only", "or", "order", "outer", "overlaps", "pivot", "pivot_longer", "pivot_wider", "placing", "positional", "primary", "qualify",
        "references", "returning", "right", "select", "semi", "show", "similar", "some", "struct", "summarize", "symmetric", "table",
        "tablesample", "then", "to", "trailing", "true", "try_cast", "union", "unique", "unpivot", "using", "variadic", "verbose", "when",
        "where", "window", "with",
    };
}
