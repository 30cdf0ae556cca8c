namespace SparkReco.LocalPersonalize.Filters;

/// <summary>
/// Reads filter expressions: <c>INCLUDE | EXCLUDE ItemID WHERE Items.CATEGORY IN ("a", $B) AND … IF CurrentUser.AGE &gt; 18</c>, several of them
/// with <c>|</c> between. AND binds closer than OR.
/// </summary>
internal sealed class FilterParser
{
    private static readonly string[] Operators = ["=", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Subjects = ["ItemID", "UserID", "ActionID"];
    private static readonly string[] Datasets = ["Items", "Interactions", "Users", "Actions", "Action_Interactions"];

    private readonly IReadOnlyList<Token> _tokens;
    private int _next;

    private FilterParser(string expression) => _tokens = Lexer.Split(expression);

    private Token Current => _tokens[_next];

    /// <exception cref="FilterException">It is none; says where and what was expected.</exception>
    public static FilterExpression Parse(string expression) => new FilterParser(expression).ReadExpression();

    private FilterExpression ReadExpression()
    {
        List<FilterClause> clauses = [ReadClause()];
        while (Takes("|"))
            clauses.Add(ReadClause());
        if (Current.Kind != TokenKind.End)
            throw Expected("AND, OR, IF, | or the end");
        return new FilterExpression(clauses);
    }

    private FilterClause ReadClause()
    {
        var isExclude = TakesWord("EXCLUDE");
        if (!isExclude && !TakesWord("INCLUDE"))
            throw Expected("INCLUDE or EXCLUDE");
        if (!Subjects.Any(TakesWord))
            throw Expected("ItemID");
        if (!TakesWord("WHERE"))
            throw Expected("WHERE");
        var start = Current.Position;
        var where = ReadCondition();
        string[] datasets = [.. where.Comparisons.Select(comparison => comparison.Dataset).Distinct()];
        if (datasets.Length > 1)
            throw Fail(start, $"a condition looks at one dataset, not at {string.Join(" and ", datasets)}: write two expressions with | between");
        if (datasets[0] == "CurrentUser")
            throw Fail(start, "CurrentUser stands on the right of an operator, or after IF");

        Condition? onlyIf = null;
        if (TakesWord("IF"))
        {
            start = Current.Position;
            onlyIf = ReadCondition();
            if (onlyIf.Comparisons.Any(comparison => comparison.Dataset != "CurrentUser"))
                throw Fail(start, "after IF stand columns of CurrentUser");
        }

        return new FilterClause(isExclude, datasets[0], where, onlyIf);
    }

    private Condition ReadCondition() => ReadCombination("OR", needsAll: false, () => ReadCombination("AND", needsAll: true, ReadTerm));

    private Condition ReadCombination(string word, bool needsAll, Func<Condition> readPart)
    {
        List<Condition> parts = [readPart()];
        while (TakesWord(word))
            parts.Add(readPart());
        return parts is [var single] ? single : new Combination(needsAll, parts);
    }

    private Condition ReadTerm()
    {
        if (!Takes("("))
            return ReadComparison();
        var inner = ReadCondition();
        if (!Takes(")"))
            throw Expected(")");
        return inner;
    }

    private Comparison ReadComparison()
    {
        var (dataset, field) = ReadColumn();
        if (TakesWord("NOT"))
            return TakesWord("IN") ? new Comparison(dataset, field, "NOT IN", ReadList()) : throw Expected("IN");
        if (TakesWord("IN"))
            return new Comparison(dataset, field, "IN", ReadList());
        if (Operators.FirstOrDefault(Takes) is { } sign)
            return new Comparison(dataset, field, sign, [ReadValue()]);
        throw Expected("IN, NOT IN, =, <, <=, > or >=");
    }

    private (string Dataset, string Field) ReadColumn()
    {
        var dataset = Current;
        if (dataset.Kind != TokenKind.Word)
            throw Expected("a column such as Items.CATEGORY");
        _next++;
        if (!Takes("."))
            throw Expected(".");
        var field = Current;
        if (field.Kind != TokenKind.Word)
            throw Expected("the name of a column");
        _next++;
        var known =
            Datasets.Append("CurrentUser").FirstOrDefault(name => name.Equals(dataset.Text, StringComparison.OrdinalIgnoreCase))
            ?? throw Fail(dataset.Position, $"'{dataset.Text}' is none of {string.Join(", ", Datasets)} and CurrentUser");
        return (known, field.Text.ToUpperInvariant());
    }

    private List<FilterValue> ReadList()
    {
        var isOpen = Takes("(");
        List<FilterValue> values = [ReadValue()];
        if (!isOpen)
            return values is [PlaceholderValue] ? values : throw Expected("( before the values");
        while (Takes(","))
            values.Add(ReadValue());
        return Takes(")") ? values : throw Expected(", or )");
    }

    private FilterValue ReadValue()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text or TokenKind.Number:
                _next++;
                return new LiteralValue(token.Text);
            case TokenKind.Placeholder:
                _next++;
                return new PlaceholderValue(token.Text);
            case TokenKind.Word when token.Text.Equals("CurrentUser", StringComparison.OrdinalIgnoreCase):
                return new CurrentUserValue(ReadColumn().Field);
            default:
                throw Expected("a text in double quotes, a number, a $PLACEHOLDER or CurrentUser.COLUMN");
        }
    }

    private bool Takes(string symbol) => Takes(Current.Kind == TokenKind.Symbol && Current.Text == symbol);

    private bool TakesWord(string word) => Takes(Current.Kind == TokenKind.Word && Current.Text.Equals(word, StringComparison.OrdinalIgnoreCase));

    private bool Takes(bool isThere)
    {
        if (isThere)
            _next++;
        return isThere;
    }

    private FilterException Expected(string what) => Fail(Current.Position, $"'{Current.Text}' stands where {what} is expected");

    private static FilterException Fail(int position, string reason) => new($"Invalid Expression at position {position}: {reason}");
}
