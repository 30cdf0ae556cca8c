using SparkReco.Ports;

namespace SparkReco.Adapters.Aws;

/// <summary>An operation of a service of AWS failed.</summary>
internal sealed class AwsException : IOException
{
    public AwsException() { }

    public AwsException(string message)
        : base(message) { }

    public AwsException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>The service's name for the error, such as <c>ResourceNotFoundException</c>; nothing where it gave none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The service's own words; nothing where it gave none.</summary>
    public string ServiceMessage { get; init; } = "";

    /// <summary>Whether it was done.</summary>
    public Outcome Outcome { get; init; } = Outcome.Unknown;
}
