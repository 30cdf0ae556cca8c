using System.Text.RegularExpressions;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>The real program on YARN, as on Amazon EMR, submitted as a user does it. An application takes half a minute, so each case has several steps.</summary>
[Collection("Clusters")]
public sealed class YarnTests(YarnCluster yarn) : IClassFixture<YarnCluster>
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task In_client_mode_the_same_command_goes_on_after_a_kill_of_the_application_and_survives_the_loss_of_an_executor()
    {
        using var world = TestWorld.WithoutLists();

        using (var first = Submit(world, "client"))
        {
            await yarn.KillAsync(await DoneAsync(world, 1));
            var killed = await first.ResultAsync(RunLimit);

            Assert.Equal(1, killed.Code);
            Assert.Contains("he same command goes on where it was", killed.Errors.TrimEnd().Split('\n')[^1]);
            Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
        }

        var done = world.StagesDone("spark");
        using var again = Submit(world, "client");
        YarnCluster.KillExecutors(await DoneAsync(world, done + 1));
        var result = await again.ResultAsync(RunLimit);

        Assert.True(result.Code == 0, result.Errors);
        Assert.Contains("Shown lists", result.Output);
        await AssertEqualAsync(world);
    }

    [Fact]
    public async Task In_cluster_mode_the_terminal_says_where_the_words_are_and_the_same_command_goes_on_after_a_kill_of_the_application()
    {
        using var world = TestWorld.WithoutLists();

        using (var first = Submit(world, "cluster"))
        {
            var application = await DoneAsync(world, 1);
            await yarn.KillAsync(application);
            var killed = await first.ResultAsync(RunLimit);

            Assert.Equal((1, ""), (killed.Code, killed.Output));
            Assert.Contains(
                $"the same command goes on where it was: yarn logs -applicationId {application} -am ALL",
                killed.Errors.TrimEnd().Split('\n')[^1]
            );
            Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
        }

        using var again = Submit(world, "cluster");
        var result = await again.ResultAsync(RunLimit);

        Assert.True(result.Code == 0, result.Errors);
        Assert.Contains("Shown lists", yarn.Said(ApplicationOf(result)));
        await AssertEqualAsync(world);
    }

    [Fact]
    public async Task A_wrong_configuration_in_cluster_mode_fails_and_its_message_is_where_the_terminal_says()
    {
        using var world = new TestWorld("""{ "run_date": "yesterday" }""");

        using var submission = Submit(world, "cluster");
        var result = await submission.ResultAsync(RunLimit);

        Assert.Equal(1, result.Code);
        Assert.Contains($"{world.Configuration}:1: ", yarn.Said(ApplicationOf(result)));
    }

    private Submission Submit(TestWorld world, string mode)
    {
        var home = SparkHome.Require();
        return new Submission(
            home,
            [
                "--master",
                "yarn",
                "--deploy-mode",
                mode,
                "--num-executors",
                "1",
                "--executor-cores",
                "2",
                "--driver-memory",
                "600m",
                "--conf",
                "spark.driver.memoryOverhead=800m",
                "--executor-memory",
                "600m",
                "--conf",
                "spark.executor.memoryOverhead=800m",
                .. StandaloneCluster.Interpreted,
                "--conf",
                $"spark.yarn.jars=local:{home}/jars/*",
                "--conf",
                $"spark.yarn.stagingDir=file://{yarn.Staging}/staging",
                "--conf",
                "spark.yarn.maxAppAttempts=1",
                "--conf",
                "spark.ui.enabled=false",
                "--",
                .. world.RunOnSpark("spark"),
                "--set",
                "engine.spark.shuffle_partitions=2",
            ],
            yarn: yarn.Configuration
        );
    }

    /// <summary>The application of a run, once so many stages are done.</summary>
    private async Task<string> DoneAsync(TestWorld world, int stages)
    {
        await Submission.UntilAsync(() => world.StagesDone("spark") >= stages, RunLimit);
        return yarn.Applications[^1];
    }

    private static string ApplicationOf(Submission.Result result) =>
        Regex
            .Match(result.Errors, @"yarn logs -applicationId (?<id>application_\d+_\d+)", RegexOptions.None, TimeSpan.FromSeconds(5))
            .Groups["id"]
            .Value;

    private static async Task AssertEqualAsync(TestWorld world)
    {
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));
        Assert.All(
            TestWorld.Tables(world.PathOf("embedded")).Keys,
            table => Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(world.PathOf("embedded"), world.PathOf("spark"), table)))
        );
    }
}
