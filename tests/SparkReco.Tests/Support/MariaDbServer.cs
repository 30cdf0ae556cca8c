using System.Diagnostics;
using MySqlConnector;
using SparkReco.Configuration;

namespace SparkReco.Tests.Support;

/// <summary>A real MariaDB on this machine, one for all tests, each with a database of its own; it goes with the tests' process, however that ends.</summary>
internal sealed class MariaDbServer
{
    private static readonly Lazy<MariaDbServer> One = new(() => new MariaDbServer());
    private static int _databases;

    private MariaDbServer()
    {
        Process = DatabaseProcess.Start("mariadb_server.sh", $"{Port}", Certificate);
    }

    private Process Process { get; }

    public static int Port { get; } = SparkServer.FreePort();

    /// <summary>The certificate of the running server, which it signed itself.</summary>
    public static string Certificate { get; } = Path.GetTempFileName();

    /// <summary>A new database, empty, of a user who may do all in it.</summary>
    public static async Task<ConnectionSettings> NewDatabaseAsync()
    {
        if (!File.Exists("/usr/sbin/mariadbd"))
            Missing.Skip("there is no MariaDB: the package mariadb-server is not installed");
        _ = One.Value.Process;
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using var connection = await OpenAsync("");
        await using var command = new MySqlCommand($"create database {name} character set utf8mb4", connection);
        await command.ExecuteNonQueryAsync();
        return new ConnectionSettings
        {
            Name = "shop",
            Kind = DatabaseKind.MySql,
            Host = "127.0.0.1",
            Port = Port,
            Database = name,
            User = "tests",
            Tls = TlsMode.Off,
        };
    }

    public static async Task<MySqlConnection> OpenAsync(string database)
    {
        var connection = new MySqlConnection(
            $"Server=127.0.0.1;Port={Port};Database={database};User ID=tests;Pooling=false;SslMode=None;AllowLoadLocalInfile=true;AllowUserVariables=true;ConnectionTimeout=300"
        );
        await connection.OpenAsync();
        return connection;
    }
}
