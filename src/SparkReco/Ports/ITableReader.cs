using System.Data;
using Apache.Arrow;

namespace SparkReco.Ports;

/// <summary>Reads the tables of an engine.</summary>
public interface ITableReader
{
    /// <summary>Reads the rows of a query, which must be few enough for one machine's memory.</summary>
    Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation);

    /// <summary>
    /// Reads the rows of a query in bulk and in their order, a batch at a time, at the pace at which they are taken. There is one batch at least,
    /// without rows where the query has none, so that the columns are known. Streams may be open side by side and beside statements, and
    /// feed a table that is being written. Whoever takes a batch disposes of it.
    /// </summary>
    /// <exception cref="EngineException">A column has a type that no table has, such as the decimal number of a sum without a cast; or the query fails.</exception>
    IAsyncEnumerable<RecordBatch> StreamAsync(string sql, CancellationToken cancellation);

    /// <summary>
    /// Reads all rows of a query in bulk. A batch is whoever's takes it until that returns; engines that can hand several over at once, on
    /// several threads and in no order.
    /// </summary>
    /// <exception cref="EngineException">As for <see cref="StreamAsync"/>. What is thrown by who takes a batch ends the reading, and comes through.</exception>
    async Task ScanAsync(string sql, Action<RecordBatch> take, CancellationToken cancellation)
    {
        await foreach (var batch in StreamAsync(sql, cancellation))
        {
            using (batch)
                take(batch);
        }
    }
}
