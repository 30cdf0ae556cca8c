namespace SparkReco.Configuration;

/// <summary>The rows of a database that fill an input.</summary>
public sealed record FetchSettings
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>The query in the database's own SQL, or the name of a table.</summary>
    public required string Query { get; init; }

    /// <summary>Whether <see cref="Query"/> is the name of a table.</summary>
    public bool IsTable { get; init; }

    /// <summary>A column that only grows, by which later fetches bring what is new; null where each brings all.</summary>
    public string? Watermark { get; init; }

    /// <summary>So much before the last watermark a fetch begins, so that what came late is not lost: hours of a time, of a number so many. Null is a day.</summary>
    public int? Overlap { get; init; }
}

/// <summary>Whether what was fetched before is used.</summary>
public enum FetchMode
{
    /// <summary>What was fetched for the run date is used; else what is new is fetched of sources with a watermark, and all of others.</summary>
    Auto,

    /// <summary>All is fetched anew.</summary>
    Full,
}
