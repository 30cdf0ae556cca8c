using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize;
using SparkReco.ServiceModels;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>How resources come, change and go.</summary>
public sealed class ResourceTests
{
    [Fact]
    public async Task Statuses_follow_the_clock()
    {
        var clock = new HandClock();
        await using var rig = await ServiceRig.StartAsync(options => options with { Clock = clock, Pace = Pace.Real });
        var group = await rig.GroupAsync();

        Assert.Equal("CREATE PENDING", await rig.StatusAsync("DatasetGroup", group));
        var tooEarly = await rig.FailAsync("CreateFilter", Filter(group));
        Assert.Equal("ResourceInUseException", tooEarly.Type);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("CREATE IN_PROGRESS", await rig.StatusAsync("DatasetGroup", group));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("ACTIVE", await rig.StatusAsync("DatasetGroup", group));

        await rig.CallAsync("DeleteDatasetGroup", new JsonObject { ["datasetGroupArn"] = group });
        Assert.Equal("DELETE PENDING", await rig.StatusAsync("DatasetGroup", group));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("DELETE IN_PROGRESS", await rig.StatusAsync("DatasetGroup", group));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("ResourceNotFoundException", (await rig.FailAsync("DescribeDatasetGroup", new JsonObject { ["datasetGroupArn"] = group })).Type);

        static JsonObject Filter(string group) =>
            new()
            {
                ["name"] = "f",
                ["datasetGroupArn"] = group,
                ["filterExpression"] = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\")",
            };
    }

    [Fact]
    public async Task A_campaign_stays_active_while_it_is_updated()
    {
        var clock = new HandClock();
        await using var rig = await ServiceRig.StartAsync(options => options with { Clock = clock });
        var group = await rig.GroupWithDataAsync();
        var solution = await rig.SolutionAsync(group);
        var (first, second) = (await rig.VersionAsync(solution), await rig.VersionAsync(solution));
        await rig.Service.IdleAsync();
        var campaign = (string)
            (await rig.CallAsync("CreateCampaign", new JsonObject { ["name"] = "c", ["solutionVersionArn"] = first }))["campaignArn"]!;
        await rig.RestartAsync(options => options with { Pace = Pace.Real });

        var update = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["solutionVersionArn"] = second,
            ["minProvisionedTPS"] = 3,
        };
        await rig.CallAsync("UpdateCampaign", update);
        var described = await DescribeAsync();
        Assert.Equal(
            ("ACTIVE", "CREATE PENDING", first),
            ((string?)described["status"], (string?)described["latestCampaignUpdate"]!["status"], (string?)described["solutionVersionArn"])
        );
        Assert.Equal("ResourceInUseException", (await rig.FailAsync("UpdateCampaign", update)).Type);

        clock.Advance(TimeSpan.FromMinutes(10));
        described = await DescribeAsync();
        Assert.Equal(
            ("ACTIVE", "ACTIVE", second),
            ((string?)described["status"], (string?)described["latestCampaignUpdate"]!["status"], (string?)described["solutionVersionArn"])
        );
        Assert.Equal(3, (int)described["minProvisionedTPS"]!);

