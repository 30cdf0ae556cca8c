using System.Text.Json;
using SparkReco.Models.Compare;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class JsonOutputTests
{
    [Fact]
    public async Task What_commands_print_for_programs_names_the_run_and_the_columns_of_tables()
    {
        using var world = new TestWorld();
        File.WriteAllText(world.PathOf(".sparkreco-demo"), "");
        string[] options = ["--config", world.Configuration, "--output", "json"];

        var demo = await JsonAsync("demo", "--folder", world.Folder, "--output", "json");
        var compare = await JsonAsync(["compare", .. options]);
        var show = await JsonAsync(["runs", "show", "demo", .. options]);
        var text = await Sparkreco.DoneAsync("runs", "show", "demo", "--config", world.Configuration);
        var delete = await JsonAsync(["runs", "delete", "demo", .. options]);

        Assert.All([demo, compare, show, delete], json => Assert.Equal("demo", json.GetProperty("run_id").GetString()));
        Assert.Equal(
            ComparisonSummary.Model.Columns.Select(column => column.Name),
            compare.GetProperty("comparison")[0].EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal("published", show.GetProperty("state").GetString());
        Assert.Contains("Run demo: published", text.Output);
        Assert.Contains("users 60", text.Output);
        Assert.False(Directory.Exists(delete.GetProperty("deleted").GetString()));
    }

    private static async Task<JsonElement> JsonAsync(params string[] command) =>
        JsonDocument.Parse((await Sparkreco.DoneAsync(command)).Output).RootElement;
}
