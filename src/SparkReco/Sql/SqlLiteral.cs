using System.Text;

namespace SparkReco.Sql;

/// <summary>
/// A value as SQL text with a type that every engine reads alike. Numbers below zero stand in parentheses or a cast, so that
/// <c>a -:x</c> never becomes a comment.
/// </summary>
public sealed class SqlLiteral
{
    private SqlLiteral(string text) => Text = text;

    /// <summary>The SQL text.</summary>
    public string Text { get; }

    /// <summary>
    /// A STRING. Quotes, backslashes and the dollar of <c>${</c> become <c>chr(...)</c>: Spark reads a doubled quote as two
    /// literals, a backslash as an escape and <c>${...}</c> as a variable.
    /// </summary>
    /// <exception cref="ArgumentException">The text holds U+0000.</exception>
    public static SqlLiteral Of(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("SQL text cannot hold U+0000.", nameof(value));

        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            var isVariable = value[i] == '$' && i + 1 < value.Length && value[i + 1] == '{';
            if (value[i] is '\'' or '\\' || isVariable)
                text.Append("' || chr(").Append((int)value[i]).Append(") || '");
            else
                text.Append(value[i]);
        }
        return new(text.Length == value.Length ? $"'{value}'" : $"('{text}')");
    }

    /// <summary>An INT.</summary>
    public static SqlLiteral Of(int value) => new(value < 0 ? $"CAST({value} AS INT)" : $"{value}");

    /// <summary>A BIGINT.</summary>
    public static SqlLiteral Of(long value) => new($"CAST({value} AS BIGINT)");

    /// <summary>A DOUBLE, with all digits that are needed to read back the same value.</summary>
    /// <exception cref="ArgumentException">The value is not a finite number.</exception>
    public static SqlLiteral Of(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"SQL has no literal for {value}.", nameof(value));
        var digits = value.ToString("R").Replace("E+", "e", StringComparison.Ordinal).Replace('E', 'e');
        if (!digits.Contains('e', StringComparison.Ordinal))
            digits += "e0";
        return new(double.IsNegative(value) ? $"({digits})" : digits);
    }

    /// <summary>A BOOLEAN.</summary>
    public static SqlLiteral Of(bool value) => new(value ? "true" : "false");

    /// <summary>A DATE.</summary>
    public static SqlLiteral Of(DateOnly value) => new($"DATE '{value:yyyy-MM-dd}'");

    /// <summary>A NULL of the type, for example <c>BIGINT</c>.</summary>
    public static SqlLiteral NullOf(string type) => new($"CAST(NULL AS {type})");

    /// <summary>A BIGINT that a program computes from columns, as it is written.</summary>
    public static SqlLiteral OfExpression(string sql) => new($"({sql})");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
