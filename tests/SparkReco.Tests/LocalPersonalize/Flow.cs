using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>The steps of a flow, with data of a few lines.</summary>
internal static class Flow
{
    public const string Interactions = "ITEM_ID:string USER_ID:string TIMESTAMP:long EVENT_TYPE:string";
    public const string ItemsSchema = "ITEM_ID:string CATEGORY:string? CREATION_TIMESTAMP:long PRICE:float?";
    public const string UsersSchema = "USER_ID:string TIER:string AGE:int?";

    /// <summary>A schema of fields such as <c>NAME:type</c>, with <c>?</c> behind those that may be null. Texts that are no ids and no event types are categorical.</summary>
    public static string Schema(string name, string fields)
    {
        var array = new JsonArray();
        foreach (var (field, type) in fields.Split(' ').Select(field => field.Split(':')).Select(parts => (parts[0], parts[1])))
        {
            var node = new JsonObject
            {
                ["name"] = field,
                ["type"] = type.EndsWith('?') ? new JsonArray("null", type[..^1]) : JsonValue.Create(type),
            };
            if (type.StartsWith("string", StringComparison.Ordinal) && !field.EndsWith("_ID", StringComparison.Ordinal) && field != "EVENT_TYPE")
                node["categorical"] = true;
            array.Add(node);
        }

        return new JsonObject
        {
            ["type"] = "record",
            ["name"] = name,
            ["namespace"] = "com.amazonaws.personalize.schema",
            ["fields"] = array,
            ["version"] = "1.0",
        }.ToJsonString();
    }

    /// <summary>Interactions of users with items: user u has the items u, u + 1, … at the times 0, 60, …, each third a click, the others watched.</summary>
    public static string Csv(int users, int each, int items = 50)
    {
        var csv = new StringBuilder("ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\n");
        for (var user = 0; user < users; user++)
        {
            for (var step = 0; step < each; step++)
                csv.Append(CultureInfo.InvariantCulture, $"i{(user + step) % items},u{user},{step * 60},{(step % 3 == 0 ? "click" : "watch")}\n");
        }

        return $"{csv}";
    }

    public static async Task<string> GroupAsync(this ServiceRig rig, string name = "g") =>
        (string)(await rig.CallAsync("CreateDatasetGroup", new JsonObject { ["name"] = name }))["datasetGroupArn"]!;

    public static async Task<string> DatasetAsync(this ServiceRig rig, string group, string type, string fields)
    {
        var name = $"{group[(group.LastIndexOf('/') + 1)..]}-{type}";
        var schema = await rig.CallAsync("CreateSchema", new JsonObject { ["name"] = name, ["schema"] = Schema(type, fields) });
        var dataset = await rig.CallAsync(
            "CreateDataset",
            new JsonObject
            {
                ["name"] = name,
                ["schemaArn"] = (string)schema["schemaArn"]!,
                ["datasetGroupArn"] = group,
                ["datasetType"] = type,
            }
        );
        return (string)dataset["datasetArn"]!;
    }

    /// <summary>Asks for an import of what is written to <c>s3://b/JOB.csv</c>, and gives the job's ARN.</summary>
    public static async Task<string> ImportAsync(this ServiceRig rig, string dataset, string job, string? csv, string mode = "FULL")
    {
        if (csv is not null)
            rig.Write($"b/{job}.csv", csv);
        var reply = await rig.CallAsync("CreateDatasetImportJob", ImportOf(dataset, job, mode));
        return (string)reply["datasetImportJobArn"]!;
    }

    public static JsonObject ImportOf(string dataset, string job, string mode = "FULL") =>
        new()
        {
            ["jobName"] = job,
            ["datasetArn"] = dataset,
            ["dataSource"] = new JsonObject { ["dataLocation"] = $"s3://b/{job}.csv" },
            ["roleArn"] = ServiceRig.Role,
            ["importMode"] = mode,
        };

    /// <summary>A group with interactions, done importing.</summary>
    public static async Task<string> GroupWithDataAsync(this ServiceRig rig, string name = "g", int users = 50, int each = 30)
    {
        var group = await rig.GroupAsync(name);
        await rig.ImportAsync(await rig.DatasetAsync(group, "Interactions", Interactions), $"{name}-interactions", Csv(users, each));
        await rig.Service.IdleAsync();
        return group;
    }

    public static async Task<string> SolutionAsync(
        this ServiceRig rig,
        string group,
        string name = "s",
        string recipe = "aws-user-personalization-v2",
        JsonObject? configuration = null,
        string? eventType = null
    )
    {
        var input = new JsonObject
        {
            ["name"] = name,
            ["datasetGroupArn"] = group,
            ["recipeArn"] = $"arn:aws:personalize:::recipe/{recipe}",
            ["performAutoTraining"] = false,
        };
        if (configuration is not null)
            input["solutionConfig"] = configuration;
        if (eventType is not null)
            input["eventType"] = eventType;
        return (string)(await rig.CallAsync("CreateSolution", input))["solutionArn"]!;
    }

    public static async Task<string> VersionAsync(this ServiceRig rig, string solution) =>
        (string)(await rig.CallAsync("CreateSolutionVersion", new JsonObject { ["solutionArn"] = solution }))["solutionVersionArn"]!;

    /// <summary>A campaign of a new solution of a recipe.</summary>
    public static async Task<string> CampaignAsync(this ServiceRig rig, string group, string recipe, JsonObject? configuration = null)
    {
        var version = await rig.VersionAsync(await rig.SolutionAsync(group, recipe, recipe));
        await rig.Service.IdleAsync();
        var input = new JsonObject { ["name"] = recipe, ["solutionVersionArn"] = version };
        if (configuration is not null)
            input["campaignConfig"] = configuration;
        return (string)(await rig.CallAsync("CreateCampaign", input))["campaignArn"]!;
    }

    public static async Task<string> FilterAsync(this ServiceRig rig, string group, string name, string expression)
    {
        var input = new JsonObject
        {
            ["name"] = name,
            ["datasetGroupArn"] = group,
            ["filterExpression"] = expression,
        };
        return (string)(await rig.CallAsync("CreateFilter", input))["filterArn"]!;
    }

    /// <summary>The ids of a list.</summary>
    public static async Task<string[]> ListAsync(
        this ServiceRig rig,
        JsonObject input,
        string operation = "GetRecommendations",
        string list = "itemList"
    ) => [.. (await rig.CallAsync(operation, input))[list]!.AsArray().Select(item => (string)item!["itemId"]!)];
}
