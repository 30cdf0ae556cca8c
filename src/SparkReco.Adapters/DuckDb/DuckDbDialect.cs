using System.Text;
using SparkReco.Sql;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Turns portable Spark SQL into DuckDB's dialect where a macro cannot: names that DuckDB reserves, lambdas and named fields.
/// Literals, comments and line breaks stay; hints are dropped.
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

    /// <summary>The same statement for DuckDB; the file's name is for messages.</summary>
    /// <exception cref="SqlModelException">A literal or a comment has no end.</exception>
    public static string Rewrite(string file, string text)
    {
        var tokens = SqlTokenizer.Read(file, text);
        var code = tokens.Where(t => !t.IsComment).ToList();
        var changes = new SortedDictionary<int, (int Length, string Text)>();
        foreach (var hint in tokens.Where(t => t.Kind == SqlTokenKind.Hint)) changes[hint.Offset] = (hint.Text.Length, "");
        for (var i = 0; i < code.Count; i++) Change(code, i, changes);
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
            if (code[index].IsWord("named_struct")) NameFields(code, index + 1, changes);
        }
    }

    private static bool IsLambda(List<SqlToken> code, int index) =>
        code[index].Kind == SqlTokenKind.Word && index + 1 < code.Count && code[index + 1].IsOperator("->");

    /// <summary>A bracket after an aggregate's own is its FILTER clause; a name after AS is an alias.</summary>
    private static bool IsCall(List<SqlToken> code, int index) =>
        code[index].Kind == SqlTokenKind.Word
        && index + 1 < code.Count && code[index + 1].IsOperator("(")
        && !(index > 0 && (code[index - 1].IsOperator(")") || code[index - 1].IsOperator(".") || code[index - 1].IsWord("as")));

    /// <summary><c>'a', x, 'b', y</c> becomes <c>a := x, b := y</c>.</summary>
    private static void NameFields(List<SqlToken> code, int open, SortedDictionary<int, (int Length, string Text)> changes)
    {
        var depth = 0;
        var argument = 0;
        for (var i = open; i < code.Count; i++)
        {
            if (code[i].IsOperator("(")) depth++;
            else if (code[i].IsOperator(")")) depth--;
            if (depth == 0) return;

            var begins = i == open || (depth == 1 && code[i].IsOperator(","));
            if (!begins) continue;
            var isName = argument++ % 2 == 0 && i + 2 < code.Count && code[i + 1].Kind == SqlTokenKind.Text && code[i + 2].IsOperator(",");
            if (!isName) continue;
            Replace(code[i + 1], code[i + 1].Content, changes);
            Replace(code[i + 2], " :=", changes);
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
