using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>
/// Asks a campaign for one list after the other, as an application would, at a stated pace, and writes the answers as a batch job would. Files of
/// an earlier start stay: asking goes on behind them.
/// </summary>
internal static class CampaignLists
{
    private const int ListsPerFile = 500;
    private const int AtOnce = 8;

    /// <summary>Asks for all; gives the folder with the answers.</summary>
    public static async Task<(Location Folder, long Asked)> AskAllAsync(ListJob lists, CancellationToken cancellation)
    {
        var (context, settings) = (lists.Context, lists.Context.Settings.Personalize);
        var requests = await ChooseAsync(context, lists.Recipe.Kind, settings.CampaignUsers, cancellation);
        var exchange = Exchange.Of(context, lists.HashOf(Hashing.Of(string.Concat(requests.Select(ListRequests.Line)))));
        var folder = exchange.Folder / "lists";
        var there = (await exchange.Store.ListAsync(folder, cancellation)).Select(file => file.Name).ToHashSet();
        var missing = requests
            .Chunk(ListsPerFile)
            .Index()
            .Select(part => (Name: $"lists-{part.Index:00000}.out", Requests: part.Item))
            .Where(part => !there.Contains(part.Name))
            .ToArray();
        if (missing.Length > 0)
            await AskAsync(lists, await EnsureAsync(lists, cancellation), exchange.Store, folder, missing, cancellation);
        await EndAsync(lists, cancellation);
        return (folder, requests.Count);
    }

    /// <summary>Deletes the campaign, also that of a start that was killed before it could, or says that it stays.</summary>
    private static async Task EndAsync(ListJob lists, CancellationToken cancellation)
    {
        var settings = lists.Context.Settings.Personalize;
        var campaigns = await lists.Service.ListAsync(ResourceKind.Campaign, SolutionOf(lists), cancellation);
        if (campaigns.FirstOrDefault(other => other.Name == NameOf(lists)) is not { } campaign)
            return;
        if (settings.CampaignEnd == CampaignEnd.Keep)
        {
            lists.Context.Note($"the campaign {Stays(lists, campaign)}");
            return;
        }

        await lists.Service.CallAsync(ResourceKind.Campaign.Delete, new JsonObject { [ResourceKind.Campaign.ArnMember] = campaign.Arn }, cancellation);
        lists.Context.Note($"the lists are those of the campaign {campaign.Arn}, which is deleted");
    }

    private static string Stays(ListJob lists, Resource campaign)
    {
        var settings = lists.Context.Settings.Personalize;
        return $"{campaign.Arn} stays in {lists.Service.Description}, and costs {settings.MinProvisionedTps} TPS-hours an hour, asked or not{Cost.Monthly(settings)}; 'sparkreco personalize delete' ends it";
    }

    private static Resource SolutionOf(ListJob lists) =>
        new(ResourceKind.Solution, new JsonObject { [ResourceKind.Solution.ArnMember] = lists.Training.SolutionArn });

    private static string NameOf(ListJob lists) => $"{lists.Context.Settings.Personalize.Name}-{lists.Recipe.Name}";

    /// <summary>Asks for what is missing. Whatever ends it, who reads of it learns that the campaign stays.</summary>
    private static async Task AskAsync(
        ListJob lists,
        Resource campaign,
        IFileStore store,
        Location folder,
        IReadOnlyList<(string Name, JsonObject[] Requests)> parts,
        CancellationToken cancellation
    )
    {
        try
        {
            await AskPartsAsync(lists, campaign, store, folder, parts, cancellation);
        }
        catch (OperationCanceledException error) when (cancellation.IsCancellationRequested)
        {
            throw new StillRunningException($"stopped; the campaign {Stays(lists, campaign)}. The same command goes on where it was", error);
        }
        catch (PersonalizeException error)
        {
            throw new PersonalizeException($"{error.Message}. The campaign {Stays(lists, campaign)}. The same command goes on where it was", error)
            {
                Outcome = error.Outcome,
            };
        }
    }

    private static async Task AskPartsAsync(
        ListJob lists,
        Resource campaign,
        IFileStore store,
        Location folder,
        IReadOnlyList<(string Name, JsonObject[] Requests)> parts,
        CancellationToken cancellation
    )
    {
        var pace = new Pace(lists.Context.Settings.Personalize.RequestsPerSecond, lists.Context.Ports.Clock);
        var done = 0;
        foreach (var (name, part) in parts)
        {
            lists.Context.Ports.Progress.Report(
                new RunEvent.Doing($"asking the campaign: {done:N0} of {parts.Sum(other => other.Requests.Length):N0} lists")
            );
            done += part.Length;
            var lines = new string[part.Length];
            await Parallel.ForAsync(
                0,
                part.Length,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (index, stop) =>
                {
                    await pace.WaitAsync(stop);
                    lines[index] = ListRequests.Line(await AskAsync(lists, campaign, part[index], stop));
                }
            );
            await store.WriteTextAsync(folder / name, string.Concat(lines.Select(line => line + "\n")), cancellation);
        }
    }

