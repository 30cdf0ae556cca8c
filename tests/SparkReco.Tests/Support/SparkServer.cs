using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// A real Spark with a Connect server on this machine. Its folder and its process go when it is disposed, or when the tests' process ends in
/// whatever way.
/// </summary>
public sealed class SparkServer : IDisposable
{
    /// <summary>So long a stream of responses lasts on the shared server: short, so that tests take up cut streams again and again.</summary>
    public static readonly TimeSpan StreamLimit = TimeSpan.FromSeconds(1);

    // The shell outlives the tests' process by a moment: it notices by its input's end, however that process ends.
    private const string Watch = """
        "$@" > "$TMPDIR/log" 2>&1 &
        cat > /dev/null
        { kill -KILL $!; wait; } 2> /dev/null
        rm -rf "$TMPDIR"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private static readonly Lazy<Task<SparkServer>> One = new(() => StartAsync());

    private readonly Process _process;
    private readonly string _folder;
    private bool _isKilled;

    private SparkServer(Process process, int port, string folder)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    /// <summary>The server of all tests that do it no harm; the first of them starts it.</summary>
    public static Task<SparkServer> Shared
    {
        get
        {
            _ = SparkHome.Require();
            return One.Value;
        }
    }

    public int Port { get; }

    public string Remote => $"sc://localhost:{Port}";

    /// <summary>A server of a test's own.</summary>
    public static async Task<SparkServer> StartAsync(int? port = null)
    {
        var home = SparkHome.Require();
        var chosen = port ?? FreePort();
        var folder = Directory.CreateTempSubdirectory("sparkreco-spark-").FullName;
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder };
        start.Environment["TMPDIR"] = folder;
        start.Environment["SPARK_LOCAL_DIRS"] = folder;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        foreach (var (name, value) in S3Server.ClientEnvironment)
            start.Environment[name] = value;
        foreach (var argument in (string[])["-c", Watch, "bash", Path.Combine(home, "bin", "spark-submit"), .. Arguments(chosen, folder)])
            start.ArgumentList.Add(argument);
        var server = new SparkServer(Process.Start(start)!, chosen, folder);
        await server.WaitAsync();
        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Makes the server forget all sessions, as it does with those that were not used for an hour.</summary>
    public async Task ExpireSessionsAsync()
    {
        var order = Path.Combine(_folder, "expire");
        await File.WriteAllTextAsync(order, "");
        while (File.Exists(order))
            await Task.Delay(20);
    }

    /// <summary>Kills the server, which gets no chance to say goodbye.</summary>
    public void Dispose()
    {
        if (_isKilled)
            return;
        _isKilled = true;
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(int port, string folder)
    {
        string[] configuration =
        [
            $"spark.connect.grpc.binding.port={port}",
            $"spark.connect.execute.reattachable.senderMaxStreamDuration={StreamLimit.TotalMilliseconds}ms",
            $"spark.sql.warehouse.dir={folder}/warehouse",
            "spark.sql.session.timeZone=UTC",
            "spark.sql.ansi.enabled=true",
            "spark.sql.shuffle.partitions=2",
            "spark.ui.enabled=false",
            .. S3Server.SparkConfiguration,
        ];
        return
        [
            "--master", "local[2]", "--driver-memory", "4g", .. configuration.SelectMany(pair => new[] { "--conf", pair }),
            Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", "connect_server.py"),
        ];
    }

    private async Task WaitAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < StartLimit; await Task.Delay(50))
        {
            if (File.Exists(Path.Combine(_folder, "ready")))
                return;
        }

        var said = await File.ReadAllTextAsync(Path.Combine(_folder, "log"));
        Dispose();
        Assert.Fail($"Spark did not start in {StartLimit.TotalSeconds} s: {said}");
    }
}
