namespace SparkReco.Sql.Rules;

/// <summary>
/// What can be seen of an expression's type without knowing the columns. "No" means "not to be seen": a column is trusted.
/// </summary>
internal static class ExpressionKinds
{
    private static readonly HashSet<string> GiveDouble = ["sqrt", "try_divide", "percentile"];
    private static readonly HashSet<string> GiveTimestamp = ["timestamp_seconds", "date_trunc"];
    private static readonly HashSet<string> GiveDate =
    [
        "date_add",
        "date_sub",
        "add_months",
        "last_day",
        "trunc",
        "to_date",
        "make_date",
        "date_from_unix_date",
    ];
    private static readonly HashSet<string> KeepType =
    [
        "abs",
        "coalesce",
        "greatest",
        "if",
        "ifnull",
        "least",
        "max",
        "min",
        "nullif",
        "nvl",
        "pmod",
        "sum",
    ];
    private static readonly HashSet<string> Comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];

    public static bool IsDouble(SqlStructure sql, TokenRange range) =>
        Any(sql, range, IsDoubleToken, call => GiveDouble.Contains(call.Name) || HasType(sql, call, "double"));

    /// <summary>A DECIMAL with digits after the point.</summary>
    public static bool IsFraction(SqlStructure sql, TokenRange range) =>
        Any(
            sql,
            range,
            _ => false,
            call => IsDecimal(sql, call) && !sql.TextOf(sql.PartsOfCast(call).Type).EndsWith(", 0 )", StringComparison.Ordinal)
        );

    public static bool IsDecimal(SqlStructure sql, TokenRange operand) => sql.OnlyCall(Unsigned(sql, operand)) is { } call && IsDecimal(sql, call);

    public static bool IsTimestamp(SqlStructure sql, TokenRange range) =>
        (range.Length == 2 && sql.At(range.Start).IsWord("timestamp"))
        || (sql.OnlyCall(range) is { } call && (GiveTimestamp.Contains(call.Name) || HasType(sql, call, "timestamp")));

    public static bool IsDate(SqlStructure sql, TokenRange range) =>
        (range.Length == 2 && sql.At(range.Start).IsWord("date"))
        || (sql.OnlyCall(range) is { } call && (GiveDate.Contains(call.Name) || HasType(sql, call, "date")));

    public static bool IsList(SqlStructure sql, TokenRange range) => sql.OnlyCall(range) is { } call && PortableFunctions.GivesList(call.Name);

    public static bool HasType(SqlStructure sql, SqlCall call, string type) => call.IsCast && sql.TextOf(sql.PartsOfCast(call).Type) == type;

    private static bool IsDecimal(SqlStructure sql, SqlCall call) => call.IsCast && sql.At(sql.PartsOfCast(call).Type.Start).IsWord("decimal");

    private static bool IsDoubleToken(SqlToken token) =>
        token.IsOperator("/") || (token.Kind == SqlTokenKind.Number && token.Text.Contains('e', StringComparison.OrdinalIgnoreCase));

    private static TokenRange Unsigned(SqlStructure sql, TokenRange range) =>
        sql.At(range.Start).IsOperator("-") || sql.At(range.Start).IsOperator("+") ? range with { Start = range.Start + 1 } : range;

    private static bool Any(SqlStructure sql, TokenRange range, Predicate<SqlToken> token, Predicate<SqlCall> call)
    {
        if (!sql.At(range.Start).IsWord("case") && sql.Surface(range).Any(i => Comparisons.Contains(sql.At(i).Text)))
            return false;
        for (var i = range.Start; i < range.End; i++)
        {
            if (sql.CallAt(i) is { } inner)
            {
                if (call(inner))
                    return true;
                if (KeepType.Contains(inner.Name) && inner.Arguments.Any(a => Any(sql, a, token, call)))
                    return true;
                i = inner.Close;
            }
            else if (sql.IsOpen(i))
            {
                var close = sql.PartnerOf(i);
                if (Any(sql, new(i + 1, close), token, call))
                    return true;
                i = close;
            }
            else if (token(sql.At(i)))
                return true;
        }
        return false;
    }
}
