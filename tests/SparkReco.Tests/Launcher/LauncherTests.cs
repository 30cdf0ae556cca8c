using SparkReco.Adapters.SparkConnect;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

[Collection("Clusters")]
public sealed class LauncherTests(StandIn program) : IClassFixture<StandIn>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A driver that starts as fast as can be.</summary>
    private static readonly string[] LocalSpark =
    [
        "--master",
        "local[2]",
        "--conf",
        "spark.ui.enabled=false",
        "--driver-java-options",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    ];

    [Fact]
    public async Task The_program_finds_a_server_on_loopback_and_its_exit_code_and_both_streams_come_back()
    {
        using var submission = Submit("exit", "3");

        var result = await submission.ResultAsync();

        Assert.Equal(3, result.Code);
        Assert.Contains("to standard output", result.Output);
        Assert.DoesNotContain("to standard error", result.Output);
        Assert.Contains("to standard error: größer", result.Errors);
        Assert.Contains("SPARK_REMOTE=sc://127.0.0.1:", result.Output);
        Assert.Contains("SPARKRECO_ENGINE__SPARK__READER=./app/SparkReco.Cli", result.Output);
        Assert.DoesNotContain("PYSPARK_GATEWAY", result.Output);
        var address = Assert.Single(result.Output.Split('\n'), line => line.StartsWith("listens at", StringComparison.Ordinal));
        Assert.Contains("0100007F:", address);
    }

    [Fact]
    public async Task On_Spark_4_the_server_takes_the_token_of_the_program_only_and_listens_on_loopback()
    {
        var pidFile = Path.Combine(program.Folder.Root, "four.pid");
        using var submission = Submit("wait", pidFile, SparkHome.RequireFour());
        var child = await Submission.ProgramAsync(pidFile);
        var environment = (await File.ReadAllTextAsync($"/proc/{child}/environ", Cancellation))
            .Split('\0')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var (remote, token) = (environment["SPARK_REMOTE"], environment["SPARK_CONNECT_AUTHENTICATE_TOKEN"]);

        await using (var session = await OpenAsync($"{remote}/;token={token}"))
            Assert.StartsWith("4.", session.Version);
        var withWrong = await Assert.ThrowsAsync<EngineException>(() => OpenAsync($"{remote}/;token=wrong"));
        var without = await Assert.ThrowsAsync<EngineException>(() => OpenAsync(remote));
        var port = new Uri(remote).Port;
        var sockets = File.ReadLines("/proc/net/tcp")
            .Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var addresses = sockets
            .Where(socket => socket[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && socket[3] == "0A")
            .Select(socket => socket[1].Split(':')[0])
            .ToList();
        Submission.Signal(Submission.Terminate, Submission.ParentOf(child));
        var result = await submission.ResultAsync();

        Assert.Matches("^[0-9a-f]{64}$", token);
        Assert.StartsWith($"{remote} refuses the credentials", withWrong.Message);
        Assert.StartsWith($"{remote} refuses the credentials", without.Message);
        Assert.EndsWith("0100007F", Assert.Single(addresses));
        Assert.DoesNotContain("PYTHONPATH", environment.Keys);
        Assert.Equal(143, result.Code);
    }

    [Theory]
    [InlineData(Submission.Interrupt, "launcher", "INT", 130)]
    [InlineData(Submission.Terminate, "group", "TERM", 143)]
    [InlineData(Submission.Terminate, "jvm", "TERM", 143)]
    public async Task A_signal_reaches_the_program_and_its_exit_code_comes_back(int signal, string to, string received, int code)
    {
        var pidFile = Path.Combine(program.Folder.Root, $"{to}.pid");
        using var submission = Submit("wait", pidFile);
        var child = await Submission.ProgramAsync(pidFile);

        Submission.Signal(
            signal,
            to switch
            {
                "jvm" => submission.Jvm,
                "group" => -submission.Jvm,
                _ => Submission.ParentOf(child),
            }
        );

        var result = await submission.ResultAsync();
        await Submission.GoneAsync(child);
        Assert.Equal(code, result.Code);
        Assert.Equal($"got {received}\n", await File.ReadAllTextAsync(pidFile + ".signal", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_driver_that_is_killed_leaves_no_program_behind()
    {
        var pidFile = Path.Combine(program.Folder.Root, "killed.pid");
        using var submission = Submit("wait", pidFile);
        var child = await Submission.ProgramAsync(pidFile);
        var launcher = Submission.ParentOf(child);

        Submission.Signal(Submission.Kill, submission.Jvm);

        var result = await submission.ResultAsync();
        await Submission.GoneAsync(child);
        await Submission.GoneAsync(launcher);
        Assert.Equal(128 + Submission.Kill, result.Code);
        Assert.Equal("got TERM\n", await File.ReadAllTextAsync(pidFile + ".signal", TestContext.Current.CancellationToken));
    }

    private static Task<SparkConnectSession> OpenAsync(string remote) =>
        SparkConnectSession.OpenAsync(remote, new Dictionary<string, string>(), Cancellation);

    private Submission Submit(string command, string argument, string? home = null) =>
        new(home ?? SparkHome.Require(), [.. LocalSpark, "--app", program.Archive, "--", command, argument]);
}
