using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>The real program on a cluster of several processes, submitted as a user does it.</summary>
[Collection("Clusters")]
public sealed class ClusterRunTests
{
    private const string RowsAreRead = "raw_events";
    private const string TablesAreClean = "clean.json";

    [Theory]
    [InlineData(RowsAreRead, false)]
    [InlineData(TablesAreClean, true)]
    public async Task A_run_on_a_cluster_that_loses_a_worker_gives_the_rows_of_the_embedded_engine(string moment, bool hasLists)
    {
        using var cluster = await StandaloneCluster.StartAsync(SparkHome.Require());
        using var world = hasLists ? new TestWorld() : TestWorld.WithoutLists();

        using var submission = await SubmitAsync(cluster, world, moment);
        cluster.KillWorker();

        await AssertDoneAsync(submission, world);
    }

    [Fact]
    public async Task A_run_whose_driver_is_killed_publishes_nothing_and_the_same_command_goes_on()
    {
        using var cluster = await StandaloneCluster.StartAsync(SparkHome.Require());
        using var world = TestWorld.WithoutLists();

        using var submission = await SubmitAsync(cluster, world, RowsAreRead);
        Submission.Signal(Submission.Kill, submission.Jvm);
        var killed = await submission.ResultAsync();

        Assert.Equal(128 + Submission.Kill, killed.Code);
        Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
        using var again = Submit(cluster, world);
        await AssertDoneAsync(again, world);
    }

    [Fact]
    public async Task A_run_on_Spark_4_gives_the_rows_of_the_embedded_engine_without_warnings_that_mean_nothing()
    {
        using var world = new TestWorld();

        using var submission = new Submission(
            SparkHome.RequireFour(),
            [
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--driver-java-options",
                StandaloneCluster.FastStart,
                "--",
                .. world.RunOnSpark("spark"),
                "--set",
                "engine.spark.shuffle_partitions=2",
            ]
        );

        var result = await AssertDoneAsync(submission, world);
        Assert.DoesNotMatch("Got detached|escapedStringLiterals|task of very large size", result.Errors);
    }

    private static Submission Submit(StandaloneCluster cluster, TestWorld world) =>
        new(
            cluster.Home,
            [
                "--master",
                cluster.Url,
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.executor.memory=512m",
                .. StandaloneCluster.Interpreted,
                "--",
                .. world.RunOnSpark("spark"),
                "--set",
                "engine.spark.shuffle_partitions=2",
            ]
        );

    /// <summary>A run that has written a file or folder of this name.</summary>
    private static async Task<Submission> SubmitAsync(StandaloneCluster cluster, TestWorld world, string moment)
    {
        var submission = Submit(cluster, world);
        await Submission.UntilAsync(() => submission.HasEnded || HasWritten(), TimeSpan.FromMinutes(30));
        Assert.True(HasWritten(), submission.HasEnded ? (await submission.ResultAsync()).Errors : "");
        return submission;

        bool HasWritten() =>
            Directory.Exists(world.PathOf("spark"))
            && Directory.EnumerateFileSystemEntries(world.PathOf("spark"), moment, SearchOption.AllDirectories).Any();
    }

    private static async Task<Submission.Result> AssertDoneAsync(Submission submission, TestWorld world)
    {
        var result = await submission.ResultAsync(TimeSpan.FromMinutes(30));
        Assert.Equal((0, ""), (result.Code, result.Code == 0 ? "" : result.Output + result.Errors));
        Assert.Contains("Shown lists", result.Output);
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));
        Assert.All(
            TestWorld.Tables(world.PathOf("embedded")).Keys,
            table => Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(world.PathOf("embedded"), world.PathOf("spark"), table)))
        );
        return result;
    }
}
