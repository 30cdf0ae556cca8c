using SparkReco.Adapters.Aws;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters;

/// <summary>Where a server is and who connects, as it is known at the moment of connecting.</summary>
/// <param name="Host">The server's name or address.</param>
/// <param name="Port">Its port; 0 is the usual one.</param>
/// <param name="Database">The database.</param>
/// <param name="User">Who connects.</param>
/// <param name="Password">The password; null where the connection names no place, and the database's own client looks for one.</param>
internal sealed record Login(string Host, int Port, string Database, string User, string? Password)
{
    /// <summary>Without the password, which is in no text.</summary>
    public override string ToString() => $"{User} at {Host}:{Port}/{Database}";

    /// <summary>What the settings say; where they name a secret, what it says besides.</summary>
    /// <exception cref="DatabaseException">There is no password at its place, or no server is named anywhere.</exception>
    public static async Task<Login> FindAsync(ConnectionSettings connection, Location baseFolder, CancellationToken cancellation)
    {
        if (connection.Secret == ConnectionSettings.None)
            return new(connection.Host, connection.Port, connection.Database, connection.User, Adapters.Password.Find(connection, baseFolder));
        var secret = await Secret.FindAsync(connection, cancellation);
        return new(
            Part("host", connection.Host, secret.Host),
            connection.Port != 0 ? connection.Port : secret.Port ?? 0,
            Part("database", connection.Database, secret.Database, "dbname"),
            Part("user", connection.User, secret.User, "username"),
            secret.Password
        );

        string Part(string name, string configured, string? found, string? inSecret = null) =>
            configured != ConnectionSettings.None
                ? configured
                : found
                    ?? throw new DatabaseException(
                        $"connections.{connection.Name}.{name}: neither the configuration nor the secret has it: set it, or '{inSecret ?? name}' in the secret"
                    )
                    {
                        IsOfConfiguration = true,
                    };
    }
}
