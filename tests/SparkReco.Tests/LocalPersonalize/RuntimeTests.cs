using System.Text.Json.Nodes;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>Lists from campaigns.</summary>
public sealed class RuntimeTests
{
    [Fact]
    public async Task Rankings_have_scores_that_sum_to_one_and_unknown_items_last()
    {
        await using var rig = await ServiceRig.StartAsync();
        var campaign = await rig.CampaignAsync(await rig.GroupWithDataAsync(), "aws-personalized-ranking-v2");
        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["userId"] = "u0",
            ["inputList"] = new JsonArray("unknown", "i49", "i0", "i3"),
        };
        var ranking = (await rig.CallAsync("GetPersonalizedRanking", input))["personalizedRanking"]!.AsArray();

        Assert.Equal("unknown", (string?)ranking[3]!["itemId"]);
        Assert.Null(ranking[3]!["score"]);
        Assert.Equal("i49", (string?)ranking[2]!["itemId"]);
        Assert.Equal(1, ranking.Take(3).Sum(item => (double)item!["score"]!), 4);
        Assert.Equal(
            "InvalidInputException",
            (await rig.FailAsync("GetRecommendations", new JsonObject { ["campaignArn"] = campaign, ["userId"] = "u0" })).Type
        );
    }

    [Theory]
    [InlineData("aws-sims", "itemId")]
    [InlineData("aws-similar-items", "itemId")]
    [InlineData("aws-popularity-count", "userId")]
    public async Task Related_and_popular_items_have_no_scores(string recipe, string member)
    {
        await using var rig = await ServiceRig.StartAsync();
        var campaign = await rig.CampaignAsync(await rig.GroupWithDataAsync(), recipe);
        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            [member] = "i10",
            ["numResults"] = 5,
        };
        var list = (await rig.CallAsync("GetRecommendations", input))["itemList"]!.AsArray();

        Assert.Equal(5, list.Count);
        Assert.All(list, item => Assert.Null(item!["score"]));
        Assert.Equal(member == "userId", list.Any(item => (string?)item!["itemId"] == "i10") || recipe == "aws-popularity-count");
        input[member] = "nobody";
        Assert.Equal(5, (await rig.ListAsync(input)).Length);
        Assert.Equal("InvalidInputException", (await rig.FailAsync("GetRecommendations", new JsonObject { ["campaignArn"] = campaign })).Type);
    }

    [Fact]
    public async Task Who_is_new_gets_what_is_popular_with_the_reason()
    {
        await using var rig = await ServiceRig.StartAsync();
        var campaign = await rig.CampaignAsync(await rig.GroupWithDataAsync(), "aws-user-personalization-v2");
        var list = (await rig.CallAsync("GetRecommendations", new JsonObject { ["campaignArn"] = campaign, ["userId"] = "nobody" }))[
            "itemList"
        ]!.AsArray();

        Assert.Equal(25, list.Count);
        Assert.All(list, item => Assert.Equal("Popular item", (string?)item!["reason"]![0]));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 10)]
    public async Task New_items_take_the_share_of_places_that_the_campaign_gives_them(string weight, int places)
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        var rows = string.Concat(Enumerable.Range(0, 200).Select(number => $"new{number},c,1700,\n"));
        await rig.ImportAsync(
            await rig.DatasetAsync(group, "Items", Flow.ItemsSchema),
            "items",
            $"ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\n{rows}"
        );
        await rig.Service.IdleAsync();
        var exploration = new JsonObject { ["explorationWeight"] = weight, ["explorationItemAgeCutOff"] = "0.001" };
        var campaign = await rig.CampaignAsync(group, "aws-user-personalization", new JsonObject { ["itemExplorationConfig"] = exploration });
        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["userId"] = "u1",
            ["numResults"] = 10,
        };
        var list = await rig.ListAsync(input);

        Assert.InRange(list.Count(item => item.StartsWith("new", StringComparison.Ordinal)), places - (places / 5), places);
        Assert.Equal(list, await rig.ListAsync(input));
        Assert.Equal(list.Length, list.Distinct().Count());
    }

    [Fact]
    public async Task A_promotion_takes_its_share_of_places()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        await rig.ImportAsync(
            await rig.DatasetAsync(group, "Items", Flow.ItemsSchema),
            "items",
            $"ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\n{string.Concat(Enumerable.Range(0, 50).Select(item => $"i{item},{(item >= 40 ? "sale" : "other")},1,{item}\n"))}"
        );
        await rig.Service.IdleAsync();
        var campaign = await rig.CampaignAsync(group, "aws-user-personalization-v2", new JsonObject { ["enableMetadataWithRecommendations"] = true });
        var filter = await rig.FilterAsync(group, "f", "INCLUDE ItemID WHERE Items.CATEGORY IN ($C)");
        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["userId"] = "u0",
            ["numResults"] = 10,
            ["metadataColumns"] = new JsonObject { ["ITEMS"] = new JsonArray("CATEGORY", "PRICE") },
            ["promotions"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "sale",
                    ["percentPromotedItems"] = 20,
                    ["filterArn"] = filter,
                    ["filterValues"] = new JsonObject { ["C"] = "\"sale\"" },
                }
            ),
        };
        var list = (await rig.CallAsync("GetRecommendations", input))["itemList"]!.AsArray();

        Assert.Equal([0, 5], list.Index().Where(item => (string?)item.Item!["promotionName"] == "sale").Select(item => item.Index));
        Assert.Equal("Promoted item", (string?)list[0]!["reason"]![0]);
        Assert.Equal("sale", (string?)list[0]!["metadata"]!["CATEGORY"]);
        Assert.Equal(10, list.Count);
    }

    [Fact]
    public async Task An_item_that_came_after_the_training_is_in_lists_after_a_restart_too()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        var items = await rig.DatasetAsync(group, "Items", Flow.ItemsSchema);
        var campaign = await rig.CampaignAsync(group, "aws-user-personalization-v2");
        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["userId"] = "u0",
            ["numResults"] = 100,
        };
        Assert.Equal(50, (await rig.ListAsync(input)).Length);

        var item = new JsonObject { ["itemId"] = "put", ["properties"] = """{"creationTimestamp": 1}""" };
        await rig.CallAsync("PutItems", new JsonObject { ["datasetArn"] = items, ["items"] = new JsonArray(item) });
        Assert.Contains("put", await rig.ListAsync(input));
        await rig.ImportAsync(items, "items", "ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\nimported,,1,\n");
        await rig.Service.IdleAsync();
        await rig.RestartAsync();
        Assert.Equal(["imported", "put"], (await rig.ListAsync(input)).Where(id => id[0] != 'i' || id == "imported").Order());
    }

    [Fact]
    public async Task An_event_that_comes_twice_counts_once()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        var tracker = await rig.CallAsync("CreateEventTracker", new JsonObject { ["name"] = "t", ["datasetGroupArn"] = group });
        Assert.Equal(
            "ResourceAlreadyExistsException",
            (await rig.FailAsync("CreateEventTracker", new JsonObject { ["name"] = "t2", ["datasetGroupArn"] = group })).Type
        );
        var input = new JsonObject
        {
            ["trackingId"] = (string?)tracker["trackingId"],
            ["sessionId"] = "session",
            ["eventList"] = new JsonArray(Event("a", 1), Event("a", 2), Event("b", 1), Event("c", 3)),
        };
        await rig.CallAsync("PutEvents", input);
        await rig.RestartAsync();
        await rig.CallAsync("PutEvents", input);
        var dataset = (string)(await rig.CallAsync("ListDatasets", []))["datasets"]![0]!["datasetArn"]!;
        await rig.CallAsync(
            "CreateDatasetExportJob",
            new JsonObject
            {
                ["jobName"] = "export",
                ["datasetArn"] = dataset,
                ["roleArn"] = ServiceRig.Role,
                ["jobOutput"] = new JsonObject { ["s3DataDestination"] = new JsonObject { ["path"] = "s3://b/out/" } },
            }
        );
        await rig.Service.IdleAsync();

        Assert.Equal(
            "ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\ni1,session,1,watch\ni1,session,3,watch\n",
            await File.ReadAllTextAsync(rig.PathOf("b/out/export.csv"), TestContext.Current.CancellationToken)
        );

        static JsonObject Event(string id, int at) =>
            new()
            {
                ["eventId"] = id,
                ["eventType"] = "watch",
                ["itemId"] = "i1",
                ["sentAt"] = at,
            };
    }

    [Fact]
    public async Task Users_are_taken_out_of_the_data()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        rig.Write("b/users.csv", "USER_ID\nu0\nu1\nnobody\n");
        var job = await rig.CallAsync(
            "CreateDataDeletionJob",
            new JsonObject
            {
                ["jobName"] = "forget",
                ["datasetGroupArn"] = group,
                ["dataSource"] = new JsonObject { ["dataLocation"] = "s3://b/users.csv" },
                ["roleArn"] = ServiceRig.Role,
            }
        );
        await rig.Service.IdleAsync();

        var described = (await rig.CallAsync("DescribeDataDeletionJob", job))["dataDeletionJob"]!;
        Assert.Equal(("COMPLETED", 60), ((string?)described["status"], (int)described["numDeleted"]!));
    }
}
