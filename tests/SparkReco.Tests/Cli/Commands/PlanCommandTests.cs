using System.Text.Json;
using SparkReco.Runs;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class PlanCommandTests
{
    [Theory]
    [InlineData(GenerationState.Published, "published")]
    [InlineData(GenerationState.Publishing, "being published or cut off")]
    public async Task The_run_whose_tables_would_be_replaced_is_told(GenerationState state, string word)
    {
        using var world = new TestWorld();
        await world.PublishAsync("other", state);

        var text = await Sparkreco.DoneAsync("plan", "--config", world.Configuration);
        var json = await Sparkreco.DoneAsync("plan", "--config", world.Configuration, "--output", "json");

        Assert.Contains($"are those of run other ({word} 2026-01-02 03:04:05Z, an engine)", text.Output);
        var replaces = JsonDocument.Parse(json.Output).RootElement.GetProperty("replaces");
        Assert.Equal("other", replaces.GetProperty("run_id").GetString());
        Assert.Equal("an engine", replaces.GetProperty("engine").GetString());
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), replaces.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_run_does_not_replace_itself()
    {
        using var world = new TestWorld();
        await world.PublishAsync("r", GenerationState.Published);

        var text = await Sparkreco.DoneAsync("plan", "--config", world.Configuration, "--run-id", "r");
        var json = await Sparkreco.DoneAsync("plan", "--config", world.Configuration, "--run-id", "r", "--output", "json");

        Assert.DoesNotContain("replace", text.Output);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(json.Output).RootElement.GetProperty("replaces").ValueKind);
    }
}
