namespace SparkReco.Sql;

/// <summary>A model's text cannot be used; the message begins with <c>file:line:column</c>.</summary>
public sealed class SqlModelException : Exception
{
    /// <summary>One reason at one place.</summary>
    public SqlModelException(string file, int line, int column, string message)
        : base($"{file}:{line}:{column}: {message}")
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>All findings at once, one a line; the place is that of the first.</summary>
    public SqlModelException(IReadOnlyList<SqlFinding> findings)
        : base(string.Join('\n', findings))
    {
        File = findings[0].File;
        Line = findings[0].Line;
        Column = findings[0].Column;
        Findings = findings;
    }

    /// <summary>The model's file.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1.</summary>
    public int Column { get; }

    /// <summary>What a lint found; empty for other reasons.</summary>
    public IReadOnlyList<SqlFinding> Findings { get; } = [];
}
