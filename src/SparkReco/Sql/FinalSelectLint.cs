using System.Text.RegularExpressions;
using SparkReco.Sql.Rules;

namespace SparkReco.Sql;

/// <summary>A column that a model gives: its name as written and its type in upper case, such as <c>DECIMAL(10,2)</c>.</summary>
public sealed record SqlColumn(string Name, string Type);

/// <summary>
/// Reads the columns off a model's last SELECT, where each is <c>CAST(expression AS TYPE) AS name</c>: the file is the schema.
/// </summary>
public static partial class FinalSelectLint
{
    /// <summary>The columns, in order.</summary>
    /// <exception cref="SqlModelException">The last SELECT has another form; all findings at once.</exception>
    public static IReadOnlyList<SqlColumn> Read(string file, string text)
    {
        var sql = new SqlStructure(file, text);
        var findings = new Findings(file);
        var columns = ReadColumns(sql, findings);
        var found = findings.InOrder();
        return found.Count == 0 ? columns : throw new SqlModelException(found);
    }

    private static List<SqlColumn> ReadColumns(SqlStructure sql, Findings findings)
    {
        var surface = sql.Surface(new(0, sql.Tokens.Count)).ToList();
        var select = surface.LastOrDefault(i => sql.At(i).IsWord("select"), -1);
        if (select < 0)
        {
            findings.Add(sql.At(0), "no SELECT outside brackets", "end with a SELECT that lists and casts every column");
            return [];
        }
        foreach (var i in surface.Where(i => sql.At(i) is var t && (t.IsWord("union") || t.IsWord("except") || t.IsWord("intersect"))))
            findings.Add(sql.At(i), $"{sql.At(i).Text} outside a step", "move it into a WITH step; the last SELECT stands alone");

        var start = sql.At(select + 1).IsWord("distinct") ? select + 2 : select + 1;
        var end = surface.FirstOrDefault(i => i > select && sql.At(i).IsWord("from"), sql.Tokens.Count);
        var columns = Items(sql, start, end).Select(item => ReadColumn(sql, item, findings)).OfType<SqlColumn>().ToList();
        foreach (var name in columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            findings.Add(sql.At(select), $"two columns named {name.Key}", "give each column a name of its own");
        return columns;
    }

    private static IEnumerable<TokenRange> Items(SqlStructure sql, int start, int end)
    {
        foreach (var comma in sql.Surface(new(start, end)).Where(i => sql.At(i).IsOperator(",")).Append(end))
        {
            yield return new(start, comma);
            start = comma + 1;
        }
    }

    private static SqlColumn? ReadColumn(SqlStructure sql, TokenRange item, Findings findings)
    {
        var type =
            sql.CallAt(item.Start) is { Name: "cast" } cast && cast.Close == item.End - 3 && sql.At(item.End - 2).IsWord("as")
                ? sql.TextOf(sql.PartsOfCast(cast).Type).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()
                : null;
        if (type is null)
            findings.Add(sql.At(item.Start), "a column without a cast", "write CAST(expression AS TYPE) AS name");
        else if (!ColumnType().IsMatch(type))
            findings.Add(sql.At(item.Start), $"a column of type {type}", "write INT, BIGINT, DOUBLE, STRING, BOOLEAN, DATE or DECIMAL(p, s)");
        else
            return new(sql.At(item.End - 1).Text, type);
        return null;
    }

    [GeneratedRegex(@"^(INT|BIGINT|DOUBLE|STRING|BOOLEAN|DATE|DECIMAL\([0-9]+,[0-9]+\))\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ColumnType();
}
