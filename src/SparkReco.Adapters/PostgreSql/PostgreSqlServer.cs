using System.Net.Sockets;
using Npgsql;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.PostgreSql;

/// <summary>Connects to PostgreSQL, and to Amazon Redshift by its protocol, and says what went wrong there.</summary>
internal static class PostgreSqlServer
{
    private const int Port = 5432;
    private const int RedshiftPort = 5439;

    /// <summary>Opens a connection of its own, which no pool keeps.</summary>
    /// <exception cref="DatabaseException">The server can't be reached, or refuses.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(ConnectionSettings settings, Location baseFolder, CancellationToken cancellation)
    {
        var isRedshift = settings.Kind == DatabaseKind.Redshift;
        var login = await Login.FindAsync(settings, baseFolder, cancellation);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = login.Host,
            Port =
                login.Port != 0 ? login.Port
                : isRedshift ? RedshiftPort
                : Port,
            Database = login.Database,
            Username = login.User,
            // Without one, the client looks into the user's .pgpass.
            Password = login.Password,
            SslMode = settings.Tls == TlsMode.Off ? SslMode.Disable : SslMode.VerifyFull,
            RootCertificate = settings.Ca == ConnectionSettings.None ? null : $"{Location.Of(settings.Ca, baseFolder)}",
            ApplicationName = "sparkreco",
            Pooling = false,
            // Statements over large tables take their time; who waits for them can cancel.
            CommandTimeout = 0,
            // A server that went without a word is noticed.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 30,
        };
        try
        {
            return await new NpgsqlConnection(builder.ConnectionString).ReadyAsync(connection => connection.OpenAsync(cancellation));
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failure(settings, error);
        }
    }

    /// <summary>Whether an exception is the server's or the network's.</summary>
    public static bool IsFailure(Exception error) =>
        error is NpgsqlException or SocketException or TimeoutException or (IOException and not (DatabaseException or StoreException));

    /// <summary>What went wrong, with the connection's name and what may help.</summary>
    public static DatabaseException Failure(ConnectionSettings settings, Exception error)
    {
        var remedy = error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                "; its password is where 'password_env', 'password_file' or 'secret' says",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "; 'database' names it",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
                "; 'table' or 'query' names it, with its schema where that is not in the user's search path: SCHEMA.TABLE",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn } => "; 'query' names it",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => "; grant it to the user",
            PostgresException => "",
            _ when error.ToString().Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
                "; 'ca' names a file with the authority of its certificate, and 'host' must be the name in it",
            _ when error.Message.Contains("SSL", StringComparison.OrdinalIgnoreCase) => "; a server without TLS is reached with 'tls' off",
            _ => "",
        };
        var text = error is PostgresException refused
            ? $"{refused.MessageText} ({refused.SqlState}){(refused.Detail is { } detail ? $": {detail}" : "")}{(refused.Hint is { } hint ? $"; {hint}" : "")}"
            : Innermost(error);
        return new DatabaseException(
            $"connections.{settings.Name}: {(settings.Kind == DatabaseKind.Redshift ? "Redshift" : "PostgreSQL")}{(settings.Host == ConnectionSettings.None ? "" : $" at {settings.Host}")}: {text}{remedy}",
            error
        )
        {
            IsTransient = error is NpgsqlException { IsTransient: true } or SocketException or IOException or TimeoutException,
        };
    }

    private static string Innermost(Exception error)
    {
        var inner = error;
        while (inner.InnerException is { } next)
            inner = next;
        return inner == error ? error.Message : $"{error.Message}: {inner.Message}";
    }
}
