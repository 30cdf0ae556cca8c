using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;
using Npgsql;
using SparkReco.Configuration;

namespace SparkReco.Benchmarks.Sinks;

/// <summary>A database server of this machine with its defaults, and its own client, which is measured beside the product.</summary>
internal sealed class SinkServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly bool _isPostgreSql;

    private SinkServerProcess(Process process, ConnectionSettings connection)
    {
        _process = process;
        _isPostgreSql = connection.Kind == DatabaseKind.PostgreSql;
        Connection = connection;
    }

    public ConnectionSettings Connection { get; }

    /// <summary>What the product's tables begin with.</summary>
    public string Prefix => _isPostgreSql ? "sparkreco." : "sparkreco_";

    public string Rival => _isPostgreSql ? "psql, COPY" : "mariadb, LOAD DATA";

    /// <summary>Starts a server with a database; null where it is not installed.</summary>
    public static async Task<SinkServerProcess?> StartAsync(DatabaseKind kind)
    {
        var isPostgreSql = kind == DatabaseKind.PostgreSql;
        if (!Path.Exists(isPostgreSql ? "/usr/lib/postgresql" : "/usr/sbin/mariadbd"))
            return null;
        var port = FreePort();
        var script = Path.Combine(
            BenchmarkCommand.Root(),
            "tests",
            "SparkReco.Tests",
            "Support",
            $"{(isPostgreSql ? "postgresql" : "mariadb")}_server.sh"
        );
        var start = new ProcessStartInfo("bash", [script, $"{port}", Path.GetTempFileName()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        await process.StandardOutput.ReadLineAsync();
        var server = new SinkServerProcess(
            process,
            new ConnectionSettings
            {
                Name = "db",
                Kind = kind,
                Host = "127.0.0.1",
                Port = port,
                Database = "bench",
                User = isPostgreSql ? "postgres" : "tests",
                Tls = TlsMode.Off,
            }
        );
        await using var connection = await server.OpenAsync(isPostgreSql ? "postgres" : "");
        await RunAsync(connection, "create database bench");
        return server;
    }

    public async Task<DbConnection> OpenAsync(string database = "bench")
    {
        var at = $"Server=127.0.0.1;Port={Connection.Port};Database={database};User ID={Connection.User};Pooling=false";
        DbConnection connection = _isPostgreSql ? new NpgsqlConnection(at) : new MySqlConnection($"{at};SslMode=None");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>An empty table as the product has it for lists.</summary>
    public async Task MakeRivalTableAsync()
    {
        await using var connection = await OpenAsync();
        await RunAsync(connection, "drop table if exists rival");
        await RunAsync(
            connection,
            _isPostgreSql
                ? $"create table rival (like {Prefix}recommendations_rows including all)"
                : $"create table rival like {Prefix}recommendations_rows"
        );
    }

    /// <summary>Loads a file of fields between tabs with the database's own client.</summary>
    public async Task LoadByClientAsync(string file)
    {
        string[] command = _isPostgreSql
            ? ["psql", "-h", "127.0.0.1", "-p", $"{Connection.Port}", "-U", "postgres", "-d", "bench", "-q", "-c", $"\\copy rival from '{file}'"]
            :
            [
                "mariadb",
                "--no-defaults",
                "--protocol=tcp",
                "-h",
                "127.0.0.1",
                "-P",
                $"{Connection.Port}",
                "-u",
                "tests",
                "--local-infile=1",
                "bench",
                "-e",
                $"load data local infile '{file}' into table rival character set utf8mb4",
            ];
        await RunAsync(command);
    }

    /// <summary>Reads that table into a file with the database's own client, compressed as fast as may be.</summary>
    public Task ReadByClientAsync(string file) =>
        RunAsync([
            "bash",
            "-c",
            "set -o pipefail; "
                + (
                    _isPostgreSql
                        ? $"psql -h 127.0.0.1 -p {Connection.Port} -U postgres -d bench -q -c '\\copy rival to stdout csv header'"
                        : $"mariadb --no-defaults --protocol=tcp -h 127.0.0.1 -P {Connection.Port} -u tests --quick --batch bench -e 'select * from rival'"
                )
                + $" | gzip -1 > '{file}'",
        ]);

    private static async Task RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    public static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
