using System.Net.Sockets;
using MySqlConnector;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.MySql;

/// <summary>Connects to MySQL and MariaDB, and says what went wrong there.</summary>
internal static class MySqlServer
{
    private const uint Port = 3306;

    /// <summary>Opens a connection of its own, which no pool keeps. Its time zone is UTC.</summary>
    /// <param name="settings">The connection.</param>
    /// <param name="baseFolder">What files with passwords and certificates are relative to.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="loadsFiles">Whether rows are loaded by LOAD DATA LOCAL.</param>
    /// <exception cref="DatabaseException">The server can't be reached, or refuses.</exception>
    public static async Task<MySqlConnection> OpenAsync(
        ConnectionSettings settings,
        Location baseFolder,
        CancellationToken cancellation,
        bool loadsFiles = false
    )
    {
        var login = await Login.FindAsync(settings, baseFolder, cancellation);
        var builder = new MySqlConnectionStringBuilder
        {
            Server = login.Host,
            Port = login.Port != 0 ? (uint)login.Port : Port,
            Database = login.Database,
            UserID = login.User,
            Password = login.Password ?? "",
            SslMode = settings.Tls == TlsMode.Off ? MySqlSslMode.Disabled : MySqlSslMode.VerifyFull,
            SslCa = settings.Ca == ConnectionSettings.None ? null : $"{Location.Of(settings.Ca, baseFolder)}",
            ApplicationName = "sparkreco",
            Pooling = false,
            // Statements over large tables take their time; who waits for them can cancel.
            DefaultCommandTimeout = 0,
            Keepalive = 30,
            CharacterSet = "utf8mb4",
            // What is in a column stays what it is: a small number is no truth, 16 bytes are no GUID, and days that no calendar has are told.
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
            AllowZeroDateTime = true,
            // A server that may ask for files may ask for any.
            AllowLoadLocalInfile = loadsFiles,
            // A query that somebody wrote may have some.
            AllowUserVariables = true,
        };
        try
        {
            return await new MySqlConnection(builder.ConnectionString).ReadyAsync(async connection =>
            {
                await connection.OpenAsync(cancellation);
                await connection.ExecuteAsync("set time_zone = '+00:00'", cancellation);
            });
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failure(settings, error);
        }
    }

    /// <summary>The server's name and version. MariaDB tells its own behind one that old clients expect.</summary>
    public static string VersionOf(MySqlConnection connection) =>
        connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
            ? $"MariaDB {connection.ServerVersion.Replace("5.5.5-", "", StringComparison.Ordinal).Split('-')[0]}"
            : $"MySQL {connection.ServerVersion}";

    /// <summary>Whether an exception is the server's or the network's.</summary>
    public static bool IsFailure(Exception error) =>
        error is MySqlException or SocketException or TimeoutException or (IOException and not (DatabaseException or StoreException));

    /// <summary>What went wrong, with the connection's name and what may help.</summary>
    public static DatabaseException Failure(ConnectionSettings settings, Exception error)
    {
        var code = (error as MySqlException)?.ErrorCode;
        var remedy = code switch
        {
            MySqlErrorCode.AccessDenied => "; its password is where 'password_env', 'password_file' or 'secret' says",
            MySqlErrorCode.UnknownDatabase => "; 'database' names it",
            MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadTable =>
                "; 'table' or 'query' names it, with its database where that is not the connection's: DATABASE.TABLE",
            MySqlErrorCode.BadFieldError => "; 'query' names it",
            MySqlErrorCode.TableAccessDenied or MySqlErrorCode.DatabaseAccessDenied => "; grant it to the user",
            _ when error.ToString().Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
                "; 'ca' names a file with the authority of its certificate, and 'host' must be the name in it",
            _ when error.Message.Contains("SSL", StringComparison.OrdinalIgnoreCase) => "; a server without TLS is reached with 'tls' off",
            _ => "",
        };
        var number = error is MySqlException { Number: > 0 } refused ? $" ({refused.Number})" : "";
        return new DatabaseException(
            $"connections.{settings.Name}: MySQL{(settings.Host == ConnectionSettings.None ? "" : $" at {settings.Host}")}: {error.Message}{number}{remedy}",
            error
        )
        {
            // What the two can't agree on stays so.
            IsTransient =
                !error.Message.Contains("SSL", StringComparison.Ordinal)
                && error is MySqlException { IsTransient: true } or SocketException or IOException or TimeoutException,
        };
    }
}
