namespace SparkReco.Sql.Rules;

/// <summary>Collects what the rules find in one file.</summary>
internal sealed class Findings(string file)
{
    private readonly List<SqlFinding> _all = [];

    public void Add(SqlToken at, string found, string advice) => _all.Add(new(file, at.Line, at.Column, found, advice));

    public IReadOnlyList<SqlFinding> InOrder() => [.. _all.Distinct().OrderBy(f => f.Line).ThenBy(f => f.Column)];
}
