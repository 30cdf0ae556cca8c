using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SparkReco.Adapters.SparkConnect;
using SparkReco.Ports;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Launcher;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>Servers that are not there, go away, or are something else.</summary>
[Collection("Spark")]
public sealed class LostServerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public LostServerTests() => _limit.CancelAfter(Limit);

    private CancellationToken Cancellation => _limit.Token;

    /// <summary>Is there when the query below has begun.</summary>
    private string Begun => Path.Combine(_folder.Root, "begun");

    /// <summary>Lasts as long as its server.</summary>
    private string Endless =>
        $"select transform(id) using 'touch {Begun}; while kill -0 $PPID 2> /dev/null; do sleep 0.2; done' as (x string) from range(1)";

    public void Dispose()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Where_nobody_listens_the_message_comes_soon()
    {
        var watch = Stopwatch.StartNew();
        var remote = $"sc://127.0.0.1:{SparkServer.FreePort()}";

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync(remote));

        Assert.StartsWith($"no Spark Connect server listens at {remote}: ", error.Message);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_host_that_is_not_known_is_named()
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync("sc://no-such-host.invalid"));

        Assert.StartsWith("no Spark Connect server listens at sc://no-such-host.invalid:15002: ", error.Message);
    }

    [Fact]
    public async Task A_server_that_speaks_something_else_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        var remote = $"sc://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync(remote));
        listener.Stop();
        await serving;

        Assert.StartsWith($"{remote} does not answer as a Spark Connect server", error.Message);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_from_one_that_is_not_there()
    {
        var server = await SparkServer.Shared;

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync($"{server.Remote}/;use_ssl=true"));

        Assert.StartsWith($"{server.Remote} could not be reached over TLS", error.Message);
    }

    [Fact]
    public async Task A_wrong_token_is_named_and_the_right_one_opens_a_session()
    {
        await using var proxy = await TokenProxy.StartAsync(await SparkServer.Shared, "right");

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync($"{proxy.Address}/;token=wrong"));
        await using var session = await OpenAsync(proxy.Remote);

        Assert.StartsWith($"{proxy.Address} refuses the credentials (the token is not valid): ", error.Message);
        Assert.Equal([3], await session.ReadAsync("select 1 + 2", row => row.GetInt32(0), Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_the_server_has_ended_is_not_used_again(bool isFour)
    {
        var server = await (isFour ? SparkServer.SharedFour : SparkServer.Shared);
        var id = Guid.NewGuid();
        await using var session = await OpenAsync(server.RemoteOf(id));
        await session.RunAsync("create temporary view one as select 1 as id", Cancellation);

        await server.ExpireAsync(id);
        var error = await Assert.ThrowsAsync<EngineException>(() => session.ReadAsync("select id from one", row => row.GetInt32(0), Cancellation));

        Assert.StartsWith($"the session on the Spark server at {server.Address} is gone", error.Message);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_for_long_is_kept_alive()
    {
        await using var proxy = await TokenProxy.StartAsync(await SparkServer.Shared, "right");
        var calls = new SemaphoreSlim(0);
        proxy.BeforeCall = () => Task.FromResult(calls.Release());
        await using var session = await SparkConnectSession.OpenAsync(
            proxy.Remote,
            new Dictionary<string, string>(),
            Cancellation,
            aliveEvery: TimeSpan.FromMilliseconds(1)
        );

        while (await calls.WaitAsync(0, Cancellation))
        {
            // The calls that opened the session.
        }

        // Nobody uses the session, and still it is called, again and again.
        for (var call = 0; call < 3; call++)
            await calls.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_wrong_configuration_is_refused_with_Sparks_words()
    {
        var server = await SparkServer.Shared;

        var error = await Assert.ThrowsAsync<EngineException>(() =>
            SparkConnectSession.OpenAsync(server.Remote, new Dictionary<string, string> { ["spark.sql.ansi.enabled"] = "perhaps" }, Cancellation)
        );

        Assert.Contains("spark.sql.ansi.enabled should be boolean, but was perhaps", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_dies_in_the_middle_of_a_query_is_given_up_in_seconds(bool isFour)
    {
        using var server = await (isFour ? SparkServer.StartAsync(SparkHome.RequireFour()) : SparkServer.StartAsync());
        await using var session = await OpenAsync(server.Remote);
        var reading = session.ReadAsync(Endless, row => row.GetString(0), Cancellation);
        await Submission.UntilAsync(() => File.Exists(Begun));
        var watch = Stopwatch.StartNew();

        server.Dispose();
        var error = await Assert.ThrowsAsync<EngineException>(() => reading);

        Assert.StartsWith($"the Spark server at {server.Remote} is lost", error.Message);
        Assert.True(error.IsTransient);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task After_a_restart_of_the_server_nothing_runs_in_a_session_without_its_views()
    {
        var server = await SparkServer.StartAsync();
        // Written so, the host is not taken for this machine: a new server has minutes to come up, not seconds.
        var remote = $"sc://LOCALHOST:{server.Port}";
        await using var idle = await OpenAsync(remote);
        await using var busy = await OpenAsync(remote);
        var reading = busy.ReadAsync(Endless, row => row.GetString(0), Cancellation);
        await Submission.UntilAsync(() => File.Exists(Begun));

        server.Dispose();
        using var next = await SparkServer.StartAsync(server.Port);
        var whileReading = await Assert.ThrowsAsync<EngineException>(() => reading);
        var afterwards = await Assert.ThrowsAsync<EngineException>(() => idle.ReadAsync("select 'x'", row => row.GetString(0), Cancellation));

        Assert.StartsWith($"the session on the Spark server at {remote} is gone", whileReading.Message);
        Assert.StartsWith($"the session on the Spark server at {remote} is gone", afterwards.Message);
    }

    private Task<SparkConnectSession> OpenAsync(string remote) =>
        SparkConnectSession.OpenAsync(remote, new Dictionary<string, string>(), Cancellation);

    private async Task ServeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(Cancellation);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), Cancellation);
            }
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            // The test stopped it.
        }
    }
}
