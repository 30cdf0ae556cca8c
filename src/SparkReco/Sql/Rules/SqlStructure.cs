namespace SparkReco.Sql.Rules;

/// <summary>
/// The tokens of a text without comments, its pairs of brackets and its function calls: all that the rules look at.
/// </summary>
internal sealed class SqlStructure
{
    private static readonly HashSet<string> NeverCalled = new(StringComparer.OrdinalIgnoreCase)
    {
        "all",
        "and",
        "any",
        "as",
        "between",
        "by",
        "case",
        "cube",
        "distinct",
        "else",
        "end",
        "except",
        "exists",
        "from",
        "having",
        "in",
        "intersect",
        "is",
        "join",
        "lateral",
        "like",
        "limit",
        "not",
        "offset",
        "on",
        "or",
        "over",
        "rollup",
        "select",
        "sets",
        "some",
        "then",
        "union",
        "using",
        "values",
        "when",
        "where",
        "window",
        "with",
    };

    private readonly Dictionary<int, int> _partner = [];
    private readonly Dictionary<int, int> _enclosing = [];
    private readonly Dictionary<int, SqlCall> _callByName = [];
    private readonly Dictionary<int, SqlCall> _callByOpen = [];

    public SqlStructure(string file, string text)
    {
        File = file;
        Tokens = [.. SqlTokenizer.Read(file, text).Where(t => !t.IsComment)];
        PairBrackets();
        for (var i = 0; i < Tokens.Count; i++)
        {
            if (!BeginsCall(i))
                continue;
            var call = new SqlCall(Tokens[i].Text.ToLowerInvariant(), i, i + 1, _partner[i + 1], SplitArguments(i + 1));
            _callByName[i] = call;
            _callByOpen[i + 1] = call;
        }
    }

    public string File { get; }

    public IReadOnlyList<SqlToken> Tokens { get; }

    /// <summary>All calls, in the order of their names.</summary>
    public IEnumerable<SqlCall> Calls => _callByName.Values;

    /// <summary>The token, or one without text outside the range.</summary>
    public SqlToken At(int index) => index >= 0 && index < Tokens.Count ? Tokens[index] : new SqlToken(SqlTokenKind.Operator, "", 0, 1, 1);

    /// <summary>The index of the other bracket of a pair.</summary>
    public int PartnerOf(int index) => _partner[index];

    /// <summary>The call whose name stands at the index.</summary>
    public SqlCall? CallAt(int index) => _callByName.GetValueOrDefault(index);

    /// <summary>The innermost opening bracket around the token, or -1.</summary>
    public int EnclosingOpen(int index) => _enclosing.GetValueOrDefault(index, -1);

    /// <summary>The call that the token is directly inside of, if its innermost bracket belongs to one.</summary>
    public SqlCall? EnclosingCall(int index) => _callByOpen.GetValueOrDefault(EnclosingOpen(index));

    /// <summary>The indexes of a range's tokens outside brackets; brackets themselves are skipped with what they hold.</summary>
    public IEnumerable<int> Surface(TokenRange range)
    {
        for (var i = range.Start; i < range.End; i++)
        {
            if (IsOpen(i))
                i = _partner[i];
            else
                yield return i;
        }
    }

    /// <summary>The text of a range, one blank between tokens, words in lower case: for comparing.</summary>
    public string TextOf(TokenRange range) =>
        string.Join(' ', Tokens.Skip(range.Start).Take(range.Length).Select(t => t.Kind == SqlTokenKind.Word ? t.Text.ToLowerInvariant() : t.Text));

    /// <summary>A cast's expression and its type.</summary>
    public (TokenRange Expression, TokenRange Type) PartsOfCast(SqlCall cast)
    {
        var inside = new TokenRange(cast.Open + 1, cast.Close);
        var at = Surface(inside).LastOrDefault(i => Tokens[i].IsWord("as"), -1);
        return at < 0 ? (inside, new(cast.Close, cast.Close)) : (inside with { End = at }, new(at + 1, cast.Close));
    }

