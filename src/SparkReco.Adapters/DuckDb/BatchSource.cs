using System.Runtime.ExceptionServices;
using Apache.Arrow;
using DuckDB.NET.Native;
using SparkReco.Models;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Batches as they are taken by a statement of DuckDB, whose thread waits for each. The statement can only be told that something went
/// wrong; what it was is kept.
/// </summary>
internal sealed class BatchSource(IReadOnlyList<Column> columns, IAsyncEnumerator<RecordBatch> batches, CancellationToken cancellation) : IDisposable
{
    private RecordBatch? _batch;
    private int _next;
    private ExceptionDispatchInfo? _failure;

    public IReadOnlyList<PartColumn> Columns { get; } = [.. columns.Select(column => new PartColumn(column.Name, TypeOf(column.Type)))];

    /// <summary>Throws what went wrong while batches were taken, if something did.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Fills a chunk with the next rows, up to a number of them. No rows are the end, and a negative number a failure.</summary>
    public int Fill(DuckDBDataChunk chunk, int most)
    {
        try
        {
            while (_batch is null || _next == _batch.Length)
            {
                if (!Advance())
                    return 0;
            }

            var count = Math.Min(most, _batch.Length - _next);
            for (var column = 0; column < columns.Count; column++)
                BatchVector.Fill(
                    NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column),
                    _batch.Column(column),
                    _next,
                    count,
                    columns[column].Name
                );
            _next += count;
            return count;
        }
        catch (Exception error)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
            return -1;
        }
    }

    public void Dispose() => _batch?.Dispose();

    private bool Advance()
    {
        cancellation.ThrowIfCancellationRequested();
        _batch?.Dispose();
        _batch = null;
        _next = 0;
        if (!batches.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            return false;
        _batch = batches.Current;
        Batches.Check(_batch, columns);
        return true;
    }

    private static DuckDBType TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => DuckDBType.Varchar,
            ColumnType.Int => DuckDBType.Integer,
            ColumnType.BigInt => DuckDBType.BigInt,
            ColumnType.Double => DuckDBType.Double,
            ColumnType.Boolean => DuckDBType.Boolean,
            ColumnType.Date => DuckDBType.Date,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}
