using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SparkReco.Sql.Rules;

/// <summary>Arguments that must be written out, or have one form only.</summary>
internal static partial class ArgumentRule
{
    private const string SpecialCase = "ßẞİıŉǰΐΰﬀﬁﬂﬃﬄﬅﬆ";

    private static readonly HashSet<string> OfDates =
    [
        "add_months",
        "date_add",
        "date_sub",
        "date_trunc",
        "datediff",
        "day",
        "dayofweek",
        "dayofyear",
        "hour",
        "last_day",
        "minute",
        "month",
        "quarter",
        "second",
        "trunc",
        "unix_date",
        "unix_seconds",
        "unix_timestamp",
        "weekday",
        "weekofyear",
        "year",
    ];

    private static readonly Dictionary<string, (int Argument, string[] Texts)> Choices = new()
    {
        ["trunc"] = (1, ["WEEK", "MM", "MON", "MONTH", "QUARTER", "YEAR", "YYYY", "YY"]),
        ["date_trunc"] = (0, ["week", "month", "quarter", "year"]),
        ["to_date"] = (1, ["yyyy-MM-dd", "yyyyMMdd"]),
    };

    public static void Check(SqlStructure sql, Findings findings)
    {
        foreach (var call in sql.Calls)
        {
            if (!PortableFunctions.TryGetArity(call.Name, out var arity) || call.Arguments.Count < arity.Least)
                continue;
            CheckChoice(sql, call, findings);
            CheckDates(sql, call, findings);
            CheckOther(sql, call, findings);
        }
    }

    private static void CheckChoice(SqlStructure sql, SqlCall call, Findings findings)
    {
        if (!Choices.TryGetValue(call.Name, out var choice))
            return;
        var argument = call.Arguments[choice.Argument];
        if (sql.OnlyText(argument) is { } text && choice.Texts.Contains(text.Content))
            return;
        findings.Add(
            sql.At(argument.Start),
            $"{call.Name} with {sql.TextOf(argument)}",
            "write one of " + string.Join(", ", choice.Texts.Select(t => $"'{t}'"))
        );
    }

    private static void CheckDates(SqlStructure sql, SqlCall call, Findings findings)
    {
        foreach (var argument in call.Arguments)
        {
            if (OfDates.Contains(call.Name) && sql.OnlyText(argument) is { } text && call.Name is not ("trunc" or "date_trunc"))
                findings.Add(text, $"text as a date in {call.Name}", "write DATE '2024-01-05' or TIMESTAMP '2024-01-05 10:20:30'");
            if (call.Name == "sequence" && ExpressionKinds.IsDate(sql, argument))
                findings.Add(sql.At(argument.Start), "a sequence of dates", "write date_add(d, i) over explode(sequence(0, n)) AS r(i)");
        }
    }

    private static void CheckOther(SqlStructure sql, SqlCall call, Findings findings)
    {
        var at = sql.At(call.At);
        switch (call.Name)
        {
            case "upper" or "lower" when sql.OnlyText(call.Arguments[0]) is { } text && text.Content.Any(c => SpecialCase.Contains(c)):
                findings.Add(text, $"{call.Name} of a letter with a case of its own", "write the literal as it shall be");
                break;
            case "sqrt" when sql.At(call.Arguments[0].Start).IsOperator("-"):
                findings.Add(at, "sqrt below 0", "Spark gives NaN, DuckDB raises: write sqrt(greatest(x, 0))");
                break;
            case "chr" when !(int.TryParse(sql.TextOf(call.Arguments[0]), out var letter) && letter is > 0 and < 128):
                findings.Add(at, "chr of another letter", "Spark takes it by 256: write the letter itself, or chr(n) with 1 to 127");
                break;
            case "split_part" when sql.OnlyText(call.Arguments[1]) is { Content: "" } separator:
                findings.Add(separator, "an empty separator", "write a separator, or take the text apart with substr(s, i, 1)");
                break;
            case "conv" when sql.TextOf(call.Arguments[1]) != "16" || sql.TextOf(call.Arguments[2]) != "10":
                findings.Add(at, "conv between other bases", "write conv(s, 16, 10)");
                break;
            case "shiftleft":
                CheckShift(sql, call, findings);
                break;
            case "get_json_object":
                CheckJson(sql, call, findings);
                break;
            case "named_struct":
                CheckStruct(sql, call, findings);
                break;
            default:
                break;
        }
    }

    private static void CheckShift(SqlStructure sql, SqlCall call, Findings findings)
    {
        var isLong = sql.OnlyCall(call.Arguments[0]) is { } cast && ExpressionKinds.HasType(sql, cast, "bigint");
        if (int.TryParse(sql.TextOf(call.Arguments[1]), out var bits) && bits > (isLong ? 62 : 30))
            findings.Add(sql.At(call.At), $"shiftleft by {bits}", "Spark wraps and DuckDB raises: shift a BIGINT, by 62 at the most");
    }

    private static void CheckJson(SqlStructure sql, SqlCall call, Findings findings)
    {
        if (sql.OnlyText(call.Arguments[1]) is not { } path || !JsonPath().IsMatch(path.Content))
            findings.Add(sql.At(call.Arguments[1].Start), "a path of another form", "write a literal such as '$.a.b[0]'");
        if (sql.OnlyText(call.Arguments[0]) is { } json && HasMoreThanOneValue(json.Content))
            findings.Add(json, "text after a complete JSON value", "write one JSON value");
    }

    private static bool HasMoreThanOneValue(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out var value))
                return false;
            value.Dispose();
            return bytes.AsSpan((int)reader.BytesConsumed).ContainsAnyExcept(" \t\r\n"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void CheckStruct(SqlStructure sql, SqlCall call, Findings findings)
    {
        var names = call.Arguments.Where((_, i) => i % 2 == 0);
        if (call.Arguments.Count % 2 != 0 || names.Any(n => sql.OnlyText(n) is not { } name || !FieldName().IsMatch(name.Content)))
            findings.Add(sql.At(call.At), "named_struct with other names", "write named_struct('a', x, 'b', y) with plain names");
        if (sql.At(call.Close + 1).IsOperator("."))
            findings.Add(sql.At(call.At), "a field of named_struct", "write the value itself, or name the struct in a subquery");
    }

    [GeneratedRegex(@"^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonPath();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldName();
}
