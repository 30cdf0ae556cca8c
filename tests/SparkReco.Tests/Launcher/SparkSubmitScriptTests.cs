using SparkReco.Tests.Ingest;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>The command line that spark-submit.sh makes; a stand-in for spark-submit prints it.</summary>
public sealed class SparkSubmitScriptTests : IDisposable
{
    private readonly TempFolder _spark = new();

    [Fact]
    public async Task Settings_come_before_those_of_the_caller_which_win()
    {
        var line = await CommandLineAsync(
            "4.0.2",
            "--master",
            "yarn",
            "--conf",
            "spark.sql.adaptive.enabled=false",
            "--app",
            "s3://bucket/app.tar.gz",
            "--",
            "run",
            "--run-date",
            "2026-09-01"
        );

        Assert.Contains("--conf spark.plugins=org.apache.spark.sql.connect.SparkConnectPlugin --conf spark.connect.grpc.binding.port=0", line);
        Assert.EndsWith("launch.py run --run-date 2026-09-01", line);
        Assert.Contains("--master yarn --conf spark.sql.adaptive.enabled=false --archives s3://bucket/app.tar.gz#app ", line);
        Assert.True(
            line.IndexOf("spark.sql.adaptive.enabled=true", StringComparison.Ordinal)
                < line.IndexOf("spark.sql.adaptive.enabled=false", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("2.12-3.5.7", "org.apache.spark:spark-connect_2.12:3.5.7")]
    [InlineData("2.12-3.5.6-amzn-1", "org.apache.spark:spark-connect_2.12:3.5.6")]
    public async Task The_Connect_jar_is_fetched_where_Spark_has_none(string version, string package)
    {
        _spark.Write($"jars/spark-core_{version}.jar", "");

        var line = await CommandLineAsync(null, "--packages", "a:b:1", "--app", "app.tar.gz", "--", "run");

        Assert.Contains($"--packages a:b:1,{package} ", line);
    }

    [Fact]
    public async Task Options_with_an_equals_sign_are_read_like_those_without()
    {
        _spark.Write("jars/spark-core_2.12-3.5.7.jar", "");

        var line = await CommandLineAsync(
            null,
            "--master=yarn",
            "--packages=a:b:1",
            "--conf=spark.x=y=z",
            "--app=app.tar.gz",
            "--",
            "run",
            "--run-id=r"
        );

        Assert.Contains("--packages a:b:1,org.apache.spark:spark-connect_2.12:3.5.7 ", line);
        Assert.Contains("--master yarn --conf spark.x=y=z --archives app.tar.gz#app ", line);
        Assert.EndsWith("launch.py run --run-id=r", line);
    }

    [Theory]
    [InlineData(true, "", "--master", "local[2]")]
    [InlineData(false, "", "--master", "yarn")]
    [InlineData(false, "", "--master", "local[*]", "--driver-java-options", "-XX:+UseG1GC")]
    [InlineData(false, "spark.driver.extraJavaOptions -XX:+UseSerialGC", "--master", "local")]
    [InlineData(false, "spark.driver.defaultJavaOptions -Dx=y", "--master", "local")]
    public async Task On_one_machine_Java_gets_the_collector_that_takes_less_unless_it_has_one(bool isSet, string defaults, params string[] arguments)
    {
        _spark.Write("conf/spark-defaults.conf", defaults);

        var line = await CommandLineAsync("3.5.7", [.. arguments, "--app", "app.tar.gz", "--", "run"]);

        Assert.Equal(isSet, line.Contains("--conf spark.driver.defaultJavaOptions=-XX:+UseParallelGC ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_dotnet_runner_starts_the_program_with_the_jar_of_its_folder()
    {
        var app = Executable.Write(_spark, "program/SparkReco.Cli", "");
        var jar = _spark.Write("program/microsoft-spark-3-5_2.12-2.3.1.jar", "");

        var line = await CommandLineAsync("3.5.7", "--runner", "dotnet", "--app", Path.GetDirectoryName(app)!, "--", "run");

        Assert.Contains($" --class org.apache.spark.deploy.dotnet.DotnetRunner {jar} sh -c ", line);
        Assert.EndsWith($" {app} run", line);
        Assert.Contains("--conf spark.dotnet.ignoreSparkPatchVersionCheck=true ", line);
        Assert.DoesNotContain("SparkConnectPlugin", line);
        File.Delete(line.Split("--archives ")[1].Split('#')[0]);
    }

    [Theory]
    [InlineData(0, "spark-submit.sh: done: yarn logs -applicationId application_17_0002 -am ALL, ")]
    [InlineData(
        1,
        "spark-submit.sh: the application failed or was killed, and its logs say why; then the same command goes on where it was: yarn logs -applicationId application_17_0002 -am ALL, "
    )]
    public async Task In_YARNs_cluster_mode_the_last_line_is_the_command_that_shows_what_the_run_said(int code, string line)
    {
        Executable.Write(_spark, "bin/spark-submit", $"#!/bin/sh\necho \"$@\"\nexit {code}\n");
        Executable.Write(
            _spark,
            "bin/spark-class",
            """
            #!/bin/sh
            case "$*" in *"-appTags sparkreco-"*) echo "  application_17_0002	launch.py	SPARK	http://127.0.0.1/proxy/application_17_0002/" ;; esac
            """
        );
        _spark.Write("jars/spark-connect_2.13-4.0.2.jar", "");

        using var submission = new Submission(_spark.Root, ["--deploy-mode", "cluster", "--app", "app.tar.gz", "--", "run"]);
        var result = await submission.ResultAsync();

        Assert.Equal(code, result.Code);
        Assert.StartsWith("--conf spark.yarn.tags=sparkreco-", result.Output);
        Assert.StartsWith(line, result.Errors.TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData("no Spark: set SPARK_HOME", null, "--", "run")]
    [InlineData("no command after --", "4.0.2", "--master", "yarn")]
    [InlineData("--runner is connect or dotnet, not mono", "4.0.2", "--runner", "mono", "--", "run")]
    [InlineData("there is no SparkReco.Cli in /", "4.0.2", "--app", "/", "--", "run")]
    [InlineData("--runner dotnet needs the folder", "4.0.2", "--runner", "dotnet", "--app", "a.tar.gz", "--", "run")]
    public async Task Wrong_usage_is_told_in_a_line(string message, string? version, params string[] arguments)
    {
        var result = await RunAsync(version, arguments);

        Assert.Equal(2, result.Code);
        Assert.StartsWith("spark-submit.sh: " + message, Assert.Single(result.Errors.TrimEnd().Split('\n')));
    }

    public void Dispose() => _spark.Dispose();

    private async Task<string> CommandLineAsync(string? version, params string[] arguments)
    {
        var result = await RunAsync(version ?? "0", arguments);
        Assert.True(result.Code == 0, result.Errors);
        return result.Output.TrimEnd();
    }

    /// <param name="version">A Spark that has the Connect jar of this version; 0 has none; null is no Spark at all.</param>
    private async Task<Submission.Result> RunAsync(string? version, string[] arguments)
    {
        if (version is not null)
            Executable.Write(_spark, "bin/spark-submit", "#!/bin/sh\necho \"$@\"\n[ -z \"$SPARK_REMOTE\" ]\n");

        if (version is not (null or "0"))
            _spark.Write($"jars/spark-connect_2.13-{version}.jar", "");

        using var submission = new Submission(version is null ? "" : _spark.Root, arguments);
        return await submission.ResultAsync();
    }
}
