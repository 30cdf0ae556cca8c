using SparkReco.Adapters.MySql;
using SparkReco.Adapters.PostgreSql;
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
}
