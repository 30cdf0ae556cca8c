using System.Text.Json.Nodes;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>Gets lists from what the service trained: by a batch inference job, or by a campaign.</summary>
public static class ListStage
{
    internal static readonly Query<Training> TrainingQuery = new("Personalize/Queries/training.sql");

    internal sealed record Training(string DatasetGroupArn, string SolutionArn, string SolutionVersionArn);

    /// <summary>What stands beside the requests when all of them are written.</summary>
    private sealed record Requested(long Count);

    /// <summary>Has the service make the lists; gives the folder with the files that it wrote.</summary>
    public static async Task<SourceSettings> MakeAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings.Personalize;
        var recipe = Recipe.Find(settings.Recipe)!;
        var training = (await TrainingQuery.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        var service = context.OpenService();
        var hash = Hashing.Of(
            $"{context.Upstream} {training.SolutionVersionArn} {settings.Lists} {settings.CampaignUsers} {context.Settings.Blend.ListSize}"
        )[..8];
        var exchange = Exchange.Of(context, hash);
        var filter = await EnsureFilterAsync(context, service, recipe, training, cancellation);
        var lists = new ListJob(context, service, exchange, recipe, training, filter, hash);
        var folder =
            settings.Lists == Configuration.ListWay.Batch
                ? await BatchAsync(lists, cancellation)
                : await CampaignLists.AskAllAsync(lists, cancellation);
        return new SourceSettings { Key = "personalize.folder", Paths = [folder.ToString()] };
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
            GroupOf(training),
            $"{context.Settings.Personalize.Name}-{Hashing.Of(expression)[..8]}",
            new JsonObject { [ResourceKind.DatasetGroup.ArnMember] = training.DatasetGroupArn, ["filterExpression"] = expression },
            cancellation
        );
    }

    private static Resource GroupOf(Training training) =>
        new(ResourceKind.DatasetGroup, new JsonObject { [ResourceKind.DatasetGroup.ArnMember] = training.DatasetGroupArn });

    private static async Task<Location> BatchAsync(ListJob lists, CancellationToken cancellation)
    {
        var (context, settings, exchange) = (lists.Context, lists.Context.Settings.Personalize, lists.Exchange);
        var input = exchange.Folder / "requests";
        var mark = exchange.Folder / "requests.json";
        if (await exchange.Store.ReadJsonAsync<Requested>(mark, cancellation) is not { } requested)
        {
            await exchange.Store.DeleteAsync(input, cancellation);
            requested = new Requested(await ListRequests.WriteAsync(context, lists.Recipe.Kind, exchange, input, cancellation));
            await exchange.Store.WriteJsonAsync(mark, requested, cancellation);
        }

        context.Counts[ListFit.Asked] = requested.Count;
        var job = await lists.Service.EnsureJobAsync(
            ResourceKind.BatchJob,
            new Resource(
                ResourceKind.SolutionVersion,
                new JsonObject { [ResourceKind.SolutionVersion.ArnMember] = lists.Training.SolutionVersionArn }
            ),
            $"{settings.Name}-{context.Settings.RunDate:yyyyMMdd}-{lists.Hash}",
            name => new JsonObject
            {
                [ResourceKind.SolutionVersion.ArnMember] = lists.Training.SolutionVersionArn,
                [ResourceKind.Filter.ArnMember] = lists.Filter.Arn,
                ["numResults"] = context.Settings.Blend.ListSize,
                ["roleArn"] = settings.RoleArn,
                ["jobInput"] = Place(Exchange.Address(input), "s3DataSource"),
                ["jobOutput"] = Place(Exchange.Address(exchange.Folder / "lists" / name), "s3DataDestination"),
            },
            (_, _) => true,
            cancellation
        );
        context.Note($"the lists are those of the batch inference job {job.Arn}");
        return Exchange.PlaceOf(job.Body["jobOutput"]!["s3DataDestination"]!["path"]!.GetValue<string>());
    }

    private static JsonObject Place(string address, string member) => new() { [member] = new JsonObject { ["path"] = address } };
}

/// <summary>What it takes to get lists.</summary>
internal sealed record ListJob(
    StageContext Context,
    Service Service,
    Exchange Exchange,
    Recipe Recipe,
    ListStage.Training Training,
    Resource Filter,
    string Hash
);
