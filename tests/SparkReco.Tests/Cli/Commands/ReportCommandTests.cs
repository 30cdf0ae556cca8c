using SparkReco.Cli;
using SparkReco.Runs;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class ReportCommandTests
{
    [Fact]
    public async Task What_is_published_is_read_under_the_lease()
    {
        using var world = new TestWorld();
        await world.PublishAsync("other", GenerationState.Publishing);
        await using var lease = await world.Run("other").TakeLeaseAsync(_ => { }, TestContext.Current.CancellationToken);

        var result = await Sparkreco.RunAsync("report", "--config", world.Configuration);

        Assert.Equal(ExitCodes.LeaseHeld, result.Code);
    }

    [Fact]
    public async Task Nothing_is_written_where_nothing_is_published()
    {
        using var world = new TestWorld();

        var result = await Sparkreco.RunAsync("report", "--config", world.Configuration);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.False(Directory.Exists(world.Lake));
    }

    [Fact]
    public async Task A_start_that_was_refused_leaves_the_run_published_and_its_report_can_be_written_until_its_records_are_deleted()
    {
        using var world = TestWorld.WithoutLists();
        string[] run = ["--config", world.Configuration, "--run-id", "r"];
        string[] changed = ["run", .. run, "--set", "blend.recency=900"];
        await Sparkreco.DoneAsync(["run", .. run]);
        Assert.Equal(ExitCodes.RefusedByQualityGate, (await Sparkreco.RunAsync([.. changed, "--set", "quality.min_users=1000"])).Code);

        var report = await Sparkreco.DoneAsync("report", "--config", world.Configuration);

        Assert.Equal($"{world.Run("r").Report}", report.Output.Trim());
        Assert.Matches("(?m)^ *r +published ", (await Sparkreco.DoneAsync("runs", "list", "--config", world.Configuration)).Output);
        Assert.DoesNotContain("nothing had changed", (await Sparkreco.DoneAsync(changed)).Output);

        await Sparkreco.DoneAsync(["runs", "delete", .. run]);
        var deleted = await Sparkreco.RunAsync("report", "--config", world.Configuration);
        Assert.Equal(ExitCodes.WrongUsage, deleted.Code);
        Assert.Contains("--file", deleted.Errors);
    }

    [Fact]
    public async Task A_run_that_another_replaced_stays_so_when_it_is_started_again_and_refused()
    {
        using var world = TestWorld.WithoutLists();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "first");
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "second");
        var refused = await Sparkreco.RunAsync(["run", "--config", world.Configuration, "--run-id", "first", "--set", "quality.min_users=1000"]);
        Assert.Equal(ExitCodes.RefusedByQualityGate, refused.Code);

        var list = await Sparkreco.DoneAsync("runs", "list", "--config", world.Configuration);

        Assert.Matches("(?m)^ *first +replaced by second ", list.Output);
    }
}
