using System.Text.Json.Nodes;
using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>The lists of other systems than the baseline and Amazon Personalize.</summary>
public sealed class NamedListsTests : IDisposable
{
    private readonly TestWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Lists_of_any_name_are_judged_and_compared_and_a_list_may_be_an_array_or_rows()
    {
        GivenLists();
        Configure(
            ("current", """{ "paths": ["lists/current.csv"], "fields": { "rank": "place" } }"""),
            ("editors", """{ "paths": ["lists/editors.jsonl"], "fields": { "item_id": { "column": "items", "take": "each" } } }""")
        );

        await Sparkreco.DoneAsync("run", "--config", _world.Configuration, "--run-id", "r");

        // Both are Amazon Personalize's lists, written in other ways: nothing differs but the name, also where the first of the two is a copy.
        foreach (var name in new[] { "current", "editors" })
        {
            const string Row = "user_id, rank, item_id";
            Assert.Equal(Count("recommendations", "system = 'personalize'"), Count("recommendations", $"system = '{name}'"));
            Assert.Equal(
                0,
                TestWorld.Count(
                    _world.Lake,
                    "recommendations",
                    $"system = '{name}' and ({Row}) not in (select ({Row}) from read_parquet('{_world.Lake}/recommendations/**/*.parquet', hive_partitioning = true) where system = 'personalize')"
                )
            );
            Assert.Equal(0, Count("comparison_summary", $"reference = '{name}' and system = 'personalize' and difference <> 0"));
            Assert.NotEqual(0, Count("comparison_summary", $"reference = 'baseline' and system = '{name}' and difference <> 0"));
            Assert.NotEqual(0, Count("recommendation_quality", $"system = '{name}_delivered'"));
        }
    }

    [Fact]
    public async Task Without_Amazon_Personalize_the_current_lists_alone_are_compared()
    {
        GivenLists();
        Configure(("current", """{ "paths": ["lists/current.csv"], "fields": { "rank": "place" } }"""));
        var configuration = JsonNode.Parse(File.ReadAllText(_world.Configuration))!;
        configuration["inputs"]!.AsObject().Remove("personalize");
        File.WriteAllText(_world.Configuration, $"{configuration}");

        var result = await Sparkreco.DoneAsync("run", "--config", _world.Configuration, "--run-id", "r");

        Assert.Contains("'current'", result.Output);
        Assert.DoesNotContain("Amazon Personalize", result.Output);
    }

    [Theory]
    [InlineData("\"pairs\": [\"baseline:curent\"]", "there are no lists of 'curent'; did you mean 'current'?")]
    [InlineData("\"pairs\": [\"baseline\"]", "a pair is two systems, REFERENCE:SYSTEM")]
    public async Task A_pair_that_has_no_lists_is_told_with_the_names_that_have(string pairs, string error)
    {
        GivenLists();
        Configure(("current", """{ "paths": ["lists/current.csv"] }"""));
        var configuration = JsonNode.Parse(File.ReadAllText(_world.Configuration))!;
        configuration["comparison"] = JsonNode.Parse($"{{ {pairs} }}");
        File.WriteAllText(_world.Configuration, $"{configuration}");

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains(error, result.Errors);
    }

    [Fact]
    public async Task Lists_may_not_have_the_name_of_lists_that_the_run_makes()
    {
        GivenLists();
        Configure(("popularity", """{ "paths": ["lists/current.csv"] }"""));

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("'inputs.lists.popularity' has a name that lists of the run have", result.Errors);
    }

    [Fact]
    public async Task Lists_of_another_data_set_are_not_judged_as_bad_ones()
    {
        Directory.CreateDirectory(_world.PathOf("lists"));
        File.WriteAllLines(_world.PathOf("lists/current.csv"), ["user_id,rank,item_id", "nobody,1,nothing"]);
        Configure(("current", """{ "paths": ["lists/current.csv"] }"""));

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("of what 'current' delivered, 0 of 1 lists are of known users", result.Errors);
    }

    [Fact]
    public async Task Lists_of_which_only_the_names_of_columns_came_are_refused_with_the_setting_that_names_them()
    {
        Directory.CreateDirectory(_world.PathOf("lists"));
        File.WriteAllLines(_world.PathOf("lists/current.csv"), ["user_id,rank,item_id"]);
        Configure(("current", """{ "paths": ["lists/current.csv"] }"""));

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("there is no list of 'current' in what was delivered: do the files of 'inputs.lists.current' hold rows?", result.Errors);
    }

    private long Count(string table, string condition) => TestWorld.Count(_world.Lake, table, condition);

    private void Configure(params (string Name, string Source)[] lists)
    {
        var configuration = JsonNode.Parse(File.ReadAllText(_world.Configuration))!;
        var section = new JsonObject();
        foreach (var (name, source) in lists)
            section[name] = JsonNode.Parse(source);
        configuration["inputs"]!["lists"] = section;
        File.WriteAllText(_world.Configuration, $"{configuration}");
    }

    /// <summary>Amazon Personalize's lists as a file with a row for each place, in no order, and as one with an array for each user.</summary>
    private void GivenLists()
    {
        Directory.CreateDirectory(_world.PathOf("lists"));
        var lists = Directory
            .EnumerateFiles(_world.PathOf("personalize"), "*.out", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => line["output"]?["recommendedItems"] is JsonArray)
            .DistinctBy(line => $"{line["input"]!["userId"]}")
            .Select(line =>
                (User: $"{line["input"]!["userId"]}", Items: line["output"]!["recommendedItems"]!.AsArray().Select(item => $"{item}").ToArray())
            )
            .ToArray();
        File.WriteAllLines(
            _world.PathOf("lists/current.csv"),
            [
                "place,user_id,item_id",
                .. from place in Enumerable.Range(0, 25).Reverse()
                from list in lists
                where place < list.Items.Length
                select $"{place + 1},{list.User},{list.Items[place]}",
            ]
        );
        File.WriteAllLines(
            _world.PathOf("lists/editors.jsonl"),
            lists.Select(list =>
                $$"""{"user_id":"{{list.User}}","items":{{new JsonArray([.. list.Items.Select(item => (JsonNode)item)]).ToJsonString()}}}"""
            )
        );
    }
}
