using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

[Collection("Clusters")]
public sealed class StandaloneClusterTests(StandIn program) : IClassFixture<StandIn>
{
    private const string FastStart = StandaloneCluster.FastStart;
    private const string Reader = "SPARKRECO_ENGINE__SPARK__READER=";

    [Fact]
    public async Task The_program_runs_beside_the_driver_and_on_every_executor()
    {
        using var cluster = await StandaloneCluster.StartAsync(SparkHome.Require());
        string[] settings =
        [
            "--master",
            cluster.Url,
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.scheduler.minRegisteredResourcesRatio=1",
            "--conf",
            $"spark.executor.extraJavaOptions={FastStart}",
            "--driver-java-options",
            FastStart,
        ];

        using var submission = new Submission(cluster.Home, [.. settings, "--app", program.Archive, "--", "exit", "7"]);
        var result = await submission.ResultAsync();

        Assert.Equal(7, result.Code);
        var reader = result.Output.Split('\n').Single(line => line.StartsWith(Reader, StringComparison.Ordinal))[Reader.Length..];

        var lines = await cluster.RunAsync(
            "bin/spark-submit",
            [
                .. settings,
                "--archives",
                program.Archive + "#app",
                Path.Combine(Golden.Root, "tests/SparkReco.Tests/Launcher/read_on_executors.py"),
                reader,
            ]
        );

        Assert.Equal(Enumerable.Range(0, 8), lines.Select(line => int.Parse(line.Split(' ')[0], null)).Order());
        Assert.Equal(2, lines.Select(line => line.Split(' ')[^1]).Distinct().Count());
    }
}
