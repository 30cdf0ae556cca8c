namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// What a session may use. Only the directories can be read and written; after that the configuration cannot be changed.
/// </summary>
public sealed record DuckDbLockdown(IReadOnlyList<string> Directories)
{
    /// <summary>For example <c>4GB</c>; DuckDB's own limit if null.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>The number of threads; one per core if null.</summary>
    public int? Threads { get; init; }

    /// <summary>Where data that does not fit in memory goes, one of the directories or below; DuckDB's own choice if null.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>For example <c>20GB</c>; DuckDB's own limit if null.</summary>
    public string? TemporaryLimit { get; init; }
}
