using System.Text.RegularExpressions;

namespace SparkReco.LocalPersonalize.Filters;

internal enum TokenKind
{
    /// <summary>A keyword or a part of a name.</summary>
    Word,

    Text,
    Number,

    /// <summary>The name of a value that comes with the request.</summary>
    Placeholder,

    Symbol,
    End,
}

/// <summary>A piece of a filter expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without quotes, escapes and <c>$</c>.</param>
/// <param name="Position">Where it begins, counted from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);

/// <summary>Splits a filter expression into its pieces.</summary>
internal static partial class Lexer
{
    public static IReadOnlyList<Token> Split(string expression)
    {
        List<Token> tokens = [];
        for (var at = 0; at < expression.Length; )
        {
            var match = Piece().Match(expression, at);
            if (!match.Success)
                throw new FilterException($"Invalid input symbol '{expression[at]}' at position {at + 1}");
            if (match.Groups["word"].Success)
                Add(TokenKind.Word, match.Value);
            else if (match.Groups["text"].Success)
                Add(TokenKind.Text, Escape().Replace(match.Value[1..^1], "${character}"));
            else if (match.Groups["number"].Success)
                Add(TokenKind.Number, match.Value);
            else if (match.Groups["placeholder"].Success)
                Add(TokenKind.Placeholder, match.Value[1..]);
            else if (match.Groups["symbol"].Success)
                Add(TokenKind.Symbol, match.Value);
            at += match.Length;

            void Add(TokenKind kind, string text) => tokens.Add(new Token(kind, text, match.Index + 1));
        }

        tokens.Add(new Token(TokenKind.End, "the end", expression.Length + 1));
        return tokens;
    }

    [GeneratedRegex(
        """\G(?:(?<space>\s+)|(?<word>[A-Za-z_][A-Za-z0-9_\-]*)|(?<text>"(?:[^"\\]|\\.)*")|(?<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?<placeholder>\$[A-Za-z0-9_]+)|(?<symbol><=|>=|!=|[=<>|(),.]))""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Piece();

    [GeneratedRegex("""\\(?<character>.)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();
}
