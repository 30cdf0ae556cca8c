using SparkReco.Adapters.DynamoDb;
using SparkReco.Adapters.MySql;
using SparkReco.Adapters.PostgreSql;
using SparkReco.Adapters.Redshift;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters;

/// <summary>Connects to databases by their kind.</summary>
/// <param name="baseFolder">What files with passwords and certificates are relative to.</param>
/// <param name="stores">Where files are that databases write and read themselves.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="log">Is told of each attempt that failed.</param>
public sealed class Databases(Location baseFolder, Stores stores, TimeProvider clock, Action<string> log) : IDatabases
{
    /// <inheritdoc/>
    public async Task<IRowSource> OpenSourceAsync(ConnectionSettings connection, CancellationToken cancellation) =>
        connection.Kind switch
        {
            DatabaseKind.PostgreSql => await PostgreSqlSource.OpenAsync(connection, baseFolder, cancellation),
            DatabaseKind.MySql => await MySqlSource.OpenAsync(connection, baseFolder, cancellation),
            DatabaseKind.DynamoDb => new DynamoDbSource(connection, clock),
            DatabaseKind.Redshift when connection.IsDataApi => new UnloadSource(connection, stores, clock, log),
            DatabaseKind.Redshift => await RedshiftRowSource.OpenAsync(connection, baseFolder, cancellation),
            _ => throw new DatabaseException($"connections.{connection.Name}: there is no way to read {connection.Kind}"),
        };

    /// <inheritdoc/>
    public ISink SinkOf(ConnectionSettings connection, SinkSettings sink, TimeProvider clock, Action<string> tell)
    {
        var patience = SinkPatience.Usual;
        return connection.Kind switch
        {
            DatabaseKind.PostgreSql => Sql(new PostgreSqlSinkServer(connection, sink.Schema, patience, baseFolder)),
            DatabaseKind.MySql => Sql(new MySqlSinkServer(connection, sink.Schema, patience, baseFolder)),
            DatabaseKind.DynamoDb => new DynamoDbSink(connection, sink, clock, tell),
            DatabaseKind.Redshift => new RedshiftSink(connection, sink, SinkMigration.All, patience, stores, clock, log, tell),
            _ => throw new DatabaseException($"connections.{connection.Name}: there is no way to publish to {connection.Kind}"),
        };

        SqlSink Sql(SinkServer server) => new(server, sink, SinkMigration.All, patience, clock, tell);
    }
}
