namespace SparkReco.Sql;

/// <summary>
/// Cuts SQL text into tokens. Blanks are dropped; a doubled quote stays inside its literal; block comments nest; an end that is
/// missing is an error at the token's beginning.
/// </summary>
public sealed class SqlTokenizer
{
    private static readonly string[] LongOperators =
    [
        "<=>",
        "->>",
        "::",
        "||",
        "<>",
        "!=",
        "<=",
        ">=",
        "==",
        "->",
        "=>",
        ":=",
        "//",
        "**",
        "&&",
        "<<",
        ">>",
    ];

    private readonly string _file;
    private readonly string _text;
    private readonly List<SqlToken> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineStart;

    private SqlTokenizer(string file, string text)
    {
        _file = file;
        _text = text;
    }

    /// <summary>All tokens of the text, comments included, in order.</summary>
    /// <exception cref="SqlModelException">A literal or a comment has no end.</exception>
    public static IReadOnlyList<SqlToken> Read(string file, string text)
    {
        var tokenizer = new SqlTokenizer(file, text);
        while (tokenizer.SkipBlanks())
            tokenizer.ReadToken();
        return tokenizer._tokens;
    }

    private char At(int position) => position < _text.Length ? _text[position] : '\0';

    private bool Follows(string expected) => string.CompareOrdinal(_text, _position, expected, 0, expected.Length) == 0;

    private bool SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            if (_text[_position++] == '\n')
                BeginLine();
        }
        return _position < _text.Length;
    }

    private void BeginLine()
    {
        _line++;
        _lineStart = _position;
    }

    private void ReadToken()
    {
        var c = At(_position);
        var next = At(_position + 1);
        if (Follows("--"))
            Add(SqlTokenKind.Comment, EndOfLine());
        else if (Follows("/*"))
            Add(At(_position + 2) == '+' ? SqlTokenKind.Hint : SqlTokenKind.Comment, EndOfBlockComment());
        else if (c == '\'')
            Add(SqlTokenKind.Text, EndOfQuoted('\''));
        else if (c is '"' or '`')
            Add(SqlTokenKind.Quoted, EndOfQuoted(c));
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next) && !EndsName()))
            Add(SqlTokenKind.Number, EndOfNumber());
        else if (IsNameStart(c))
            Add(SqlTokenKind.Word, EndOfName(_position));
        else if (c == ':' && IsNameStart(next))
            Add(SqlTokenKind.Parameter, EndOfName(_position + 1));
        else
            Add(SqlTokenKind.Operator, _position + (Array.Find(LongOperators, Follows)?.Length ?? 1));
    }

    private void Add(SqlTokenKind kind, int end)
    {
        _tokens.Add(new SqlToken(kind, _text[_position..end], _position, _line, _position - _lineStart + 1));
        for (; _position < end; _position++)
        {
            if (_text[_position] != '\n')
                continue;
            _line++;
            _lineStart = _position + 1;
        }
    }

    private bool EndsName() => _position > 0 && (IsNamePart(_text[_position - 1]) || _text[_position - 1] is ')' or '`' or '"');

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsNamePart(char c) => c == '_' || char.IsLetterOrDigit(c);

    private int EndOfLine()
    {
        var end = _text.IndexOf('\n', _position);
        return end < 0 ? _text.Length : end;
    }

    private int EndOfName(int end)
    {
        while (IsNamePart(At(end)))
            end++;
        return end;
    }

    private int EndOfNumber()
    {
        var end = _position;
        while (char.IsAsciiDigit(At(end)))
            end++;
        if (At(end) == '.')
            end++;
        while (char.IsAsciiDigit(At(end)))
            end++;
        if (At(end) is 'e' or 'E' && At(end + 1) is '+' or '-' && char.IsAsciiDigit(At(end + 2)))
            end += 2;
        return EndOfName(end);
    }

    private int EndOfQuoted(char quote)
    {
        for (var end = _position + 1; end < _text.Length; end++)
        {
            if (_text[end] != quote)
                continue;
            if (At(end + 1) != quote)
                return end + 1;
            end++;
        }
        throw Unfinished("a quoted text");
    }

    private int EndOfBlockComment()
    {
        var depth = 0;
        for (var end = _position; end + 1 < _text.Length; end++)
        {
            var pair = _text.AsSpan(end, 2);
            if (pair.SequenceEqual("/*"))
            {
                depth++;
                end++;
            }
            else if (pair.SequenceEqual("*/"))
            {
                depth--;
                end++;
            }
            if (depth == 0)
                return end + 1;
        }
        throw Unfinished("a comment");
    }

    private SqlModelException Unfinished(string what) => new(_file, _line, _position - _lineStart + 1, $"{what} begins here and never ends");
}