        async Task<JsonNode> DescribeAsync() => (await rig.CallAsync("DescribeCampaign", new JsonObject { ["campaignArn"] = campaign }))["campaign"]!;
    }

    [Fact]
    public async Task There_are_no_more_than_the_quotas_allow()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupAsync("g0");
        for (var number = 1; number < 5; number++)
            await rig.GroupAsync($"g{number}");
        Assert.Equal("LimitExceededException", (await rig.FailAsync("CreateDatasetGroup", new JsonObject { ["name"] = "g5" })).Type);
        Assert.Equal("ResourceAlreadyExistsException", (await rig.FailAsync("CreateDatasetGroup", new JsonObject { ["name"] = "g0" })).Type);
        for (var number = 0; number < 10; number++)
            await rig.SolutionAsync(group, $"s{number}");
        Assert.Equal("LimitExceededException", (await rig.FailAsync("CreateSolution", Solution(group, "more"))).Type);
    }

    [Fact]
    public async Task Five_imports_are_under_way_at_most()
    {
        var clock = new HandClock();
        await using var rig = await ServiceRig.StartAsync(options => options with { Clock = clock });
        var dataset = await rig.DatasetAsync(await rig.GroupAsync(), "Interactions", Flow.Interactions);
        await rig.RestartAsync(options => options with { Pace = Pace.Real });
        for (var number = 0; number < 5; number++)
            await rig.ImportAsync(dataset, $"import{number}", Flow.Csv(50, 30));

        Assert.Equal(
            ("LimitExceededException", "More than 5 resources with PENDING or IN_PROGRESS status."),
            await rig.FailAsync("CreateDatasetImportJob", Flow.ImportOf(dataset, "sixth"))
        );
        await rig.Service.IdleAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await rig.CallAsync("CreateDatasetImportJob", Flow.ImportOf(dataset, "sixth"));
        await rig.Service.IdleAsync();
    }

    [Fact]
    public async Task What_is_used_is_deleted_after_what_uses_it()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        var campaign = await rig.CampaignAsync(group, "aws-sims");
        var solution = (string)(await rig.CallAsync("ListSolutions", []))["solutions"]![0]!["solutionArn"]!;
        var dataset = (await rig.CallAsync("ListDatasets", []))["datasets"]![0]!;
        var schema = (string)(await rig.CallAsync("ListSchemas", []))["schemas"]![0]!["schemaArn"]!;

        (string Operation, string Member, string Arn)[] order =
        [
            ("DeleteCampaign", "campaignArn", campaign),
            ("DeleteSolution", "solutionArn", solution),
            ("DeleteDataset", "datasetArn", (string)dataset["datasetArn"]!),
            ("DeleteSchema", "schemaArn", schema),
            ("DeleteDatasetGroup", "datasetGroupArn", group),
        ];
        string[] free = ["DeleteCampaign", "DeleteDataset"];
        foreach (var (operation, member, arn) in order.Reverse().Where(step => !free.Contains(step.Operation)))
            Assert.Equal("ResourceInUseException", (await rig.FailAsync(operation, new JsonObject { [member] = arn })).Type);
        foreach (var (operation, member, arn) in order)
            await rig.CallAsync(operation, new JsonObject { [member] = arn });
        Assert.Empty((await rig.CallAsync("ListSolutionVersions", []))["solutionVersions"]!.AsArray());
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(rig.Options.State, "models")));
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        await using var rig = await ServiceRig.StartAsync();
        for (var number = 0; number < 5; number++)
            await rig.GroupAsync($"g{number}");
        List<string> names = [];
        string? token = null;
        do
        {
            var input = new JsonObject { ["maxResults"] = 2 };
            if (token is not null)
                input["nextToken"] = token;
            var page = await rig.CallAsync("ListDatasetGroups", input);
            names.AddRange(page["datasetGroups"]!.AsArray().Select(group => (string)group!["name"]!));
            token = (string?)page["nextToken"];
        } while (token is not null);

        Assert.Equal(["g0", "g1", "g2", "g3", "g4"], names.Order());
        Assert.Equal("InvalidNextTokenException", (await rig.FailAsync("ListDatasetGroups", new JsonObject { ["nextToken"] = "x" })).Type);
    }

    [Fact]
    public async Task Requests_that_do_not_fit_their_shapes_say_all_that_is_wrong()
    {
        await using var rig = await ServiceRig.StartAsync();
        var (type, message) = await rig.FailAsync(
            "CreateDataset",
            new JsonObject
            {
                ["name"] = "no spaces",
                ["datasetType"] = "Users",
                ["schemaArn"] = "arn:aws:personalize:us-east-1:000000000000:schema/x",
            }
        );

        Assert.Equal("ValidationException", type);
        Assert.StartsWith("2 validation errors detected: ", message, StringComparison.Ordinal);
        Assert.Contains("Value null at 'datasetGroupArn' failed to satisfy constraint: Member must not be null", message, StringComparison.Ordinal);
        Assert.Contains(
            "Value 'no spaces' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_operation_of_the_models_is_answered()
    {
        await using var rig = await ServiceRig.StartAsync();
        foreach (var operation in ServiceModel.AllOfPersonalize.SelectMany(service => service.Operations.Values))
        {
            var (status, type, reply) = await rig.SendAsync(operation.Name, []);
            Assert.True(status is 200 or 400 or 404, $"{operation.Name}: {status} {reply.ToJsonString()}");
            Assert.NotEqual("UnknownOperationException", type);
            if (status == 200)
                ServiceRig.CheckReply(operation.Name, reply);
        }
    }

    [Fact]
    public async Task Recipes_algorithms_and_transformations_are_described()
    {
        await using var rig = await ServiceRig.StartAsync();
        var recipes = (await rig.CallAsync("ListRecipes", new JsonObject { ["recipeProvider"] = "SERVICE" }))["recipes"]!.AsArray();
        foreach (var arn in recipes.Select(recipe => (string)recipe!["recipeArn"]!))
        {
            var recipe = (await rig.CallAsync("DescribeRecipe", new JsonObject { ["recipeArn"] = arn }))["recipe"]!;
            await rig.CallAsync("DescribeAlgorithm", new JsonObject { ["algorithmArn"] = (string?)recipe["algorithmArn"] });
            await rig.CallAsync(
                "DescribeFeatureTransformation",
                new JsonObject { ["featureTransformationArn"] = (string?)recipe["featureTransformationArn"] }
            );
        }

        var group = await rig.GroupAsync();
        var legacy = Solution(group, "old");
        legacy["recipeArn"] = "arn:aws:personalize:::recipe/aws-hrnn";
        var actions = Solution(group, "actions");
        actions["recipeArn"] = "arn:aws:personalize:::recipe/aws-next-best-action";
        Assert.Contains("has no model for the recipe", (await rig.FailAsync("CreateSolution", actions)).Message, StringComparison.Ordinal);
        Assert.Contains("legacy recipe", (await rig.FailAsync("CreateSolution", legacy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_set_and_taken_away()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupAsync();
        await rig.CallAsync("TagResource", new JsonObject { ["resourceArn"] = group, ["tags"] = Tags(("a", "1"), ("b", "2")) });
        await rig.CallAsync("TagResource", new JsonObject { ["resourceArn"] = group, ["tags"] = Tags(("b", "3")) });
        await rig.CallAsync("UntagResource", new JsonObject { ["resourceArn"] = group, ["tagKeys"] = new JsonArray("a") });

        Assert.Equal(
            Tags(("b", "3")).ToJsonString(),
            (await rig.CallAsync("ListTagsForResource", new JsonObject { ["resourceArn"] = group }))["tags"]!.ToJsonString()
        );
        var many = Tags([.. Enumerable.Range(0, 50).Select(number => ($"k{number}", ""))]);
        Assert.Equal("TooManyTagsException", (await rig.FailAsync("TagResource", new JsonObject { ["resourceArn"] = group, ["tags"] = many })).Type);

        static JsonArray Tags(params (string Key, string Value)[] tags) =>
            new([.. tags.Select(tag => new JsonObject { ["tagKey"] = tag.Key, ["tagValue"] = tag.Value })]);
    }

    private static JsonObject Solution(string group, string name) =>
        new()
        {
            ["name"] = name,
            ["datasetGroupArn"] = group,
            ["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims",
        };
}
