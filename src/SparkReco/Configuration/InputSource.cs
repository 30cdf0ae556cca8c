using SparkReco.Ingest;

namespace SparkReco.Configuration;

/// <summary>One of the places that an input comes from.</summary>
/// <param name="Files">How its files are read. Those of a database are known once its rows were fetched.</param>
/// <param name="Fetch">The rows of a database; null where the files are given.</param>
public sealed record InputSource(SourceSettings Files, FetchSettings? Fetch = null)
{
    /// <summary>Its name in the configuration.</summary>
    public string Key => Files.Key;
}
