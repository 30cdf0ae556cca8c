using System.Data;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// A session of Apache Spark: all that the engine asks of a road to a cluster. Temporary views live as long as the session. A failure is an
/// <see cref="EngineException"/> with the line of the statement where Spark names one; a cancellation stops the work on the cluster.
/// </summary>
public interface ISparkSession : IAsyncDisposable
{
    /// <summary>Spark's version, such as <c>3.5.7</c>.</summary>
    string Version { get; }

    /// <summary>Runs a statement to its end; its rows, if there are any, are of no interest.</summary>
    Task RunAsync(string sql, CancellationToken cancellation);

    /// <summary>Reads the rows of a query in order, batch by batch.</summary>
    Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation);

    /// <summary>Makes rows of the driver readable as a temporary view; at most some tens of megabytes.</summary>
    Task LoadAsync(string view, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation);
}
