using System.Text.RegularExpressions;

namespace SparkReco.Sql.Rules;

/// <summary>Literals and names that are written alike for every engine.</summary>
internal static partial class LiteralRule
{
    private static readonly HashSet<string> Prefixes = new(StringComparer.OrdinalIgnoreCase) { "b", "e", "n", "r", "u", "x" };
    private static readonly HashSet<string> Operators =
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "=",
        "<>",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "||",
        "&",
        "|",
        "~",
        "->",
        ".",
        ",",
        "(",
        ")",
    ];

    private static readonly Dictionary<string, string> InsteadOfOperator = new()
    {
        ["::"] = "write CAST(x AS TYPE)",
        ["<=>"] = "write a IS NOT DISTINCT FROM b",
        ["=="] = "write a = b",
        ["!"] = "write NOT x",
        ["^"] = "it is a power in DuckDB: write the bits with & and |, or multiply",
        ["**"] = "multiply",
        ["//"] = "write CAST((x - x % 7) / 7 AS BIGINT)",
        ["["] = "write get(a, i) from 0, try_element_at(a, i) from 1, or array(...)",
        ["]"] = "write get(a, i) from 0, try_element_at(a, i) from 1, or array(...)",
        ["->>"] = "write get_json_object(j, '$.a')",
        [";"] = "a model is one statement without a semicolon",
        ["<<"] = "write shiftleft(x, n)",
        [">>"] = "write shiftright(x, n)",
    };

    public static void Check(SqlStructure sql, Findings findings)
    {
        for (var i = 0; i < sql.Tokens.Count; i++)
        {
            var token = sql.Tokens[i];
            switch (token.Kind)
            {
                case SqlTokenKind.Text:
                    CheckText(sql, i, findings);
                    break;
                case SqlTokenKind.Number:
                    CheckNumber(sql, i, findings);
                    break;
                case SqlTokenKind.Quoted:
                    findings.Add(token, token.Text, "text stands in single quotes, names stand without quotes");
                    break;
                case SqlTokenKind.Operator when !Operators.Contains(token.Text):
                    findings.Add(
                        token,
                        token.Text,
                        InsteadOfOperator.GetValueOrDefault(token.Text, "no engine-neutral meaning: write it with functions")
                    );
                    break;
                default:
                    break;
            }
        }
    }

    private static void CheckText(SqlStructure sql, int index, Findings findings)
    {
        var token = sql.Tokens[index];
        if (token.Content.Contains('\'', StringComparison.Ordinal))
            findings.Add(token, "a doubled quote in a literal", "write 'it' || chr(39) || 's'");
        if (token.Content.Contains('\\', StringComparison.Ordinal))
            findings.Add(token, "a backslash in a literal", "write chr(92), chr(10), or a class such as [.] in a pattern");
        if (token.Content.Contains("${", StringComparison.Ordinal))
            findings.Add(token, "${ in a literal", "Spark puts a variable there: write '$' || '{'");
        if (Prefixes.Contains(sql.At(index - 1).Text) && sql.At(index - 1).Offset + 1 == token.Offset)
            findings.Add(sql.At(index - 1), "a prefix before a literal", "write the literal without it");
        if (sql.At(index - 1).Kind == SqlTokenKind.Text)
            findings.Add(token, "two literals side by side", "write 'a' || 'b'");
        if (sql.At(index - 1).IsWord("timestamp") && !TimestampText().IsMatch(token.Content))
            findings.Add(token, "a TIMESTAMP in another form", "write TIMESTAMP '2024-01-05 10:20:30'");
        if (sql.At(index - 1).IsWord("date") && !PortableText.IsDate(token.Content))
            findings.Add(token, "a DATE in another form", "write DATE '2024-01-05'");
    }

    private static void CheckNumber(SqlStructure sql, int index, Findings findings)
    {
        var token = sql.Tokens[index];
        if (DoubleNumber().IsMatch(token.Text))
            return;
        if (IntegerNumber().IsMatch(token.Text))
        {
            if (!long.TryParse(token.Text, out _))
                findings.Add(token, $"{token.Text} is beyond BIGINT", "write a smaller integer, or a DOUBLE such as 1e20");
            return;
        }
        if (DecimalNumber().IsMatch(token.Text))
        {
            if (sql.EnclosingCall(index) is { Name: "percentile" })
                return;
            findings.Add(token, $"{token.Text} is a DECIMAL", $"write the DOUBLE {token.Text}e0, or integers of a smaller unit");
            return;
        }
        findings.Add(token, $"the number {token.Text}", "write digits only, or 15e-1, and CAST(5 AS BIGINT) for a type");
    }

    [GeneratedRegex(@"^[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IntegerNumber();

    [GeneratedRegex(@"^[0-9]*\.[0-9]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalNumber();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DoubleNumber();

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?Z?\z",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex TimestampText();
}
