using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Serving;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Campaigns: solution versions that answer at once.</summary>
internal sealed class CampaignOperations(ServiceCore core)
{
    private const string Latest = "/$LATEST";

    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [new("CreateCampaign", Create), new("UpdateCampaign", Update), new("DeleteCampaign", Delete)];

    private Registry Registry => core.Registry;

    /// <summary>The solution version that a campaign answers with.</summary>
    public static Resource VersionOf(Registry registry, Resource campaign)
    {
        var version = registry.Require(ResourceKind.SolutionVersion, campaign.Text("solutionVersionArn")!);
        if ((bool?)campaign.Members["campaignConfig"]?["syncWithLatestSolutionVersion"] != true)
            return version;
        return registry
                .All(ResourceKind.SolutionVersion, "solutionArn", version.Text("solutionArn"))
                .LastOrDefault(other => other.IsActiveAt(registry.Now))
            ?? version;
    }

    /// <exception cref="ServiceException">A value of the exploration is out of its range.</exception>
    public static void CheckExploration(Recipe recipe, JsonObject? configuration)
    {
        foreach (var (name, value) in configuration?["itemExplorationConfig"] as JsonObject ?? [])
        {
            var number = EventWeights.Number((string?)value);
            var fits = name switch
            {
                "explorationWeight" => number is >= 0 and <= 1,
                "explorationItemAgeCutOff" => number is >= 0,
                _ => throw ServiceException.Invalid(
                    $"The itemExplorationConfig has no {name}: it has explorationWeight and explorationItemAgeCutOff."
                ),
            };
            if (!fits)
                throw ServiceException.Invalid($"The {name} {value} is out of range: a weight is 0 to 1, an age in days at least 0.");
        }

        if (configuration?["itemExplorationConfig"] is not null && !recipe.Explores)
            throw ServiceException.Invalid($"The recipe {recipe.Name} does not explore: leave out the itemExplorationConfig.");
    }

    private JsonObject Create(JsonObject input, Fault? fault)
    {
        var members = DatasetOperations.Copy(input);
        var version = Resolve((string)input["solutionVersionArn"]!);
        Check(version, input["campaignConfig"] as JsonObject);
        members["solutionVersionArn"] = version.Arn;
        members["solutionArn"] = version.Text("solutionArn");
        members["datasetGroupArn"] = version.Text("datasetGroupArn");
        members["minProvisionedTPS"] ??= 1;
        var arn = Registry.ArnOf(ResourceKind.Campaign, (string)input["name"]!);
        if (Registry.Find(arn) is null)
            Quotas.Check(
                Registry.All(ResourceKind.Campaign, "datasetGroupArn", version.Text("datasetGroupArn")),
                Quotas.CampaignsOfGroup,
                "campaign"
            );
        return DatasetOperations.Arn(Registry.Create(ResourceKind.Campaign, arn, members, fault: fault));
    }

    private JsonObject Update(JsonObject input, Fault? fault)
    {
        var campaign = Registry.Require(ResourceKind.Campaign, (string)input["campaignArn"]!);
        if (campaign.StatusAt(Registry.Now) is not ("ACTIVE" or "CREATE FAILED"))
            throw ServiceException.InUse($"Campaign {campaign.Arn} is {campaign.StatusAt(Registry.Now)}. Wait until it is ACTIVE.");
        SolutionOperations.CheckIsNotUpdating(Registry, campaign);
        var changes = DatasetOperations.Copy(input);
        changes.Remove("campaignArn");
        var version = Resolve((string?)input["solutionVersionArn"] ?? campaign.Text("solutionVersionArn")!);
        if (version.Text("solutionArn") != campaign.Text("solutionArn"))
            throw ServiceException.Invalid($"Solution version {version.Arn} is of another solution than that of the campaign.");
        Check(version, input["campaignConfig"] as JsonObject);
        changes["solutionVersionArn"] = version.Arn;
        Registry.Change(campaign with { Failure = null }, changes, changes.DeepClone().AsObject());
        return DatasetOperations.Arn(campaign);
    }

    private JsonObject Delete(JsonObject input, Fault? fault)
    {
        Registry.Delete(Registry.Require(ResourceKind.Campaign, (string)input["campaignArn"]!));
        return [];
    }

    private void Check(Resource version, JsonObject? configuration)
    {
        var recipe = Recipe.Find(version.Text("recipeArn"))!;
        if (recipe.Type == Recipe.UserSegmentation)
            throw ServiceException.Invalid($"The recipe {recipe.Name} has no campaigns: create a batch segment job.");
        CheckExploration(recipe, configuration);
        if ((bool?)configuration?["enableMetadataWithRecommendations"] == true && core.DatasetOf(version.Text("datasetGroupArn")!, "Items") is null)
            throw ServiceException.Invalid("Metadata with recommendations needs an Items dataset.");
    }

    /// <summary>The version of an ARN, which may be that of a solution with <c>/$LATEST</c>.</summary>
    private Resource Resolve(string arn)
    {
        if (!arn.EndsWith(Latest, StringComparison.Ordinal))
            return Registry.RequireActive(ResourceKind.SolutionVersion, arn);
        var solution = Registry.Require(ResourceKind.Solution, arn[..^Latest.Length]);
        return Registry.All(ResourceKind.SolutionVersion, "solutionArn", solution.Arn).LastOrDefault(version => version.IsActiveAt(Registry.Now))
            ?? throw ServiceException.Invalid($"Solution {solution.Arn} has no ACTIVE solution version.");
    }
}
