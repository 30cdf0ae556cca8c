using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Serving;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Solutions, and their versions, which are trained.</summary>
internal sealed partial class SolutionOperations(ServiceCore core)
{
    private const int LongestPeriodInDays = 30;
    private const double FewestHours = 0.01;

    // Segments of users are made from what items have in common.
    private const string SegmentsTrainAs = "aws-similar-items";

    private static readonly TimeSpan StoppingTakes = TimeSpan.FromMinutes(1);

    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("CreateSolution", CreateSolution),
            new("UpdateSolution", UpdateSolution),
            new("DeleteSolution", DeleteSolution),
            new("CreateSolutionVersion", CreateVersion),
            new("StopSolutionVersionCreation", StopVersion),
            new("GetSolutionMetrics", GetMetrics),
        ];

    private Registry Registry => core.Registry;

    /// <summary>How often a solution is trained by itself.</summary>
    public static TimeSpan PeriodOf(Resource solution)
    {
        var expression = (string?)solution.Members["solutionConfig"]?["autoTrainingConfig"]?["schedulingExpression"];
        return TimeSpan.FromDays(expression is null ? 7 : Days(expression));
    }

    /// <summary>Makes a version of a solution, and begins to train it.</summary>
    public Resource CreateVersion(Resource solution, string mode, string type, JsonObject further, Fault? fault)
    {
        var members = DatasetOperations.Copy(further);
        foreach (
            var name in (string[])
                ["performHPO", "performAutoML", "performIncrementalUpdate", "recipeArn", "eventType", "datasetGroupArn", "solutionConfig"]
        )
            members[name] = solution.Members[name]?.DeepClone();
        members["solutionArn"] = solution.Arn;
        members["trainingMode"] = mode;
        members["trainingType"] = type;
        var version = Registry.Create(
            ResourceKind.SolutionVersion,
            $"{solution.Arn}/{Guid.NewGuid():N}"[..(solution.Arn.Length + 9)],
            members,
            true,
            fault
        );
        Start(version);
        return version;
    }

    public void Start(Resource version) => core.Start("training", version, cancellation => TrainAsync(version, cancellation));

    private JsonObject CreateSolution(JsonObject input, Fault? fault)
    {
        var group = Registry.RequireActive(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        var recipe = RecipeOf(input);
        CheckConfiguration(recipe, input["solutionConfig"] as JsonObject);
        var arn = Registry.ArnOf(ResourceKind.Solution, (string)input["name"]!);
        if (Registry.Find(arn) is null)
            Quotas.Check(Registry.All(ResourceKind.Solution, "datasetGroupArn", group.Arn), Quotas.SolutionsOfGroup, "solution");
        var members = DatasetOperations.Copy(input);
        members["performHPO"] ??= false;
        members["performAutoML"] ??= false;
        members["performAutoTraining"] ??= true;
        members["performIncrementalUpdate"] ??= false;
        return DatasetOperations.Arn(Registry.Create(ResourceKind.Solution, arn, members, fault: fault));
    }

    private static Recipe RecipeOf(JsonObject input)
    {
        if ((bool?)input["performAutoML"] == true)
            throw ServiceException.Invalid("AutoML chose among legacy recipes, for which no solutions can be created any more. Provide a recipeArn.");
        var arn = (string?)input["recipeArn"] ?? throw ServiceException.Invalid("A recipeArn is required.");
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        if (Recipe.Legacy.Contains(name))
        {
            throw ServiceException.Invalid(
                $"The recipe {name} is a legacy recipe, for which no solutions can be created any more. Use aws-user-personalization-v2."
            );
        }

        var recipe = Recipe.Find(arn) ?? throw ServiceException.NotFound($"Recipe with ARN {arn} does not exist.");
        return recipe.HasModel ? recipe : throw ServiceException.Invalid($"The local service has no model for the recipe {name}.");
    }

    private static void CheckConfiguration(Recipe recipe, JsonObject? configuration)
    {
        if (configuration is null)
            return;
        if ((string?)configuration["eventValueThreshold"] is { Length: > 0 } threshold && EventWeights.Number(threshold) is null)
            throw ServiceException.Invalid($"The eventValueThreshold {threshold} is not a number.");
        if (configuration["eventsConfig"] is not null && !recipe.IsSecond)
            throw ServiceException.Invalid($"The recipe {recipe.Name} has no eventsConfig. Recipes with it are those of version 2.");
        string[] unknown =
        [
            .. (configuration["algorithmHyperParameters"] as JsonObject ?? [])
                .Select(entry => entry.Key)
                .Where(name => !recipe.HyperParameters.ContainsKey(name)),
        ];
        if (unknown.Length > 0 && recipe.HyperParameters.Count > 0)
            throw ServiceException.Invalid($"The recipe {recipe.Name} has no hyperparameters of the names: {string.Join(", ", unknown)}.");
        if ((string?)configuration["autoTrainingConfig"]?["schedulingExpression"] is { } expression)
            _ = Days(expression);
    }

    private JsonObject UpdateSolution(JsonObject input, Fault? fault)
    {
        var solution = Registry.RequireActive(ResourceKind.Solution, (string)input["solutionArn"]!);
        CheckIsNotUpdating(Registry, solution);
        var update = input["solutionUpdateConfig"] as JsonObject;
        CheckConfiguration(Recipe.Find(solution.Text("recipeArn"))!, update);
        var shown = DatasetOperations.Copy(input);
        shown.Remove("solutionArn");
        var changes = DatasetOperations.Copy(shown);
        changes.Remove("solutionUpdateConfig");
        if (update is not null)
        {
            var configuration = solution.Members["solutionConfig"]?.DeepClone().AsObject() ?? [];
            foreach (var (name, value) in update)
                configuration[name] = value?.DeepClone();
            changes["solutionConfig"] = configuration;
        }

        Registry.Change(solution, shown, changes);
        return DatasetOperations.Arn(solution);
    }

    private JsonObject DeleteSolution(JsonObject input, Fault? fault)
    {
        var now = Registry.Now;
        var solution = Registry.Require(ResourceKind.Solution, (string)input["solutionArn"]!);
        if (Registry.All(ResourceKind.Campaign, "solutionArn", solution.Arn) is [var campaign, ..])
            throw ServiceException.InUse($"Solution {solution.Arn} is used by the campaign {campaign.Arn}. Delete it first.");
        var versions = Registry.All(ResourceKind.SolutionVersion, "solutionArn", solution.Arn);
        if (versions.FirstOrDefault(version => version.IsUnderWayAt(now)) is { } busy)
            throw ServiceException.InUse($"Solution version {busy.Arn} is {busy.StatusAt(now)}. Wait for it, or stop it.");
        foreach (var version in versions)
        {
            Registry.Delete(version);
            core.Models.Delete(version);
        }

        Registry.Delete(solution);
        return [];
    }

    private JsonObject CreateVersion(JsonObject input, Fault? fault)
    {
        var solution = Registry.RequireActive(ResourceKind.Solution, (string)input["solutionArn"]!);
        var mode = (string?)input["trainingMode"] ?? "FULL";
        var versions = Registry.All(ResourceKind.SolutionVersion, "solutionArn", solution.Arn);
        if (mode == "AUTOTRAIN")
            throw ServiceException.Invalid("The training mode AUTOTRAIN is that of automatic training. Use FULL.");
        if (mode == "UPDATE" && (Recipe.Find(solution.Text("recipeArn"))!.Name != "aws-user-personalization" || !versions.Any(IsFull)))
            throw ServiceException.Invalid(
                "The training mode UPDATE needs the recipe aws-user-personalization and an ACTIVE version that was trained with FULL."
            );
        if ((string?)input["name"] is { } name && versions.Any(version => version.Text("name") == name))
            throw ServiceException.Exists($"{solution.Arn}/{name}");
        if (core.DatasetOf(solution.Text("datasetGroupArn")!, "Interactions") is not { } dataset)
            throw ServiceException.Invalid("The dataset group has no Interactions dataset.");
        var now = Registry.Now;
        if (Registry.All(ResourceKind.ImportJob).FirstOrDefault(job => IsOfGroup(job, solution) && job.IsUnderWayAt(now)) is { } import)
            throw ServiceException.InUse($"Dataset import job {import.Arn} is {import.StatusAt(now)}. Wait until it is ACTIVE.");
        if (core.Data.Interactions(dataset) is { Imported.Count: 0, Puts.Count: 0 })
            throw ServiceException.Invalid($"Dataset {dataset.Arn} has no data. Import some first.");
        Quotas.CheckUnderWay(Registry, ResourceKind.SolutionVersion, Quotas.SolutionVersionsUnderWay);
        return DatasetOperations.Arn(CreateVersion(solution, mode, "MANUAL", Only(input, "name", "tags"), fault));

        bool IsFull(Resource version) => version.Text("trainingMode") == "FULL" && version.IsActiveAt(Registry.Now);

        bool IsOfGroup(Resource job, Resource of) => Registry.Find(job.Text("datasetArn")!)?.Text("datasetGroupArn") == of.Text("datasetGroupArn");
    }

    private JsonObject StopVersion(JsonObject input, Fault? fault)
    {
        var version = Registry.Require(ResourceKind.SolutionVersion, (string)input["solutionVersionArn"]!);
        var now = Registry.Now;
        if (version.StatusAt(now) is not ("CREATE PENDING" or "CREATE IN_PROGRESS"))
        {
            throw ServiceException.Invalid(
                $"Solution version {version.Arn} is {version.StatusAt(now)}. Only one that is CREATE PENDING or CREATE IN_PROGRESS can be stopped."
            );
        }

        Registry.Put(version with { StopAskedAt = now, StoppedAt = now + core.Options.Pace.Of(StoppingTakes), UpdatedAt = now });
        core.Work.Stop(version.Id);
        return [];
    }

    private JsonObject GetMetrics(JsonObject input, Fault? fault)
    {
        var version = Registry.RequireActive(ResourceKind.SolutionVersion, (string)input["solutionVersionArn"]!);
        return new JsonObject { ["solutionVersionArn"] = version.Arn, ["metrics"] = version.Members["metrics"]?.DeepClone() ?? new JsonObject() };
    }

    private Task<JsonObject?> TrainAsync(Resource version, CancellationToken cancellation)
    {
        var clock = core.Options.Clock;
        var begin = clock.GetTimestamp();
        var recipe = Recipe.Find(version.Text("recipeArn"))!;
        var given = version.Members["solutionConfig"]?["algorithmHyperParameters"] as JsonObject;
        var hyperParameters = given?.ToDictionary(entry => entry.Key, entry => (string?)entry.Value ?? "") ?? [];
        var data = TrainingSet.Build(core.Data.Of(version.Text("datasetGroupArn")!), version, core.ColumnsOf(version), cancellation);
        core.Options.Log($"{version.Arn}: trains on {data.Interactions.Count} interactions");
        var trainAs = recipe.Type == Recipe.UserSegmentation ? SegmentsTrainAs : recipe.Name;
        var model = core.Options.Train(trainAs, data, hyperParameters, progress: null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        core.Models.Add(version, ServedModel.Of(model, data));

        var changes = new JsonObject
        {
            ["trainingHours"] = Math.Max(FewestHours, Math.Round(clock.GetElapsedTime(begin).TotalHours, 3)),
            ["metrics"] = new JsonObject(model.Metrics.Select(metric => new KeyValuePair<string, JsonNode?>(metric.Key, metric.Value))),
        };
        if ((bool?)version.Members["performHPO"] == true)
        {
            var tuned = new JsonObject(
                hyperParameters
                    .Concat(recipe.HyperParameters)
                    .DistinctBy(entry => entry.Key)
                    .Select(entry => new KeyValuePair<string, JsonNode?>(entry.Key, entry.Value))
            );
            changes["tunedHPOParams"] = new JsonObject { ["algorithmHyperParameters"] = tuned };
        }

        return Task.FromResult<JsonObject?>(changes);
    }

    /// <exception cref="ServiceException">An update of the resource is under way.</exception>
    internal static void CheckIsNotUpdating(Registry registry, Resource resource)
    {
        if (resource.Update is { IsApplied: false } update)
            throw ServiceException.InUse($"An update of {resource.Arn} is {update.StatusAt(registry.Now)}. Wait until it is ACTIVE.");
    }

    internal static JsonObject Only(JsonObject input, params string[] names) =>
        new(
            input
                .Where(member => names.Contains(member.Key))
                .Select(member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value?.DeepClone()))
        );

    private static int Days(string expression) =>
        Rate().Match(expression) is { Success: true } match
        && int.TryParse(match.Groups["days"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= 1 and <= LongestPeriodInDays
            ? days
            : throw ServiceException.Invalid(
                $"The schedulingExpression {expression} is not valid. Use rate(1 day) to rate({LongestPeriodInDays} days)."
            );

    [GeneratedRegex(@"\Arate\((?<days>[0-9]+) days?\)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();
}
