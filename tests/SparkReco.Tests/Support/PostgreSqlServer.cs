using System.Diagnostics;
using Npgsql;
using SparkReco.Configuration;

namespace SparkReco.Tests.Support;

/// <summary>A real PostgreSQL on this machine, one for all tests, each with a database of its own; it goes with the tests' process, however that ends.</summary>
internal sealed class PostgreSqlServer
{
    private static readonly Lazy<PostgreSqlServer> One = new(() => new PostgreSqlServer());
    private static int _databases;

    private PostgreSqlServer()
    {
        Process = DatabaseProcess.Start("postgresql_server.sh", $"{Port}", Certificate);
    }

    private Process Process { get; }

    public static int Port { get; } = SparkServer.FreePort();

    /// <summary>The certificate of the running server, which it signed itself.</summary>
    public static string Certificate { get; } = Path.GetTempFileName();

    /// <summary>A new database, empty, of a user who may do all in it.</summary>
    public static async Task<ConnectionSettings> NewDatabaseAsync()
    {
        if (!Directory.Exists("/usr/lib/postgresql"))
            Missing.Skip("there is no PostgreSQL: the package postgresql is not installed");
        _ = One.Value.Process;
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using var connection = await OpenAsync("postgres");
        await using var command = new NpgsqlCommand($"create database {name} template template0 encoding 'UTF8'", connection);
        await command.ExecuteNonQueryAsync();
        return new ConnectionSettings
        {
            Name = "shop",
            Kind = DatabaseKind.PostgreSql,
            Host = "127.0.0.1",
            Port = Port,
            Database = name,
            User = "postgres",
            Tls = TlsMode.Off,
        };
    }

    public static async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Database={database};Username=postgres;Pooling=false;Timeout=300");
        await connection.OpenAsync();
        return connection;
    }
}
