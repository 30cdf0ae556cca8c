using System.Globalization;
using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>Has the service train a solution on the run's imports, and keeps the metrics that it measures by its own split.</summary>
public static class TrainStage
{
    /// <summary>What was trained, for the stage that gets lists from it.</summary>
    internal static readonly Model Training = new()
    {
        Name = "personalize_training",
        Room = "Personalize",
        Grain = "one row",
        Lifetime = Lifetime.Run,
        IsFilledByWork = true,
        Columns =
        [
            new("dataset_group_arn", ColumnType.String, ""),
            new("solution_arn", ColumnType.String, ""),
            new("solution_version_arn", ColumnType.String, ""),
            new Column("training_hours", ColumnType.Double, "").OrNull(),
        ],
    };

    /// <summary>The service's own metrics. They judge by another split than this program's, and can't be compared with its figures.</summary>
    internal static readonly Model ServiceMetrics = new()
    {
        Name = "service_metrics",
        Room = "Personalize",
        Grain = "a metric that the service measured while it trained, by a split of its own",
        IsFilledByWork = true,
        Columns = [Columns.Metric, Columns.ServiceValue],
        Key = ["metric"],
    };

    internal static readonly Query<Import> Imports = new("Personalize/Queries/imports.sql");

    internal sealed record Import(string Dataset, string DatasetArn, string ImportJobArn, double ImportedAt);

    /// <summary>Trains, or takes over what was trained on these imports.</summary>
    /// <exception cref="PersonalizeException">Another run has imported other data since.</exception>
    public static async Task TrainAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings.Personalize;
        var service = context.OpenService();
        var recipe = Recipe.Find(settings.Recipe)!;
        var imports = await Imports.ReadAsync(context.Readable, context.Settings, cancellation);
        var group = await ImportStage.EnsureGroupAsync(settings, service, cancellation);
        await RequireOwnDataAsync(context, service, imports, cancellation);
        var solution = await service.EnsureAsync(
            ResourceKind.Solution,
            group,
            $"{settings.Name}-{recipe.Name}",
            Solution(context, group, recipe),
            cancellation,
            Change(context, recipe)
        );
        var began = imports.Max(import => import.ImportedAt);
        var wanted = new JsonObject { ["trainingMode"] = "FULL" };
        if (recipe.WeighsEvents)
            wanted["solutionConfig"] = Events(context);
        var arn =
            await FindAsync()
            ?? await service.CreateAsync(
                ResourceKind.SolutionVersion,
                name: null,
                new JsonObject { [ResourceKind.Solution.ArnMember] = solution.Arn, ["trainingMode"] = "FULL" },
                FindAsync,
                cancellation
            );
        var version = await service.WaitAsync(ResourceKind.SolutionVersion, arn, cancellation);
        await RequireOwnDataAsync(context, service, imports, cancellation);
        var hours = version.Body["trainingHours"]?.GetValue<double>();
        context.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{service.Description} trained {version.Arn} by the recipe {recipe.Name}: {hours ?? 0:0.##} training hours"
            )
        );
        if (IsAutomatic(context))
            context.Note(
                $"the solution {solution.Arn} trains by itself every seven days, too ('personalize.training'), and costs that until it is deleted; 'sparkreco personalize delete' ends it"
            );
        await context.WriteRowsAsync(
            Training,
            [
                [group.Arn, solution.Arn, version.Arn, hours],
            ],
            cancellation
        );
        var metrics = await service.CallAsync(
            "GetSolutionMetrics",
            new JsonObject { [ResourceKind.SolutionVersion.ArnMember] = version.Arn },
            cancellation
        );
        await context.WriteRowsAsync(
            ServiceMetrics,
            [.. (metrics["metrics"]?.AsObject() ?? []).Select(object?[] (metric) => [metric.Key, metric.Value!.GetValue<double>()])],
            cancellation
        );

        // What was trained since this run's data were there was trained on them, whoever asked for it; with these settings, or with others.
        async Task<string?> FindAsync()
        {
            var since = (await service.ListAsync(ResourceKind.SolutionVersion, solution, cancellation)).Where(candidate =>
                !candidate.IsLost && candidate.CreatedAt >= began
            );
            foreach (var candidate in since.OrderByDescending(candidate => candidate.CreatedAt))
            {
                if (
                    await service.DescribeAsync(ResourceKind.SolutionVersion, candidate.Arn, cancellation) is { } described
                    && !Differences.Between(wanted, described.Body).Any()
                )
                    return candidate.Arn;
            }

            return null;
        }
    }

    private static JsonObject Solution(StageContext context, Resource group, Recipe recipe)
    {
        var solution = new JsonObject
        {
            [ResourceKind.DatasetGroup.ArnMember] = group.Arn,
            ["recipeArn"] = recipe.ArnIn(context.Settings.Personalize.Region),
            ["performAutoTraining"] = IsAutomatic(context),
        };
        if (recipe.WeighsEvents)
            solution["solutionConfig"] = Events(context);
        return solution;
    }

    /// <summary>What of a solution can be changed.</summary>
    private static Change Change(StageContext context, Recipe recipe)
    {
        var update = new JsonObject { ["performAutoTraining"] = IsAutomatic(context) };
        if (recipe.WeighsEvents)
            update["solutionUpdateConfig"] = Events(context);
        return new Change(update, "performAutoTraining", "solutionConfig");
    }

    private static bool IsAutomatic(StageContext context) => context.Settings.Personalize.Training == TrainingMode.Automatic;

    private static JsonObject Events(StageContext context) =>
        new() { ["eventsConfig"] = new JsonObject { ["eventParametersList"] = EventWeights.Of(context.Settings.Engagement) } };

    /// <summary>A later import stands in the place of this run's: lists of other data would be compared as this run's.</summary>
    private static async Task RequireOwnDataAsync(
        StageContext context,
        Service service,
        IReadOnlyList<Import> imports,
        CancellationToken cancellation
    )
    {
        foreach (var import in imports)
        {
            var dataset = await service.DescribeAsync(ResourceKind.Dataset, import.DatasetArn, cancellation);
            var latest =
                dataset is null || dataset.CreatedAt > import.ImportedAt
                    ? null
                    : (await service.ListAsync(ResourceKind.ImportJob, dataset, cancellation)).Where(job => !job.IsLost).MaxBy(job => job.CreatedAt);
            if (latest?.Arn == import.ImportJobArn)
                continue;
            await context.Folder.Store.DeleteFileAsync(context.Folder.Record("import"), cancellation);
            throw new PersonalizeException(
                $"the dataset {import.DatasetArn} has {(latest is null ? "no longer this run's import" : $"a later import than this run's, {latest.Arn}")}: it would be trained on other data. The same command imports anew; give runs that go at one time different 'personalize.name'"
            )
            {
                Outcome = Outcome.Refused,
            };
        }
    }
}
