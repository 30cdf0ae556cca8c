using SparkReco.Adapters.MySql;
using SparkReco.Adapters.PostgreSql;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters;

/// <summary>Connects to databases by their kind.</summary>
/// <param name="baseFolder">What files with passwords and certificates are relative to.</param>
public sealed class Databases(Location baseFolder) : IDatabases
{
    /// <inheritdoc/>
    public async Task<IRowSource> OpenSourceAsync(ConnectionSettings connection, CancellationToken cancellation) =>
        connection.Kind switch
        {
            DatabaseKind.PostgreSql => await PostgreSqlSource.OpenAsync(connection, baseFolder, cancellation),
            DatabaseKind.MySql => await MySqlSource.OpenAsync(connection, baseFolder, cancellation),
            _ => throw new DatabaseException($"connections.{connection.Name}: there is no way to read {connection.Kind}"),
        };

    /// <inheritdoc/>
    public ISink SinkOf(ConnectionSettings connection, SinkSettings sink, TimeProvider clock, Action<string> tell)
    {
        var patience = SinkPatience.Usual;
        SinkServer server = connection.Kind switch
        {
            DatabaseKind.PostgreSql => new PostgreSqlSinkServer(connection, sink.Schema, patience, baseFolder),
            DatabaseKind.MySql => new MySqlSinkServer(connection, sink.Schema, patience, baseFolder),
            _ => throw new DatabaseException($"connections.{connection.Name}: there is no way to publish to {connection.Kind}"),
        };
        return new SqlSink(server, sink, SinkMigration.All, patience, clock, tell);
    }
}
