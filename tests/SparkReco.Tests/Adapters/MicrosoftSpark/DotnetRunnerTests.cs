using System.Text.Json.Nodes;
using SparkReco.Cli;
using SparkReco.Tests.Launcher;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.MicrosoftSpark;

/// <summary>Whole runs of the program that the DotnetRunner starts in a driver.</summary>
[Collection("Clusters")]
public sealed class DotnetRunnerTests
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_run_publishes_the_same_rows_as_the_embedded_engine_and_its_standard_output_is_data()
    {
        using var world = new TestWorld();
        using var submission = await MicrosoftSparkProgram.SubmitAsync([.. world.RunOnSpark("spark"), "--output", "json"]);

        var result = await submission.ResultAsync(RunLimit);
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));

        Assert.True(result.Code == ExitCodes.Done, result.Errors);
        Assert.Equal("r", (string?)JsonNode.Parse(result.Output)!["run_id"]);
        Assert.Contains("evaluate", result.Errors);
        Assert.Equal(TestWorld.Tables(world.PathOf("embedded")).Keys.Order(), TestWorld.Tables(world.PathOf("spark")).Keys.Order());
        Assert.All(
            TestWorld.Tables(world.PathOf("embedded")).Keys,
            table => Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(world.PathOf("embedded"), world.PathOf("spark"), table)))
        );
    }

    [Fact]
    public async Task A_statement_that_fails_is_told_with_its_model()
    {
        using var world = new TestWorld();
        using (var first = await MicrosoftSparkProgram.SubmitAsync([.. world.RunOnSpark("spark"), "--stages", "collect,clean"]))
            Assert.Equal(ExitCodes.Done, (await first.ResultAsync(RunLimit)).Code);
        TestWorld.Damage(world.PathOf("spark/runs/r/staging/interactions"));
        using var submission = await MicrosoftSparkProgram.SubmitAsync(world.RunOnSpark("spark"));

        var result = await submission.ResultAsync(RunLimit);

        Assert.True(result.Code == ExitCodes.Failed, result.Errors);
        Assert.Contains("\nModels/Engagement/daily_points.sql: ", result.Errors);
        Assert.Empty(result.Output);
        Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
    }

    [Fact]
    public async Task A_signal_stops_the_job_and_the_run()
    {
        using var world = new TestWorld();
        using var submission = await MicrosoftSparkProgram.SubmitAsync(world.RunOnSpark("spark"));
        await Submission.UntilAsync(() => Directory.Exists(world.PathOf("spark/runs/r/stages")), RunLimit);

        Submission.Signal(Submission.Terminate, Submission.ChildOf(submission.Jvm, "SparkReco.Cli"));

        var result = await submission.ResultAsync();
        Assert.Equal(ExitCodes.Terminated, result.Code);
        Assert.Contains("goes on where it was", result.Errors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Wrong_usage_has_its_exit_code()
    {
        using var submission = await MicrosoftSparkProgram.SubmitAsync("run", "--config", "/no/such/file.json", "--engine", "spark");

        var result = await submission.ResultAsync();

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("/no/such/file.json: ", result.Errors);
    }
}
