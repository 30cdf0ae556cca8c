using System.Data;
using Apache.Arrow;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Storage;
using Column = SparkReco.Models.Column;

namespace SparkReco.Ports;

/// <summary>
/// Runs the models. An engine gets the portable text of a model with its literals filled in, and may rewrite it for itself.
/// Every failure is an <see cref="EngineException"/>; nothing is retried or swallowed here. Rows in bulk travel as batches of Apache Arrow with
/// the columns of a contract (<see cref="Batches"/>); batches that do not have them are refused. The engine disposes of batches that it is
/// given, and lets out what their producer throws.
/// </summary>
public interface IEngine : ITableReader, IAsyncDisposable
{
    /// <summary>The engine's name and version, for the run's record.</summary>
    string Description { get; }

    /// <summary>Whether a statement may be sent while another one runs.</summary>
    bool RunsStatementsAtOnce { get; }

    /// <summary>Reads the raw files of a table's sources into typed rows: Parquet in the folder of the raw table, of <c>raw_problems</c> for rows that could not be typed, and of <c>raw_suspects</c>.</summary>
    Task<IngestResult> IngestAsync(
        RawTable table,
        IReadOnlyList<SourceSettings> sources,
        Location baseFolder,
        Func<string, Location> folderOf,
        IProgress<IngestProgress>? progress,
        CancellationToken cancellation
    );

    /// <summary>Makes the rows of a query readable under a name until it is dropped: computed once, or where it is read.</summary>
    Task CreateAsync(string name, string sql, bool isView, CancellationToken cancellation);

    /// <summary>Makes a few computed rows readable under a name until it is dropped.</summary>
    Task LoadAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation);

    /// <summary>Makes rows in bulk readable under a name until it is dropped. Of batches that end in an exception nothing becomes readable.</summary>
    Task LoadAsync(string name, IReadOnlyList<Column> columns, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellation);

    /// <summary>Makes the files of folders readable under a name; no files are no rows, and a column that a file lacks is null.</summary>
    Task RegisterAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<TableFolder> folders, CancellationToken cancellation);

    /// <summary>Writes the rows of a query into a folder, as one Parquet file of the name or as several whose names begin with it.</summary>
    Task WriteAsync(string sql, Location folder, string name, CancellationToken cancellation);

    /// <summary>
    /// Writes rows in bulk as a Parquet file into a folder, beside its other parts; no rows are a file too. Of batches that end in an exception
    /// there is no file. Where the order of rows in the file matters, a column must tell it.
    /// </summary>
    Task WriteAsync(
        IReadOnlyList<Column> columns,
        IAsyncEnumerable<RecordBatch> batches,
        Location folder,
        string name,
        CancellationToken cancellation
    );

    /// <summary>
    /// Writes the rows of a query into a folder as CSV in UTF-8, as one file of the name or as several whose names begin with it: a header with the
    /// query's names of columns, texts in double quotes where they need them, a backslash before a quote or backslash in them, and nothing for null.
    /// </summary>
    Task WriteCsvAsync(string sql, Location folder, string name, CancellationToken cancellation);

    /// <summary>Counts the rows of a model's registered table, those that meet each of the conditions, and, if the model has a key to check, the keys that stand more than once.</summary>
    Task<TableCounts> CountAsync(Model model, IReadOnlyList<string> conditions, CancellationToken cancellation);

    /// <summary>Forgets a name; that of nothing is no error.</summary>
    Task DropAsync(string name, CancellationToken cancellation);
}

/// <summary>Parquet files of a folder, and the value of the partition column <c>system</c> of their rows where the table has one.</summary>
public sealed record TableFolder(Location Path, IReadOnlyList<StoredFile> Files, string? System = null);

/// <summary>Rows, rows that meet each condition, and keys that stand more than once.</summary>
public sealed record TableCounts(long Rows, IReadOnlyList<long> Matches, long RepeatedKeys);

/// <summary>The engine refused a statement or failed while it ran.</summary>
public sealed class EngineException : Exception
{
    /// <inheritdoc/>
    public EngineException() { }

    /// <inheritdoc/>
    public EngineException(string message)
        : base(message) { }

    /// <inheritdoc/>
    public EngineException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>The line of the statement where the engine found the mistake, from 1; nothing where it does not say.</summary>
    public int? Line { get; init; }

    /// <summary>The engine's name for the kind of the error, such as <c>DIVIDE_BY_ZERO</c>; nothing where it has none.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>The SQLSTATE, five characters; nothing where the engine tells none.</summary>
    public string? SqlState { get; init; }

    /// <summary>Whether the same command may succeed when it is repeated, with nothing changed in data, models or settings.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The same error, told with the place where it happened in front.</summary>
    public EngineException At(string place) =>
        new($"{place}: {Message}", this)
        {
            Line = Line,
            ErrorClass = ErrorClass,
            SqlState = SqlState,
            IsTransient = IsTransient,
        };
}
