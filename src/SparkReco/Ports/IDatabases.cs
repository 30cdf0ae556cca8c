using SparkReco.Configuration;
using SparkReco.Fetch;

namespace SparkReco.Ports;

/// <summary>The databases that a configuration names.</summary>
public interface IDatabases
{
    /// <summary>Opens one state of a database for reading: all queries see the same, as far as the database can do that.</summary>
    /// <exception cref="DatabaseException">It can't be reached, or refuses.</exception>
    Task<IRowSource> OpenSourceAsync(ConnectionSettings connection, CancellationToken cancellation);

    /// <summary>A database to publish runs to. It is connected to when something is published.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="sink">What it gets, and how long it stays.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="tell">Is told of retries and leftovers.</param>
    /// <exception cref="DatabaseException">Nothing is published to databases of the kind.</exception>
    ISink SinkOf(ConnectionSettings connection, SinkSettings sink, TimeProvider clock, Action<string> tell);
}

/// <summary>One state of a database, as long as it is open.</summary>
public interface IRowSource : IAsyncDisposable
{
    /// <summary>The database and its version, for people and for the record.</summary>
    string Description { get; }

    /// <summary>The database's name for the state that is read, such as that of a transaction; nothing where it has none.</summary>
    string? Snapshot { get; }

    /// <summary>Writes the rows of a query into parts, at the pace at which they are taken.</summary>
    /// <returns>The largest value of the watermark's column in the rows, as the database writes it; null where there is no column, or no row.</returns>
    /// <exception cref="DatabaseException">The query or the connection failed. What was written until then is to be thrown away.</exception>
    Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation);
}

/// <summary>Rows of a database.</summary>
/// <param name="Source">The source's name in the configuration, for messages.</param>
/// <param name="Query">The query, or the name of a table.</param>
/// <param name="IsTable">Whether it is the name of a table.</param>
/// <param name="Watermark">The column by which new rows are known; null where all rows are wanted.</param>
/// <param name="After">Only rows whose watermark is greater than this are wanted; null for all.</param>
/// <param name="Most">So many rows are enough, whichever they are; null for all.</param>
public sealed record FetchRequest(string Source, string Query, bool IsTable, string? Watermark, string? After, int? Most = null);

/// <summary>A database refused or failed.</summary>
public sealed class DatabaseException : IOException
{
    /// <inheritdoc/>
    public DatabaseException() { }

    /// <inheritdoc/>
    public DatabaseException(string message)
        : base(message) { }

    /// <inheritdoc/>
    public DatabaseException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>Whether the same may succeed when it is repeated.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the configuration is wrong, or the environment that it names.</summary>
    public bool IsOfConfiguration { get; init; }

    /// <summary>Whether what was asked for may have been done all the same: the answer was lost, and nobody could be asked.</summary>
    public bool IsOutcomeUnknown { get; init; }
}
