using System.Text.Json;
using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class ExperimentCommandTests
{
    [Fact]
    public async Task A_plan_says_how_many_users_a_test_needs_and_writes_who_is_in_which_arm()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        var file = world.PathOf("arms.csv");
        string[] plan =
        [
            "experiment",
            "plan",
            "--config",
            world.Configuration,
            "--out",
            file,
            "--salt",
            "s1",
            "--set",
            "experiment.treatment_percent=30",
        ];

        var result = await Sparkreco.DoneAsync([.. plan, "--output", "json"]);
        var again = await Sparkreco.RunAsync(plan);
        var text = await Sparkreco.DoneAsync("experiment", "plan", "--config", world.Configuration);
        await Sparkreco.DoneAsync([.. plan.Select(word => word == file ? world.PathOf("arms.parquet") : word)]);

        // By Python 3.11: int(hashlib.md5(f"s1:{user}".encode()).hexdigest()[:15], 16) % 10000 < 3000
        int[] treated = [3, 7, 11, 14, 16, 18, 19, 20, 25, 26, 35, 36, 44, 48, 50, 53];
        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("click_through_rate", json.GetProperty("metric").GetString());
        Assert.Equal([7, 14, 28, 42, 56], json.GetProperty("lengths").EnumerateArray().Select(length => length.GetProperty("days").GetInt32()));
        Assert.Equal(
            await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken),
            Enumerable.Range(1, 60).Select(user => $"u{user:00000},{(treated.Contains(user) ? "treatment" : "control")}").Prepend("user_id,arm")
        );
        Assert.Equal((ExitCodes.WrongUsage, true), (again.Code, again.Errors.Contains("is there already", StringComparison.Ordinal)));
        Assert.Contains("To find a difference of 5 % in click-through rate", text.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(world.PathOf("arms.parquet")));
    }

    [Theory]
    [InlineData("--effect 0: a number from 0.01 to 1000", "--effect", "0")]
    [InlineData("--out x.json: end its name with .csv or .parquet", "--out", "x.json", "--salt", "s")]
    [InlineData("--out needs --salt", "--out", "x.csv")]
    [InlineData("--salt is for --out", "--salt", "s")]
    public async Task What_can_be_no_plan_is_refused_with_the_remedy(string message, params string[] options)
    {
        using var world = new TestWorld();

        var result = await Sparkreco.RunAsync(["experiment", "plan", "--config", world.Configuration, .. options]);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }
}
