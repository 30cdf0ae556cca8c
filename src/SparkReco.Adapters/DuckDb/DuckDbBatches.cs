using System.Runtime.CompilerServices;
using Apache.Arrow;
using DuckDB.NET.Data;
using SparkReco.Models;
using SparkReco.Ports;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Rows in bulk out of a prepared database and into it. Each stream and each statement has a connection of its own, so that they can be open
/// side by side, and one can feed another.
/// </summary>
internal sealed class DuckDbBatches(DuckDBConnection database) : IDisposable
{
    private readonly BatchFunction _function = new(database);
    private readonly ScanFunction _scans = new(database);

    /// <summary>The rows of a query in batches, one at least.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(string sql, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var connection = DuckDbSession.Join(database);
        using var command = connection.CreateCommand();
        command.CommandText = "\n" + sql;
        command.UseStreamingMode = true;
        await using var registration = cancellation.Register(command.Cancel);
        using var stream = await DuckDbCall.RunAsync(command.ExecuteArrowStream, cancellation);
        var columns = Batches.ColumnsOf(stream.Schema);
        var batch = await NextAsync();
        yield return batch ?? new BatchBuilder(columns).Build();
        while (batch is not null && (batch = await NextAsync()) is not null)
            yield return batch;

        Task<RecordBatch?> NextAsync() =>
            DuckDbCall.RunAsync<RecordBatch?>(
                () => stream.ReadNextRecordBatchAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult(),
                cancellation
            );
    }

    /// <summary>Hands all rows of a query over, on several threads at once and in no order.</summary>
    public async Task ScanAsync(string sql, Action<RecordBatch> take, CancellationToken cancellation)
    {
        using var connection = DuckDbSession.Join(database);
        using var command = connection.CreateCommand();
        await using var registration = cancellation.Register(command.Cancel);
        command.CommandText = $"select * from (\n{sql}\n) limit 0";
        using var nothing = await DuckDbCall.RunAsync(command.ExecuteArrowStream, cancellation);
        var scan = new BatchScan(Batches.ColumnsOf(nothing.Schema), take, cancellation);
        command.CommandText = _scans.Add(scan, sql, out var number);
        try
        {
            await DuckDbCall.RunAsync(command.ExecuteScalar, cancellation);
        }
        catch (EngineException)
        {
            scan.ThrowIfFailed();
            throw;
        }
        finally
        {
            _scans.Remove(number);
        }
    }

    /// <summary>Runs a statement that reads batches, which it is given as a table function.</summary>
    /// <exception cref="EngineException">The batches do not have the columns, or the statement fails.</exception>
    public async Task RunAsync(
        IReadOnlyList<Column> columns,
        IAsyncEnumerable<RecordBatch> batches,
        Func<string, string> statement,
        CancellationToken cancellation
    )
    {
        using var connection = DuckDbSession.Join(database);
        using var command = connection.CreateCommand();
        await using var reader = batches.GetAsyncEnumerator(cancellation);
        using var source = new BatchSource(columns, reader, cancellation);
        command.CommandText = statement(_function.Add(source, out var number));
        await using var registration = cancellation.Register(command.Cancel);
        try
        {
            await DuckDbCall.RunAsync(command.ExecuteNonQuery, cancellation);
        }
        catch (EngineException)
        {
            source.ThrowIfFailed();
            throw;
        }
        finally
        {
            _function.Remove(number);
        }
    }

    public void Dispose()
    {
        _function.Dispose();
        _scans.Dispose();
    }
}