    /// <summary>All requests, or so many of them with the least hashes: always the same, and none because of its place.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ChooseAsync(StageContext context, RecipeKind kind, int most, CancellationToken cancellation)
    {
        var isSample = most > 0 && kind != RecipeKind.RelatedItems;
        var chosen = new PriorityQueue<JsonObject, string>(Comparer<string>.Create((left, right) => string.CompareOrdinal(right, left)));
        await foreach (var request in ListRequests.ReadAsync(context, kind, cancellation))
        {
            chosen.Enqueue(request, Hashing.Of((request["userId"] ?? request["itemId"])!.GetValue<string>()));
            if (isSample && chosen.Count > most)
                chosen.Dequeue();
        }

        return [.. chosen.UnorderedItems.OrderBy(entry => entry.Priority, StringComparer.Ordinal).Select(entry => entry.Element)];
    }

    /// <summary>The solution's campaign; one with another version gets this one.</summary>
    private static async Task<Resource> EnsureAsync(ListJob lists, CancellationToken cancellation)
    {
        var (settings, version) = (lists.Context.Settings.Personalize, lists.Training.SolutionVersionArn);
        var wanted = new JsonObject { [ResourceKind.SolutionVersion.ArnMember] = version, ["minProvisionedTPS"] = settings.MinProvisionedTps };
        return await lists.Service.EnsureAsync(
            ResourceKind.Campaign,
            SolutionOf(lists),
            NameOf(lists),
            wanted,
            cancellation,
            new Change(wanted, [.. wanted.Select(member => member.Key)])
        );
    }

    private static async Task<JsonObject> AskAsync(ListJob lists, Resource campaign, JsonObject request, CancellationToken cancellation)
    {
        var isRanking = lists.Recipe.Kind == RecipeKind.PersonalizedRanking;
        var call = request.DeepClone().AsObject();
        call[ResourceKind.Campaign.ArnMember] = campaign.Arn;
        call[ResourceKind.Filter.ArnMember] = lists.Filter.Arn;
        if (isRanking)
        {
            call["inputList"] = call["itemList"]!.DeepClone();
            call.Remove("itemList");
        }
        else
        {
            call["numResults"] = lists.Context.Settings.Personalize.ListSize;
        }

        try
        {
            var reply = await lists.Service.CallAsync(isRanking ? "GetPersonalizedRanking" : "GetRecommendations", call, cancellation);
            var places = reply[isRanking ? "personalizedRanking" : "itemList"]?.AsArray() ?? [];
            var output = new JsonObject { ["recommendedItems"] = new JsonArray([.. places.Select(place => place!["itemId"]?.DeepClone())]) };
            if (places.Any(place => place!["score"] is not null))
                output["scores"] = new JsonArray([.. places.Select(place => place!["score"]?.DeepClone())]);
            return new JsonObject
            {
                ["input"] = request.DeepClone(),
                ["output"] = output,
                ["error"] = null,
            };
        }
        catch (PersonalizeException error) when (error.Outcome == Outcome.Refused && error.Type is "InvalidInputException" or "ValidationException")
        {
            return new JsonObject
            {
                ["input"] = request.DeepClone(),
                ["output"] = null,
                ["error"] = error.ServiceMessage,
            };
        }
    }

    /// <summary>Lets one through at a time, so many a second; what was not used is lost.</summary>
    private sealed class Pace(int perSecond, TimeProvider clock)
    {
        private readonly Lock _lock = new();
        private readonly TimeSpan _gap = TimeSpan.FromSeconds(1.0 / perSecond);
        private readonly long _began = clock.GetTimestamp();
        private TimeSpan _next;

        public Task WaitAsync(CancellationToken cancellation)
        {
            TimeSpan pause;
            lock (_lock)
            {
                var now = clock.GetElapsedTime(_began);
                pause = _next - now;
                _next = (_next > now ? _next : now) + _gap;
            }

            return pause > TimeSpan.Zero ? Task.Delay(pause, clock, cancellation) : Task.CompletedTask;
        }
    }
}
