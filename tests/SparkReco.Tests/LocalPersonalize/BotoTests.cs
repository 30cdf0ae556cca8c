using System.Text.Json.Nodes;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>The newest boto3 drives the whole flow.</summary>
public sealed class BotoTests
{
    [Fact]
    public async Task Boto3_goes_from_an_empty_account_to_lists_and_back()
    {
        await using var rig = await ServiceRig.StartAsync();
        var credentials = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = ServiceRig.Key, ["AWS_SECRET_ACCESS_KEY"] = ServiceRig.Secret };
        var saw = JsonNode.Parse(await PythonTools.RunAsync("personalize_flow.py", credentials, $"{rig.Service.Endpoint}", rig.Options.Buckets!))!;

        Assert.Equal(
            ["INTERACTIONS", "ITEMS", "USERS"],
            saw["datasets"]!.AsArray().Select(arn => ((string)arn!)[((string)arn!).LastIndexOf('/')..][1..])
        );
        Assert.Equal("sparkreco", (string?)saw["tags"]![0]!["tagValue"]);
        Assert.Equal("MANUAL", (string?)saw["version"]!["trainingType"]);
        Assert.True((double)saw["version"]!["trainingHours"]! > 0);
        Assert.Equal(0.25, (double)saw["metrics"]!["precision_at_5"]!);

        Assert.Equal(["_CHECK", "in.json.out"], saw["batch files"]!.AsArray().Select(name => (string)name!));
        var batch = saw["batch"]!.AsArray();
        Assert.Equal(5, batch.Count);
        Assert.Equal("user 0", (string?)batch[0]!["input"]!["userId"]);
        Assert.All(batch[0]!["output"]!["recommendedItems"]!.AsArray(), item => Assert.Equal(1, int.Parse(((string)item!)["item,".Length..]) % 2));
        Assert.Null(batch[0]!["error"]);
        Assert.Equal("User error: Required fields for the provided recipe are userId", (string?)batch[3]!["error"]);
        Assert.Equal("User error: Input line is not valid JSON", (string?)batch[4]!["error"]);

        var before = saw["before"]!.AsArray();
        Assert.Equal(40, before.Count);
        Assert.Equal(1.0, before.Sum(item => (double)item!["score"]!), 4);
        Assert.Equal(["c"], saw["filtered"]!.AsArray().Select(item => (string)item!["metadata"]!["CATEGORY"]!).Distinct());
        Assert.Equal("item,39", (string?)saw["after"]![0]!["itemId"]);
        Assert.Contains("brand-new", saw["after"]!.AsArray().Select(item => (string?)item!["itemId"]));

        Assert.Equal("ResourceAlreadyExistsException", (string?)saw["errors"]!["exists"]![0]);
        Assert.Equal("ResourceInUseException", (string?)saw["errors"]!["in use"]![0]);
        Assert.Equal("ResourceNotFoundException", (string?)saw["errors"]!["unknown"]![0]);
        Assert.Equal(404, (int)saw["errors"]!["unknown"]![2]!);
        Assert.Equal("InvalidInputException", (string?)saw["errors"]!["invalid"]![0]);
        Assert.Equal("InvalidInputException", (string?)saw["errors"]!["tracker"]![0]);
        Assert.Empty(saw["left"]!.AsArray());
    }
}
