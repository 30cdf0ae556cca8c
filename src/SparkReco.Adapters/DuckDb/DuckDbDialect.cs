using System.Text;
using SparkReco.Sql;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Turns portable Spark SQL into DuckDB's dialect where a macro cannot: names that DuckDB reserves, lambdas, named fields and
/// patterns. Other literals, comments and line breaks stay; hints are dropped.
/// </summary>
public static class DuckDbDialect
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["array"] = "list_value",
        ["filter"] = "list_filter",
        ["transform"] = "list_transform",
        ["named_struct"] = "struct_pack",
    };

    private static readonly HashSet<string> TakePattern = new(StringComparer.OrdinalIgnoreCase)
    {
        "regexp_extract",
        "regexp_like",
        "regexp_replace",
        "split",
    };

    /// <summary>The same statement for DuckDB; the file's name is for messages.</summary>
    /// <exception cref="SqlModelException">A literal or a comment has no end.</exception>
    public static string Rewrite(string file, string text)
    {
        var tokens = SqlTokenizer.Read(file, text);
        var code = tokens.Where(t => !t.IsComment).ToList();
        var changes = new SortedDictionary<int, (int Length, string Text)>();
        foreach (var hint in tokens.Where(t => t.Kind == SqlTokenKind.Hint))
            changes[hint.Offset] = (hint.Text.Length, "");
        for (var i = 0; i < code.Count; i++)
            Change(code, i, changes);
        return Apply(text, changes);
    }

    private static void Change(List<SqlToken> code, int index, SortedDictionary<int, (int Length, string Text)> changes)
    {
        if (IsLambda(code, index))
        {
            Replace(code[index], $"lambda {code[index].Text}", changes);
            Replace(code[index + 1], ":", changes);
        }
        else if (IsCall(code, index) && Renamed.TryGetValue(code[index].Text, out var name))
        {
            Replace(code[index], name, changes);
            if (code[index].IsWord("named_struct"))
                NameFields(code, index + 1, changes);
        }
        else if (IsCall(code, index) && TakePattern.Contains(code[index].Text))
            TranslatePattern(code, index + 1, changes);
    }

    /// <summary>The literal after the first comma of the call.</summary>
    private static void TranslatePattern(List<SqlToken> code, int open, SortedDictionary<int, (int Length, string Text)> changes)
    {
        var comma = Commas(code, open).FirstOrDefault();
        if (comma > 0 && code[comma + 1].Kind == SqlTokenKind.Text)
            Replace(code[comma + 1], $"'{DuckDbPattern.Translate(code[comma + 1].Content)}'", changes);
    }

    /// <summary>The commas directly inside a bracket.</summary>
    private static IEnumerable<int> Commas(List<SqlToken> code, int open)
    {
        var depth = 0;
        for (var i = open; i < code.Count; i++)
        {
            if (code[i].IsOperator("("))
                depth++;
            else if (code[i].IsOperator(")") && --depth == 0)
                yield break;
            else if (depth == 1 && code[i].IsOperator(","))
                yield return i;
        }
    }

    private static bool IsLambda(List<SqlToken> code, int index) =>
        code[index].Kind == SqlTokenKind.Word && index + 1 < code.Count && code[index + 1].IsOperator("->");

    /// <summary>A bracket after an aggregate's own is its FILTER clause; a name after AS is an alias.</summary>
    private static bool IsCall(List<SqlToken> code, int index) =>
        code[index].Kind == SqlTokenKind.Word
        && index + 1 < code.Count
        && code[index + 1].IsOperator("(")
        && !(index > 0 && (code[index - 1].IsOperator(")") || code[index - 1].IsOperator(".") || code[index - 1].IsWord("as")));

    /// <summary><c>'a', x, 'b', y</c> becomes <c>a := x, b := y</c>.</summary>
    private static void NameFields(List<SqlToken> code, int open, SortedDictionary<int, (int Length, string Text)> changes)
    {
        foreach (var before in Commas(code, open).Prepend(open).Where((_, argument) => argument % 2 == 0))
        {
            if (before + 2 >= code.Count || code[before + 1].Kind != SqlTokenKind.Text)
                continue;
            Replace(code[before + 1], code[before + 1].Content, changes);
            Replace(code[before + 2], " :=", changes);
        }
    }

    private static void Replace(SqlToken token, string text, SortedDictionary<int, (int Length, string Text)> changes) =>
        changes[token.Offset] = (token.Text.Length, text);

    private static string Apply(string text, SortedDictionary<int, (int Length, string Text)> changes)
    {
        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var (offset, (length, replacement)) in changes)
        {
            result.Append(text, copied, offset - copied).Append(replacement);
            copied = offset + length;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
