using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class SettingLayersTests
{
    private static readonly byte[] File =
        """
        { /* a comment */ "lake": "l", "blend": { "list_size": 30, }, "inputs": { "users": { "paths": ["a", "b"] }, "items": { "paths": "c" } } }
        """u8.ToArray();

    [Fact]
    public void The_command_line_goes_before_the_file()
    {
        var layers = new SettingLayers(
            File,
            new Dictionary<string, string> { ["blend.list_size"] = "40", ["inputs.users.paths"] = "x,y" },
            environment: false
        );

        Assert.Equal(("40", "l"), (layers.Find("blend.list_size"), layers.Find("lake")));
        Assert.Equal(["x", "y"], layers.FindList("inputs.users.paths")!);
        Assert.Equal(["blend.list_size", "inputs.users.paths"], layers.Outside.Order());
    }

    [Fact]
    public void A_list_is_a_list_or_one_text()
    {
        var layers = new SettingLayers(File, new Dictionary<string, string>(), environment: false);

        Assert.Equal(["a", "b"], layers.FindList("inputs.users.paths")!);
        Assert.Equal(["c"], layers.FindList("inputs.items.paths")!);
        Assert.Null(layers.FindList("inputs.events.paths"));
    }

    [Theory]
    [InlineData("SPARKRECO_BLEND__LIST_SIZE", "a lot", "'blend.list_size' is 'a lot', but must be a whole number")]
    [InlineData("SPARKRECO_BLEND__LST_SIZE", "5", "'blend.lst_size' is not a setting; did you mean 'blend.list_size'?")]
    [InlineData("SPARKRECO_INPUTS__USERS__PATHS__0", "nowhere.jsonl", "nowhere.jsonl: there is no such file or folder")]
    public async Task The_environment_goes_before_the_file(string name, string value, string expected)
    {
        using var world = new TestWorld();
        using var process = Sparkreco.Start(new Dictionary<string, string> { [name] = value }, "validate", "--config", world.Configuration);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.WrongUsage, process.ExitCode);
        Assert.Contains(expected, errors);
    }
}
