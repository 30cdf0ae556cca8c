using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>Lists in files.</summary>
public sealed class BatchTests
{
    [Theory]
    [InlineData("aws-user-personalization", """{"userId":"u1"}""", "recommendedItems", true, "userId")]
    [InlineData("aws-popularity-count", """{"userId":"u1"}""", "recommendedItems", false, "userId")]
    [InlineData("aws-personalized-ranking", """{"userId":"u1","itemList":["i3","i4"]}""", "recommendedItems", true, "userId, itemList")]
    [InlineData("aws-sims", """{"itemId":"i1"}""", "recommendedItems", false, "itemId")]
    [InlineData("aws-item-affinity", """{"itemId":"i1"}""", "recommendedUsers", false, "itemId")]
    public async Task Each_recipe_has_its_lines(string recipe, string line, string list, bool hasScores, string required)
    {
        await using var rig = await ServiceRig.StartAsync();
        var lines = await RunAsync(rig, await rig.GroupWithDataAsync(), recipe, [line, """{"other":1}"""]);

        Assert.Equal(line, lines[0]["input"]!.ToJsonString());
        Assert.Null(lines[0]["error"]);
        var output = lines[0]["output"]!;
        Assert.Equal(hasScores, output["scores"] is not null);
        Assert.Equal(recipe.Contains("ranking", StringComparison.Ordinal) ? 2 : 7, output[list]!.AsArray().Count);
        Assert.Equal($"User error: Required fields for the provided recipe are {required}", (string?)lines[1]["error"]);
        Assert.Empty(lines[1]["output"]![list]!.AsArray());
    }

    [Fact]
    public async Task Attributes_of_items_find_their_users()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        await rig.ImportAsync(
            await rig.DatasetAsync(group, "Items", Flow.ItemsSchema),
            "items",
            "ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\ni0,a,1,\ni1,b,1,\n"
        );
        await rig.Service.IdleAsync();
        var lines = await RunAsync(rig, group, "aws-item-attribute-affinity", ["""{"itemAttributes":"ITEMS.category = \"a\""}"""]);

        Assert.Equal("ITEMS.category = \"a\"", (string?)lines[0]["itemAttributes"]);
        Assert.Equal(7, lines[0]["output"]!["recommendedUsers"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_share_of_bad_lines_can_be_asked_for()
    {
        await using var rig = await ServiceRig.StartAsync(options =>
            options with
            {
                Faults = FaultPlan.Parse("""{"rules": [{"operation": "CreateBatchInferenceJob", "kind": "bad-lines", "share": 0.5}]}"""),
            }
        );
        string[] input = [.. Enumerable.Range(0, 3000).Select(user => $$"""{"userId":"u{{user}}"}""")];
        var lines = await RunAsync(rig, await rig.GroupWithDataAsync(), "aws-user-personalization-v2", input);

        Assert.Equal(3000, lines.Length);
        Assert.InRange(lines.Count(line => line["error"] is not null), 1300, 1700);
        Assert.Equal(input, lines.Select(line => line["input"]!.ToJsonString()));
    }

    [Fact]
    public async Task The_output_is_not_the_input()
    {
        await using var rig = await ServiceRig.StartAsync();
        var version = await rig.VersionAsync(await rig.SolutionAsync(await rig.GroupWithDataAsync()));
        await rig.Service.IdleAsync();

        Assert.Equal("Invalid S3 output path", (await rig.FailAsync("CreateBatchInferenceJob", Job(version, "s3://b/in", "s3://b/in/"))).Message);
        Assert.Equal("Invalid S3 input path", (await rig.FailAsync("CreateBatchInferenceJob", Job(version, "s3://b", "s3://b/in/"))).Message);
        Assert.Contains(
            "no batch segment jobs",
            (await rig.FailAsync("CreateBatchSegmentJob", Job(version, "s3://b/in", "s3://b/out/"))).Message,
            StringComparison.Ordinal
        );
    }

    private static async Task<JsonObject[]> RunAsync(ServiceRig rig, string group, string recipe, string[] lines)
    {
        rig.Write("b/in/lines.json", string.Join('\n', lines));
        var version = await rig.VersionAsync(await rig.SolutionAsync(group, recipe: recipe));
        await rig.Service.IdleAsync();
        var kind = recipe.Contains("affinity", StringComparison.Ordinal) ? "BatchSegmentJob" : "BatchInferenceJob";
        var job = (await rig.CallAsync($"Create{kind}", Job(version, "s3://b/in/", "s3://b/out/"))).Single().Value!;
        await rig.Service.IdleAsync();
        Assert.Equal("ACTIVE", await rig.StatusAsync(kind, (string)job!));
        Assert.True(File.Exists(rig.PathOf("b/out/_CHECK")));
        var output = await File.ReadAllLinesAsync(rig.PathOf("b/out/lines.json.out"), TestContext.Current.CancellationToken);
        return [.. output.Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private static JsonObject Job(string version, string input, string output) =>
        new()
        {
            ["jobName"] = "batch",
            ["solutionVersionArn"] = version,
            ["numResults"] = 7,
            ["roleArn"] = ServiceRig.Role,
            ["jobInput"] = new JsonObject { ["s3DataSource"] = new JsonObject { ["path"] = input } },
            ["jobOutput"] = new JsonObject { ["s3DataDestination"] = new JsonObject { ["path"] = output } },
        };
}
