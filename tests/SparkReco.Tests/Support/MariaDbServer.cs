using System.Diagnostics;
using MySqlConnector;
using SparkReco.Configuration;

namespace SparkReco.Tests.Support;

/// <summary>A real MariaDB on this machine, one for all tests, each with a database of its own; it goes with the tests' process, however that ends.</summary>
internal sealed class MariaDbServer : IDisposable
{
    private static readonly Lazy<MariaDbServer> One = new(() => new MariaDbServer(Port));
    private static int _databases;

    private MariaDbServer(int port, params string[] options)
    {
        OwnPort = port;
        Process = DatabaseProcess.Start("mariadb_server.sh", [$"{port}", port == Port ? Certificate : Path.GetTempFileName(), .. options]);
    }

    private Process Process { get; }

    private int OwnPort { get; }

    public static int Port { get; } = SparkServer.FreePort();

    /// <summary>The certificate of the running server, which it signed itself.</summary>
    public static string Certificate { get; } = Path.GetTempFileName();

    /// <summary>A server of a test's own, with options, which it may kill.</summary>
    public static MariaDbServer StartOwn(params string[] options)
    {
        RequireInstalled();
        return new MariaDbServer(SparkServer.FreePort(), options);
    }

    /// <summary>A new database, empty, of a user who may do all in it.</summary>
    public static async Task<ConnectionSettings> NewDatabaseAsync()
    {
        RequireInstalled();
        return await One.Value.NewOwnDatabaseAsync();
    }

    /// <summary>A new database of this server.</summary>
    public async Task<ConnectionSettings> NewOwnDatabaseAsync()
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using var connection = await OpenAsync("", OwnPort);
        await using var command = new MySqlCommand($"create database {name} character set utf8mb4", connection);
        await command.ExecuteNonQueryAsync();
        return new ConnectionSettings
        {
            Name = "shop",
            Kind = DatabaseKind.MySql,
            Host = "127.0.0.1",
            Port = OwnPort,
            Database = name,
            User = "tests",
            Tls = TlsMode.Off,
        };
    }

    public static async Task<MySqlConnection> OpenAsync(string database, int? port = null)
    {
        var connection = new MySqlConnection(
            $"Server=127.0.0.1;Port={port ?? Port};Database={database};User ID=tests;Pooling=false;SslMode=None;AllowLoadLocalInfile=true;AllowUserVariables=true;ConnectionTimeout=300"
        );
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Ends the server as when the power goes, and starts it again.</summary>
    public void KillAndStart() => DatabaseProcess.KillAndStart(Process);

    public void Dispose() => Process.StandardInput.Close();

    private static void RequireInstalled()
    {
        if (!File.Exists("/usr/sbin/mariadbd"))
            Missing.Skip("there is no MariaDB: the package mariadb-server is not installed");
    }
}
