namespace SparkReco.Ingest;

/// <summary>The settings of a source do not fit its files. Carries all problems at once.</summary>
public sealed class SourceConfigurationException(IEnumerable<string> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(VisibleText.Line)))
{
    public IReadOnlyList<string> Problems { get; } = [.. problems.Select(VisibleText.Line)];
}
