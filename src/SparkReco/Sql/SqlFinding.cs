namespace SparkReco.Sql;

/// <summary>Something that a model must not say, where it stands, and what to write instead.</summary>
public sealed record SqlFinding(string File, int Line, int Column, string Found, string Advice)
{
    /// <summary><c>file:line:column: found; advice</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Found}; {Advice}";
}
