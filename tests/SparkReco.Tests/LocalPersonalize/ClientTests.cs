using System.Text.Json.Nodes;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>Real clients of AWS drive the whole flow.</summary>
public sealed class ClientTests
{
    private static readonly Dictionary<string, string?> Credentials = new()
    {
        ["AWS_ACCESS_KEY_ID"] = ServiceRig.Key,
        ["AWS_SECRET_ACCESS_KEY"] = ServiceRig.Secret,
    };

    [Fact]
    public async Task The_AWS_CLI_goes_from_an_empty_account_to_lists()
    {
        var program = File.Exists("/usr/bin/aws") ? "/usr/bin/aws" : Script.Find("aws");
        if (program is null)
            Missing.Skip("there is no AWS CLI: the package awscli is not installed");
        await using var rig = await ServiceRig.StartAsync();

        // The CLI is a program of Python, and takes no others' packages.
        var environment = new Dictionary<string, string?>(Credentials) { ["PYTHONPATH"] = null };
        var saw = await Script.RunAsync("bash", "personalize_flow.sh", environment, $"{rig.Service.Endpoint}", rig.Options.Buckets!, program!);

        Assert.Equal(["0.25", "i34", "25"], saw.Split('\n')[..3]);
        Assert.Equal(3, JsonNode.Parse(saw.Split('\n')[3])!["output"]!["recommendedItems"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_SDK_for_JavaScript_goes_from_an_empty_account_to_lists()
    {
        if (Script.Find("node") is not { } node || Environment.GetEnvironmentVariable("NODE_PATH") is null or "")
        {
            Missing.Skip(
                "there is no SDK for JavaScript: NODE_PATH is not a folder with the packages @aws-sdk/client-personalize, -runtime and -events"
            );
            return;
        }

        await using var rig = await ServiceRig.StartAsync();
        var saw = JsonNode.Parse(await Script.RunAsync(node, "personalize_flow.cjs", Credentials, $"{rig.Service.Endpoint}", rig.Options.Buckets!))!;

        Assert.Equal("i34", (string?)saw["list"]![0]!["itemId"]);
        Assert.Equal(5, saw["list"]!.AsArray().Count);
        Assert.Equal("ACTIVE", (string?)saw["described"]!["status"]);
        Assert.Equal(1, (int)saw["pages"]!);
        Assert.Equal("""["ResourceNotFoundException",true,404]""", saw["error"]!.ToJsonString());
        Assert.Equal("""["ResourceAlreadyExistsException",true]""", saw["exists"]!.ToJsonString());
    }

    [Fact]
    public async Task Boto3_goes_from_an_empty_account_to_lists_and_back()
    {
        await using var rig = await ServiceRig.StartAsync();
        var saw = JsonNode.Parse(await PythonTools.RunAsync("personalize_flow.py", Credentials, $"{rig.Service.Endpoint}", rig.Options.Buckets!))!;

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
