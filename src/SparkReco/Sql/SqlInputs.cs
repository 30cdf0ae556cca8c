namespace SparkReco.Sql;

/// <summary>The tables that a query reads.</summary>
public static class SqlInputs
{
    /// <summary>The names after <c>from</c> and <c>join</c>, those of the query's own steps among them.</summary>
    public static IReadOnlyList<string> Of(string file, string sql) => Of(Read(file, sql));

    /// <summary>The names after <c>from</c> and <c>join</c> that are not those of the query's own steps, nor of functions.</summary>
    public static IReadOnlyList<string> TablesOf(string file, string sql)
    {
        var tokens = Read(file, sql);
        // A step is followed by "as (", a function by "("; a table may be followed by "as" and a name.
        var steps = tokens
            .Where((_, place) => IsBracket(place + 1) || (place + 1 < tokens.Length && tokens[place + 1].IsWord("as") && IsBracket(place + 2)))
            .Select(token => token.Text)
            .ToHashSet();
        return [.. Of(tokens).Where(name => char.IsLetter(name[0]) && name != "lateral" && !steps.Contains(name))];

        bool IsBracket(int place) => place < tokens.Length && tokens[place].IsOperator("(");
    }

    private static SqlToken[] Read(string file, string sql) => [.. SqlTokenizer.Read(file, sql).Where(token => !token.IsComment)];

    private static IReadOnlyList<string> Of(SqlToken[] tokens) =>
        [
            .. tokens
                .Zip(tokens.Skip(1))
                .Where(pair => pair.First.IsWord("from") || pair.First.IsWord("join"))
                .Select(pair => pair.Second.Text)
                .Distinct(),
        ];
}
