namespace SparkReco.LocalPersonalize.Data;

/// <summary>A job can't be done; the message is its <c>failureReason</c>.</summary>
internal sealed class JobFailedException(string reason) : Exception(reason);
