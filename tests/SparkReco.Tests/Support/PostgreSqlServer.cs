using System.Diagnostics;
using Npgsql;
using SparkReco.Configuration;

namespace SparkReco.Tests.Support;

/// <summary>A real PostgreSQL on this machine, one for all tests, each with a database of its own; it goes with the tests' process, however that ends.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private static readonly Lazy<PostgreSqlServer> One = new(() => new PostgreSqlServer(Port));
    private static int _databases;

    private PostgreSqlServer(int port)
    {
        OwnPort = port;
        Process = DatabaseProcess.Start("postgresql_server.sh", $"{port}", port == Port ? Certificate : Path.GetTempFileName());
    }

    private Process Process { get; }

    private int OwnPort { get; }

    public static int Port { get; } = SparkServer.FreePort();

    /// <summary>The certificate of the running server, which it signed itself.</summary>
    public static string Certificate { get; } = Path.GetTempFileName();

    /// <summary>A server of a test's own, which it may kill.</summary>
    public static PostgreSqlServer StartOwn()
    {
        RequireInstalled();
        return new PostgreSqlServer(SparkServer.FreePort());
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
        await using var connection = await OpenAsync("postgres", OwnPort);
        await using var command = new NpgsqlCommand($"create database {name} template template0 encoding 'UTF8'", connection);
        await command.ExecuteNonQueryAsync();
        return new ConnectionSettings
        {
            Name = "shop",
            Kind = DatabaseKind.PostgreSql,
            Host = "127.0.0.1",
            Port = OwnPort,
            Database = name,
            User = "postgres",
            Tls = TlsMode.Off,
        };
    }

    public static async Task<NpgsqlConnection> OpenAsync(string database, int? port = null)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port ?? Port};Database={database};Username=postgres;Pooling=false;Timeout=300");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Ends the server as when the power goes, and starts it again.</summary>
    public void KillAndStart() => DatabaseProcess.KillAndStart(Process);

    public void Dispose() => Process.StandardInput.Close();

    private static void RequireInstalled()
    {
        if (!Directory.Exists("/usr/lib/postgresql"))
            Missing.Skip("there is no PostgreSQL: the package postgresql is not installed");
    }
}
