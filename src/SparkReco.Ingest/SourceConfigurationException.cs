namespace SparkReco.Ingest;

/// <summary>The settings of a source do not fit its files. Carries all problems at once.</summary>
public sealed class SourceConfigurationException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
