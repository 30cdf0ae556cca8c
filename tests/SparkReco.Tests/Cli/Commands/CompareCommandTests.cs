using System.Text.Json;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

/// <summary>One run, of which everything here is read.</summary>
public sealed class ComparedWorld : IAsyncLifetime
{
    private TestWorld World { get; } = new();

    internal string Configuration => World.Configuration;

    internal string Lists(string system) => World.PathOf($"lake/recommendations/run_date={World.Summary.RunDate:yyyy-MM-dd}/system={system}");

    public async ValueTask InitializeAsync() => await Sparkreco.DoneAsync("run", "--config", World.Configuration);

    public ValueTask DisposeAsync()
    {
        World.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class CompareCommandTests(ComparedWorld world) : IClassFixture<ComparedWorld>
{
    [Fact]
    public async Task Headlines_come_first_and_all_of_it_fits_a_screen_of_80_columns()
    {
        var output = (await CompareAsync()).Output;

        var lines = output.TrimEnd().Split('\n');
        Assert.InRange(lines.Length, 15, 40);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        // The log has an A/B test, which goes before what people did by themselves.
        Assert.StartsWith("The log holds an A/B test of personalize against baseline", lines[0]);
        var first = Array.FindIndex(lines, line => line.StartsWith("Who is better: all users", StringComparison.Ordinal));
        Assert.InRange(first, 2, 7);
        Assert.Equal(["hit rate", "NDCG", "watch minutes"], lines[(first + 2)..(first + 5)].Select(line => line[..15].Trim()));
        Assert.Contains(lines, line => line.StartsWith("How alike the lists are: all users", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metric_segment_and_length_choose_the_rows()
    {
        var rows = Rows(await CompareAsync("--metric", "ndcg", "--segment", "tier=paid", "--segment", "all", "--k", "10", "--output", "json"));

        Assert.Equal(["all", "tier=paid"], rows.Select(row => row.GetProperty("segment").GetString()).Order());
        Assert.All(rows, row => Assert.Equal(("ndcg", 10), (row.GetProperty("metric").GetString(), row.GetProperty("k").GetInt32())));
    }

    [Theory]
    [InlineData("--metric", "ndgc", "did you mean 'ndcg'?")]
    [InlineData("--segment", "tier=gold", "--segment tier=gold: the comparison has ")]
    [InlineData("--k", "7", "--k 7: the comparison has ")]
    [InlineData("--k", "ten", "list lengths are whole numbers from 1 to 500")]
    [InlineData("--pair", "a:b", "--pair a:b: the comparison has baseline:personalize")]
    public async Task A_name_that_is_not_there_is_refused_with_those_that_are(string option, string value, string message)
    {
        var result = await Sparkreco.RunAsync("compare", "--config", world.Configuration, option, value);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Errors);
    }

    [Fact]
    public async Task The_files_of_a_run_compared_alone_agree_as_the_run_says_with_the_same_intervals()
    {
        var run = Agreement(Rows(await CompareAsync("--output", "json")));

        var alone = await Sparkreco.DoneAsync(
            "compare",
            "--lists",
            $"baseline={world.Lists("baseline")}",
            "--lists",
            $"personalize={world.Lists("personalize")}",
            "--output",
            "json"
        );

        Assert.Equal(15, run.Length);
        Assert.Equal(run, Agreement(Rows(alone)));
    }

    private static string[] Agreement(IEnumerable<JsonElement> rows) =>
        [
            .. rows.Where(row => row.GetProperty("verdict").GetString() == "agreement" && row.GetProperty("segment").GetString() == "all")
                .Select(row => row.ToString())
                .Order(StringComparer.Ordinal),
        ];

    private static JsonElement[] Rows(Sparkreco.Result result) =>
        [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("comparison").EnumerateArray()];

    private Task<Sparkreco.Result> CompareAsync(params string[] options) =>
        Sparkreco.DoneAsync(["compare", "--config", world.Configuration, .. options]);
}
