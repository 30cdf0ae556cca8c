using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SparkReco.Tests.Launcher;
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
        "$@" > "$TMPDIR/log" 2>&1 < /dev/null & spark=$!
        cat <&0 > /dev/null & input=$!
        wait -n
        touch "$TMPDIR/ended"
        wait $input
        { kill -KILL $spark; wait; } 2> /dev/null
        rm -rf "$TMPDIR"
        """;

    private const string FourToken = "right";
    private const string NamedUser = "named";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OrderLimit = TimeSpan.FromMinutes(1);

    // It lives long enough for Java to compile well. Of two cores a collector of its own threads would take some.
    private static readonly Lazy<Task<SparkServer>> One = new(() => StartAsync(SparkHome.Require(), javaOptions: "-XX:+UseSerialGC"));
    private static readonly Lazy<Task<SparkServer>> OneOfFour = new(() => StartAsync(SparkHome.RequireFour(), token: FourToken));

    private readonly Process _process;
    private readonly string _folder;
    private readonly string? _token;
    private bool _isKilled;

    private SparkServer(Process process, int port, string folder, string? token)
    {
        _process = process;
        _folder = folder;
        _token = token;
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

    /// <summary>The server of version 4, which asks for a token, of all tests that do it no harm.</summary>
    public static Task<SparkServer> SharedFour
    {
        get
        {
            _ = SparkHome.RequireFour();
            return OneOfFour.Value;
        }
    }

    public int Port { get; }

    public string Address => $"sc://localhost:{Port}";

    /// <summary>The whole connection string, with the token that the server asks for.</summary>
    public string Remote => _token is null ? Address : $"{Address}/;token={_token}";

    /// <summary>Its warnings and errors.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder, "log"));

    /// <summary>A server of a test's own.</summary>
    public static Task<SparkServer> StartAsync(int? port = null) => StartAsync(SparkHome.Require(), port);

    public static async Task<SparkServer> StartAsync(
        string home,
        int? port = null,
        string? token = null,
        string javaOptions = StandaloneCluster.FastStart
    )
    {
        var chosen = port ?? FreePort();
        var folder = Directory.CreateTempSubdirectory("sparkreco-spark-").FullName;
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment["TMPDIR"] = folder;
        start.Environment["SPARK_LOCAL_DIRS"] = folder;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        foreach (var (name, value) in S3Server.ClientEnvironment)
            start.Environment[name] = value;
        foreach (
            var argument in (string[])
                ["-c", Watch, "bash", Path.Combine(home, "bin", "spark-submit"), .. Arguments(chosen, folder, token, javaOptions)]
        )
            start.ArgumentList.Add(argument);
        var server = new SparkServer(Process.Start(start)!, chosen, folder, token);
        await server.WaitAsync();
        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The options of a connection string that name a session.</summary>
    public static string OptionsOf(Guid session) => $"user_id={NamedUser};session_id={session}";

    /// <summary>The whole connection string of a session that is named.</summary>
    public string RemoteOf(Guid session) => $"{Address}/;{(_token is null ? "" : $"token={_token};")}{OptionsOf(session)}";

    /// <summary>Makes the server forget a session that was named in its connection string, as it does with those that were not used for an hour.</summary>
    public async Task ExpireAsync(Guid session)
    {
        var order = Path.Combine(_folder, "expire");
        var written = order + "-next";
        await File.WriteAllTextAsync(written, $"{NamedUser} {session}");
        File.Move(written, order);
        await UntilAsync(() => !File.Exists(order), OrderLimit);
    }

    /// <summary>Kills the server, which gets no chance to say goodbye.</summary>
    public void Dispose()
    {
        if (_isKilled)
            return;
        _isKilled = true;
        _process.StandardInput.Close();
        _process.WaitForExit(OrderLimit);
        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(int port, string folder, string? token, string javaOptions)
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
            .. token is null ? (string[])[] : [$"spark.connect.authenticate.token={token}"],
            .. S3Server.SparkConfiguration,
        ];
        return
        [
            "--master",
            "local[2]",
            "--driver-memory",
            "4g",
            "--driver-java-options",
            javaOptions,
            .. configuration.SelectMany(pair => new[] { "--conf", pair }),
            Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", "connect_server.py"),
        ];
    }

    private async Task WaitAsync()
    {
        try
        {
            await UntilAsync(() => File.Exists(Path.Combine(_folder, "ready")), StartLimit);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Waits for what the server does; where it has ended or takes too long, its log tells why.</summary>
    private async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        for (var started = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(50))
        {
            if (File.Exists(Path.Combine(_folder, "ended")) || Stopwatch.GetElapsedTime(started) > limit)
                Assert.Fail($"Spark's server ended or was silent for {limit.TotalSeconds} s: {Log}");
        }
    }
}
