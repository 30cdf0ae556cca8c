using System.Diagnostics;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>The real program on a cluster of several processes, submitted as a user does it.</summary>
[Collection("Spark")]
public sealed class ClusterRunTests
{
    [Fact]
    public async Task A_run_on_a_cluster_that_loses_a_worker_gives_the_rows_of_the_embedded_engine()
    {
        using var cluster = await StandaloneCluster.StartAsync(SparkHome.Require());
        using var world = new TestWorld();
        await Sparkreco.RunAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));

        using var submission = new Submission(
            cluster.Home,
            [
                "--master", cluster.Url, "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.memory=512m", "--",
                "run", "--config", world.Configuration, "--lake", world.PathOf("spark"), "--run-id", "r", "--engine", "spark",
            ]);
        await Submission.UntilAsync(() => File.Exists(world.PathOf("spark/runs/r/stages/clean.json")), TimeSpan.FromMinutes(8));
        cluster.KillWorker();
        var result = await submission.ResultAsync(TimeSpan.FromMinutes(8));

        Assert.Equal((0, ""), (result.Code, result.Code == 0 ? "" : result.Output + result.Errors));
        Assert.Contains("What to do", result.Output);
        Assert.All(TestWorld.Tables(world.PathOf("embedded")).Keys, table => Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(world.PathOf("embedded"), world.PathOf("spark"), table))));
    }
}
