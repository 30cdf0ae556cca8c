using System.Runtime.ExceptionServices;
using Apache.Arrow;
using DuckDB.NET.Native;
using SparkReco.Models;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Somebody who takes the rows of a query, on several threads at once. The statement can only be told that something went wrong; what it was
/// first is kept.
/// </summary>
internal sealed class BatchScan(IReadOnlyList<Column> columns, Action<RecordBatch> take, CancellationToken cancellation)
{
    private readonly Schema _schema = Batches.SchemaOf(columns);
    private ExceptionDispatchInfo? _failure;

    /// <summary>Throws what went wrong while rows were taken, if something did.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Takes the rows of a chunk, whose first column is none of theirs. False when that failed.</summary>
    public bool Take(DuckDBDataChunk chunk, int count)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var arrays = columns.Select(
                (column, index) => VectorArray.Of(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, index + 1), column.Type, count)
            );
            using var batch = new RecordBatch(_schema, arrays, count);
            take(batch);
            return true;
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            return false;
        }
    }
}
