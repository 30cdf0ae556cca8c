namespace SparkReco.Ingest;

/// <summary>A file is damaged as a whole: none of its rows are kept, and it counts as one row whose problem is the message.</summary>
public sealed class FileRejectedException(string reason) : Exception(reason);
