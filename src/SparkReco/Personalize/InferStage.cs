using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>Has the service make lists by what it trained: by a batch inference job, or by a campaign.</summary>
public static class InferStage
{
    internal static readonly Query<Training> TrainingQuery = new("Personalize/Queries/training.sql");

    /// <summary>Where the lists are, for the stage that reads them.</summary>
    internal static readonly Model Output = new()
    {
        Name = "personalize_output",
        Room = "Personalize",
        Grain = "one row",
        Lifetime = Lifetime.Run,
        IsFilledByWork = true,
        Columns = [new("folder", ColumnType.String, ""), new("asked_count", ColumnType.BigInt, ""), new("is_of_items", ColumnType.Boolean, "")],
    };

    internal sealed record Training(string DatasetGroupArn, string SolutionArn, string SolutionVersionArn);

    /// <summary>Has the lists made, or takes over those that were made of the same training for the same requests.</summary>
    public static async Task InferAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings.Personalize;
        var recipe = Recipe.Find(settings.Recipe)!;
        var training = (await TrainingQuery.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        var service = context.OpenService();
        if (await service.DescribeAsync(ResourceKind.SolutionVersion, training.SolutionVersionArn, cancellation) is null)
        {
            foreach (var stage in new[] { "import", "train" })
                await context.Folder.Store.DeleteFileAsync(context.Folder.Record(stage), cancellation);
            throw new PersonalizeException(
                $"the training {training.SolutionVersionArn} is no longer in {service.Description}: somebody has deleted it. The same command imports and trains anew"
            )
            {
                Outcome = Outcome.Refused,
            };
        }

        var filter = await EnsureFilterAsync(context, service, recipe, training, cancellation);
        var lists = new ListJob(context, service, recipe, training, filter);
        var (folder, asked) =
            settings.Lists == ListWay.Batch ? await BatchAsync(lists, cancellation) : await CampaignLists.AskAllAsync(lists, cancellation);
        await context.WriteRowsAsync(
            Output,
            [
                [folder.ToString(), asked, recipe.Kind == RecipeKind.RelatedItems],
            ],
            cancellation
        );
    }

    /// <summary>
    /// The baseline leaves out what the user has had and what is not available, and so do these lists. A list for an item knows no user: what the
    /// user has had is left out when lists for users are made of it.
    /// </summary>
    private static async Task<Resource> EnsureFilterAsync(
        StageContext context,
        Service service,
        Recipe recipe,
        Training training,
        CancellationToken cancellation
    )
    {
        const string Available = "EXCLUDE ItemID WHERE Items.AVAILABLE IN (\"no\")";
        const string Unseen = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"click\", \"watch\", \"like\", \"complete\")";
        var expression = recipe.Kind == RecipeKind.RelatedItems ? Available : $"{Unseen} | {Available}";
        return await service.EnsureAsync(
            ResourceKind.Filter,
            Resource.Of(ResourceKind.DatasetGroup, training.DatasetGroupArn),
            $"{context.Settings.Personalize.Name}-{Hashing.Of(expression)[..8]}",
            new JsonObject { [ResourceKind.DatasetGroup.ArnMember] = training.DatasetGroupArn, ["filterExpression"] = expression },
            cancellation
        );
    }

    private static async Task<(Location Folder, long Asked)> BatchAsync(ListJob lists, CancellationToken cancellation)
    {
        var (context, settings) = (lists.Context, lists.Context.Settings.Personalize);
        await using var requests = await RequestFile.WriteAsync(ListRequests.ReadAsync(context, lists.Recipe.Kind, cancellation), cancellation);
        var hash = lists.HashOf(requests.Hash);
        var exchange = Exchange.Of(context, hash);
        var input = exchange.In / "requests";
        var job = await lists.Service.EnsureJobAsync(
            ResourceKind.BatchJob,
            Resource.Of(ResourceKind.SolutionVersion, lists.Training.SolutionVersionArn),
            $"{settings.Name}-{context.Settings.RunDate:yyyyMMdd}-{hash}",
            async name =>
            {
                await requests.BringAsync(exchange.Store, input, cancellation);
                return new JsonObject
                {
                    [ResourceKind.SolutionVersion.ArnMember] = lists.Training.SolutionVersionArn,
                    [ResourceKind.Filter.ArnMember] = lists.Filter.Arn,
                    ["numResults"] = settings.ListSize,
                    ["roleArn"] = settings.RoleArn,
                    ["jobInput"] = Place(Exchange.Address(input), "s3DataSource"),
                    ["jobOutput"] = Place(Exchange.Address(exchange.Out / name), "s3DataDestination"),
                };
            },
            // A store may delete old lists.
            async (job, _) =>
                (await exchange.Store.ListAsync(OutputOf(job), cancellation)).Any(file => file.Name.EndsWith(".out", StringComparison.Ordinal)),
            cancellation
        );
        context.Note($"the lists are those of the batch inference job {job.Arn}");
        return (OutputOf(job), requests.Count);
    }

    private static Location OutputOf(Resource job) => Exchange.PlaceOf(job.Body["jobOutput"]!["s3DataDestination"]!["path"]!.GetValue<string>());

    private static JsonObject Place(string address, string member) => new() { [member] = new JsonObject { ["path"] = address } };
}

/// <summary>What it takes to get lists.</summary>
internal sealed record ListJob(StageContext Context, Service Service, Recipe Recipe, InferStage.Training Training, Resource Filter)
{
    /// <summary>What tells these lists from others, made by another training, of other lengths or for other requests.</summary>
    public string HashOf(string requests) =>
        Hashing.Of(
            $"{Training.SolutionVersionArn} {Filter.Arn} {Context.Settings.Personalize.ListSize} {Context.Settings.Personalize.Lists} {requests}"
        )[..8];
}
