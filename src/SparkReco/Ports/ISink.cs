using Apache.Arrow;
using Column = SparkReco.Models.Column;

namespace SparkReco.Ports;

/// <summary>
/// A database that runs are published to, for applications and people who ask there. Whoever reads it sees one published run whole, the run before
/// until that moment, and the latest run date from then on, whatever is published when.
/// </summary>
public interface ISink
{
    /// <summary>The database, for people and for the record.</summary>
    string Description { get; }

    /// <summary>
    /// Publishes a run in the place of the one that the database has for its run date; a run that is there already stays as it is. Runs whose dates
    /// are too old are taken out. What is lost on the way, connections and replies, is repeated or found out here.
    /// </summary>
    /// <exception cref="DatabaseException">The database can't be reached or refuses: it shows what it showed before, unless the message says that this is not known.</exception>
    Task<SinkOutcome> PublishAsync(SinkRun run, CancellationToken cancellation);

    /// <summary>Looks whether runs can be published, as far as that is seen without writing anything.</summary>
    /// <exception cref="DatabaseException">The database can't be reached, or what is there takes no run.</exception>
    Task<SinkLook> LookAsync(CancellationToken cancellation);
}

/// <summary>What is seen of a sink before anything is published.</summary>
/// <param name="Saw">What is there, for people.</param>
/// <param name="Lacks">The rights that the user seems to lack, for people.</param>
public sealed record SinkLook(string Saw, IReadOnlyList<string> Lacks)
{
    /// <summary>Of tables that are there, with the run date of the latest run; null where there is none.</summary>
    public static SinkLook At(string tables, string? latest) =>
        new(latest is null ? $"{tables}, without a run" : $"{tables}, the latest run of {latest}", []);
}

/// <summary>What became of a run in a sink.</summary>
public enum SinkOutcome
{
    /// <summary>It was brought there.</summary>
    Published,

    /// <summary>It had been there before, with the same rows.</summary>
    Unchanged,

    /// <summary>Its run date is so long before the latest one that it would not be kept: it was left out.</summary>
    TooOld,
}

/// <summary>A published run of the lake.</summary>
/// <param name="RunId">The run.</param>
/// <param name="RunDate">Its day.</param>
/// <param name="PublishedAt">When the lake published it.</param>
/// <param name="Content">A hash of what it published: a run that publishes again with other rows has another.</param>
/// <param name="Engine">What made the tables.</param>
/// <param name="SettingsHash">A hash of the settings that they were made with.</param>
/// <param name="Tables">The tables for the sink.</param>
public sealed record SinkRun(
    string RunId,
    DateOnly RunDate,
    DateTimeOffset PublishedAt,
    string Content,
    string Engine,
    string SettingsHash,
    IReadOnlyList<SinkTable> Tables
);

/// <summary>A table of a run, with all its systems.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns of its rows, the system's first where it has one.</param>
/// <param name="Key">The columns that identify a row.</param>
/// <param name="RowCount">How many rows the lake has.</param>
/// <param name="Read">Reads the rows, as often as it is asked to. Whoever takes a batch disposes of it.</param>
public sealed record SinkTable(
    string Name,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<string> Key,
    long RowCount,
    Func<CancellationToken, IAsyncEnumerable<RecordBatch>> Read
);
