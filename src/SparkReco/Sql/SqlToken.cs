namespace SparkReco.Sql;

/// <summary>What a <see cref="SqlToken"/> is.</summary>
public enum SqlTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>Text between double quotes or backticks, with its quotes.</summary>
    Quoted,

    /// <summary>A literal between single quotes, with its quotes.</summary>
    Text,

    /// <summary>A number with any letters that follow it, as in <c>1.5e0</c> or <c>5L</c>.</summary>
    Number,

    /// <summary>A parameter with its colon, as in <c>:run_date</c>.</summary>
    Parameter,

    /// <summary>An operator or a mark of punctuation.</summary>
    Operator,

    /// <summary>A comment of either kind, with its marks.</summary>
    Comment,

    /// <summary>A comment that begins with <c>/*+</c>.</summary>
    Hint,
}

/// <summary>A piece of SQL text and where it stands; lines and columns count from 1, the offset from 0.</summary>
public readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Offset, int Line, int Column)
{
    /// <summary>Whether this is the keyword, in any case.</summary>
    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this is the operator.</summary>
    public bool IsOperator(string op) => Kind == SqlTokenKind.Operator && Text == op;

    /// <summary>Whether this is a comment or a hint: text that no rule and no engine needs.</summary>
    public bool IsComment => Kind is SqlTokenKind.Comment or SqlTokenKind.Hint;

    /// <summary>The text of a literal without the quotes around it.</summary>
    public string Content => Text.Length >= 2 ? Text[1..^1] : "";
}
