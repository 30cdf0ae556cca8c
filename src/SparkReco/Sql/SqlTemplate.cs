using System.Text;

namespace SparkReco.Sql;

/// <summary>SQL text with <c>:name</c> parameters. Filled, it is the same text for every engine.</summary>
public sealed class SqlTemplate
{
    private readonly string _file;
    private readonly string _text;
    private readonly List<SqlToken> _parameters;

    /// <summary>Reads the text; the file's name is for messages.</summary>
    /// <exception cref="SqlModelException">A literal or a comment has no end.</exception>
    public SqlTemplate(string file, string text)
    {
        _file = file;
        _text = text;
        _parameters = [.. SqlTokenizer.Read(file, text).Where(t => t.Kind == SqlTokenKind.Parameter)];
        Parameters = [.. _parameters.Select(NameOf).Distinct()];
    }

    /// <summary>The names of the parameters, without colons, in order of appearance.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>The text with a literal in place of each parameter. Comments and literals stay as they are.</summary>
    /// <exception cref="SqlModelException">A parameter has no value, or a value has no parameter.</exception>
    public string Fill(IReadOnlyDictionary<string, SqlLiteral> values)
    {
        foreach (var name in values.Keys.Order(StringComparer.Ordinal))
        {
            if (!Parameters.Contains(name))
                throw new SqlModelException(_file, 1, 1, $"there is no parameter :{name} for the value given");
        }

        var filled = new StringBuilder();
        var copied = 0;
        foreach (var parameter in _parameters)
        {
            if (!values.TryGetValue(NameOf(parameter), out var value))
                throw new SqlModelException(_file, parameter.Line, parameter.Column, $"the parameter {parameter.Text} has no value");
            filled.Append(_text, copied, parameter.Offset - copied).Append(value.Text);
            copied = parameter.Offset + parameter.Text.Length;
        }
        return filled.Append(_text, copied, _text.Length - copied).ToString();
    }

    private static string NameOf(SqlToken parameter) => parameter.Text[1..];
}
