using System.Data;
using SparkReco.Ingest;
using SparkReco.Models;

namespace SparkReco.Ports;

/// <summary>
/// Runs the models. An engine gets the portable text of a model with its literals filled in, and may rewrite it for itself.
/// Every failure is an <see cref="EngineException"/>; nothing is retried or swallowed here.
/// </summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>The engine's name and version, for the run's record.</summary>
    string Description { get; }

    /// <summary>Whether a statement may be sent while another one runs.</summary>
    bool RunsStatementsAtOnce { get; }

    /// <summary>Reads raw files into typed rows: Parquet in the folder of the raw table, of <c>raw_problems</c> for rows that could not be typed, and of <c>raw_suspects</c>.</summary>
    Task<IngestResult> IngestAsync(
        RawTable table, SourceSettings source, string baseFolder, Func<string, string> folderOf, IProgress<IngestProgress>? progress, CancellationToken cancellation);

    /// <summary>Makes the rows of a query readable under a name until it is dropped: computed once, or where it is read.</summary>
    Task CreateAsync(string name, string sql, bool isView, CancellationToken cancellation);

    /// <summary>Makes computed rows readable under a name until it is dropped.</summary>
    Task LoadAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation);

    /// <summary>Makes Parquet files below the folders readable under a name; no files are no rows.</summary>
    Task RegisterAsync(string name, IReadOnlyList<Column> columns, IReadOnlyList<TableFolder> folders, CancellationToken cancellation);

    /// <summary>Writes the rows of a query as a Parquet file into a folder, beside its other parts.</summary>
    Task WriteAsync(string sql, string folder, int part, CancellationToken cancellation);

    /// <summary>Counts the rows of a model's registered table, those that meet each of the conditions, and, if the model has a key to check, the keys that stand more than once.</summary>
    Task<TableCounts> CountAsync(Model model, IReadOnlyList<string> conditions, CancellationToken cancellation);

    Task DropAsync(string name, CancellationToken cancellation);

    /// <summary>Reads the rows of a query, which must be few enough for one machine's memory.</summary>
    Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation);
}

/// <summary>A folder of Parquet files, and the value of the partition column <c>system</c> of its rows where the table has one.</summary>
public sealed record TableFolder(string Path, string? System = null);

/// <summary>Rows, rows that meet each condition, and keys that stand more than once.</summary>
public sealed record TableCounts(long Rows, IReadOnlyList<long> Matches, long RepeatedKeys);

/// <summary>The engine refused a statement or failed while it ran.</summary>
public sealed class EngineException : Exception
{
    public EngineException()
    {
    }

    public EngineException(string message)
        : base(message)
    {
    }

    public EngineException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The line of the statement where the engine found the mistake, from 1; nothing where it does not say.</summary>
    public int? Line { get; init; }

    /// <summary>The engine's name for the kind of the error, such as <c>DIVIDE_BY_ZERO</c>; nothing where it has none.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>The SQLSTATE, five characters; nothing where the engine tells none.</summary>
    public string? SqlState { get; init; }

    /// <summary>Whether the same command may succeed when it is repeated, with nothing changed in data, models or settings.</summary>
    public bool IsTransient { get; init; }
}
