using SparkReco.Cli;
using SparkReco.Runs;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class PublishedLakeTests
{
    [Theory]
    [InlineData("compare")]
    [InlineData("show --user u")]
    [InlineData("report")]
    public async Task Tables_that_are_being_exchanged_are_a_failure_that_names_the_run(string command)
    {
        using var world = new TestWorld();
        await world.PublishAsync("other", GenerationState.Publishing);

        var result = await Sparkreco.RunAsync([.. command.Split(' '), "--config", world.Configuration]);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("run other is publishing", result.Errors);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_a_failure_that_names_the_table()
    {
        using var world = new TestWorld();
        await world.PublishAsync("r", GenerationState.Published, new TableRecord("users", 1, [new TableFile("part-0.parquet", 1, "", null)]));

        var result = await Sparkreco.RunAsync("compare", "--config", world.Configuration);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("the table users", result.Errors);
    }

    [Theory]
    [InlineData("report", "experiment_checks")]
    [InlineData("compare", "run_history")]
    [InlineData("show --user u00001", "items")]
    [InlineData("show --item i", "items")]
    [InlineData("show --sample", "recommendation_quality")]
    [InlineData("experiment plan", "interactions")]
    public async Task Tables_of_an_earlier_version_that_lack_one_are_to_be_made_again(string command, string lacks)
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r");
        var generation = (await Generation.ReadAsync(world.Run("r"), TestContext.Current.CancellationToken))!;
        await world.PublishAsync("r", GenerationState.Published, [.. generation.Tables.Where(table => table.Id.Split('.')[0] != lacks)]);

        var result = await Sparkreco.RunAsync([.. command.Split(' '), "--config", world.Configuration]);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains(
            $"published by an earlier version of this program: run 'sparkreco run --run-date {world.Summary.RunDate:yyyy-MM-dd}' again",
            result.Errors
        );
    }
}
