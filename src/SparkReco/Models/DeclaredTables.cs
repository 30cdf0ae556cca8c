using System.Data;
using Apache.Arrow;
using SparkReco.Ports;
using SparkReco.Sql;

namespace SparkReco.Models;

/// <summary>
/// Reads some tables of an engine and refuses queries of others: what a stage or a model says that it reads decides when it runs, and when it
/// runs again.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="reader">Who reads, as it is named in the error.</param>
/// <param name="tables">The names of the tables.</param>
public sealed class DeclaredTables(ITableReader engine, string reader, IEnumerable<string> tables) : ITableReader
{
    private readonly HashSet<string> _tables = [.. tables];

    /// <inheritdoc/>
    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation) =>
        engine.ReadAsync(Checked(sql), map, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> StreamAsync(string sql, CancellationToken cancellation) => engine.StreamAsync(Checked(sql), cancellation);

    /// <inheritdoc/>
    public Task ScanAsync(string sql, Action<RecordBatch> take, CancellationToken cancellation) => engine.ScanAsync(Checked(sql), take, cancellation);

    private string Checked(string sql) =>
        SqlInputs.TablesOf(reader, sql).FirstOrDefault(table => !_tables.Contains(table)) is { } other
            ? throw new InvalidOperationException($"{reader} reads the table {other}, which it does not say that it reads")
            : sql;
}