    /// <summary>The operand that ends before the index: a call, a bracket, a name or a literal.</summary>
    public TokenRange OperandBefore(int index)
    {
        var start = index - 1;
        if (start < 0)
            return new(index, index);
        if (IsClose(start))
        {
            start = _partner[start];
            if (_callByOpen.ContainsKey(start))
                start--;
        }
        while (start >= 2 && At(start - 1).IsOperator("."))
            start -= 2;
        return new(start, index);
    }

    /// <summary>The operand that begins at the index, with its sign.</summary>
    public TokenRange OperandFrom(int index)
    {
        var end = index;
        while (At(end).IsOperator("-") || At(end).IsOperator("+"))
            end++;
        while (At(end + 1).IsOperator("."))
            end += 2;
        if (CallAt(end) is { } call)
            end = call.Close;
        else if (IsOpen(end))
            end = _partner[end];
        else if (At(end).IsWord("date") || At(end).IsWord("timestamp"))
            end += At(end + 1).Kind == SqlTokenKind.Text ? 1 : 0;
        return new(index, Math.Min(end + 1, Tokens.Count));
    }

    /// <summary>The call that makes up the whole range.</summary>
    public SqlCall? OnlyCall(TokenRange range) => range.Length > 0 && CallAt(range.Start) is { } call && call.Close == range.End - 1 ? call : null;

    /// <summary>The literal that makes up the whole range.</summary>
    public SqlToken? OnlyText(TokenRange range) => range.Length == 1 && At(range.Start).Kind == SqlTokenKind.Text ? At(range.Start) : null;

    /// <summary>Whether an operator stands between two operands, rather than in front of one.</summary>
    public bool IsBinary(int index)
    {
        var before = At(index - 1);
        return IsClose(index - 1)
            || before.Kind is SqlTokenKind.Number or SqlTokenKind.Text or SqlTokenKind.Parameter or SqlTokenKind.Quoted
            || (before.Kind == SqlTokenKind.Word && !SqlKeywords.BeforeOperand.Contains(before.Text));
    }

    public bool IsOpen(int index) => At(index).IsOperator("(") || At(index).IsOperator("[");

    public bool IsClose(int index) => At(index).IsOperator(")") || At(index).IsOperator("]");

    private void PairBrackets()
    {
        var open = new Stack<int>();
        for (var i = 0; i < Tokens.Count; i++)
        {
            if (IsClose(i))
            {
                if (open.Count == 0)
                    throw Unbalanced(Tokens[i]);
                var start = open.Pop();
                (_partner[start], _partner[i]) = (i, start);
            }
            if (open.Count > 0)
                _enclosing[i] = open.Peek();
            if (IsOpen(i))
                open.Push(i);
        }
        if (open.Count > 0)
            throw Unbalanced(Tokens[open.Peek()]);
    }

    private SqlModelException Unbalanced(SqlToken token) => new(File, token.Line, token.Column, $"the bracket {token.Text} has no partner");

    private bool BeginsCall(int index)
    {
        var word = Tokens[index];
        if (word.Kind != SqlTokenKind.Word || !At(index + 1).IsOperator("(") || NeverCalled.Contains(word.Text))
            return false;
        if (At(index - 1).IsWord("as"))
            return false;
        if (word.IsWord("filter") && IsClose(index - 1))
            return false;
        var afterwards = _partner[index + 1] + 1;
        return !(At(afterwards).IsWord("as") && At(afterwards + 1).IsOperator("("));
    }

    private List<TokenRange> SplitArguments(int open)
    {
        var close = _partner[open];
        if (close == open + 1)
            return [];
        var arguments = new List<TokenRange>();
        var start = open + 1;
        foreach (var comma in Surface(new(start, close)).Where(i => Tokens[i].IsOperator(",")))
        {
            arguments.Add(new(start, comma));
            start = comma + 1;
        }
        arguments.Add(new(start, close));
        return arguments;
    }
}
