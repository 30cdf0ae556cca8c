using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

[Collection("Spark")]
public sealed class LauncherTests(StandIn program) : IClassFixture<StandIn>
{
    /// <summary>A driver that starts as fast as can be.</summary>
    private static readonly string[] LocalSpark =
        ["--master", "local[2]", "--conf", "spark.ui.enabled=false", "--driver-java-options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"];

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

    /// <summary>The driver is a Spark 3.5, which knows no tokens; that of Spark 4 is not to be had.</summary>
    [Fact]
    public async Task Where_PySpark_is_of_version_4_the_server_is_asked_for_a_token_and_the_program_gets_it()
    {
        program.Folder.Write("python/sitecustomize.py", "import pyspark\npyspark.__version__ = '4.0.0'\n");
        using var submission = Submit("exit", "0", Path.Combine(program.Folder.Root, "python"));

        var result = await submission.ResultAsync();

        Assert.Equal((0, true), (result.Code, result.Output.Contains("SPARK_REMOTE=sc://127.0.0.1:", StringComparison.Ordinal)));
        Assert.Matches("SPARK_CONNECT_AUTHENTICATE_TOKEN=[0-9a-f]{64}\n", result.Output);
        Assert.DoesNotContain("PYTHONPATH", result.Output);
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

        Submission.Signal(signal, to switch { "jvm" => submission.Jvm, "group" => -submission.Jvm, _ => Submission.ParentOf(child) });

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

    private Submission Submit(string command, string argument, string pythonPath = "") =>
        new(SparkHome.Require(), [.. LocalSpark, "--app", program.Archive, "--", command, argument], pythonPath);
}
