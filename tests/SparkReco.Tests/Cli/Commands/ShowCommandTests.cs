using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class ShowCommandTests
{
    [Fact]
    public async Task No_text_of_data_turns_the_direction_of_the_terminal()
    {
        using var world = new TestWorld();
        File.AppendAllText(world.PathOf("raw/users.jsonl"), "{\"user_id\":\"odd\",\"tier\":\"paid\",\"country\":\"x\u202Ey\"}\n");
        File.WriteAllText(world.PathOf("raw/events/no\u202Erows.jsonl"), "");

        var run = await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        var show = await Sparkreco.DoneAsync("show", "--config", world.Configuration, "--user", "odd");

        Assert.Contains(@"raw/events/no\u202Erows.jsonl", run.Errors);
        Assert.Contains(@"x\u202Ey", show.Output);
        Assert.DoesNotContain('\u202E', run.Output + run.Errors + show.Output + show.Errors);
    }
}
