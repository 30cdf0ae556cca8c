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
        await using var requests = await RequestFile.WriteAsync(ListRequests.ReadAsync(context, lists.Recipe.Kind, cancellation), cancellation);
        var exchange = Exchange.Of(context, lists.HashOf(requests.Hash));
        var there = (await exchange.Store.ListAsync(exchange.Out, cancellation)).Select(file => file.Name).ToHashSet();
        if (Parts(requests.Count).Any(part => !there.Contains(NameOf(part))))
            await AskAsync(lists, await EnsureAsync(lists, cancellation), exchange, requests, there, cancellation);
        await EndAsync(lists, cancellation);
        return (exchange.Out, requests.Count);
    }

    private static IEnumerable<int> Parts(long count) => Enumerable.Range(0, (int)((count + ListsPerFile - 1) / ListsPerFile));

    private static string NameOf(int part) => $"lists-{part:000000}.out";

    /// <summary>Deletes the campaign, also that of a start that was killed before it could, or says that it stays.</summary>
    private static async Task EndAsync(ListJob lists, CancellationToken cancellation)
    {
        var settings = lists.Context.Settings.Personalize;
        if (await lists.Service.FindAsync(ResourceKind.Campaign, SolutionOf(lists), NameOf(lists), cancellation) is not { } campaign)
            return;
        if (settings.CampaignEnd == CampaignEnd.Keep)
        {
            lists.Context.Note($"the campaign {Stays(lists, campaign)}");
            return;
        }

        if (!await lists.Service.IsOursAsync(campaign, cancellation))
            return;
        await lists.Service.CallAsync(ResourceKind.Campaign.Delete, Service.ArnOf(campaign), cancellation);
        lists.Context.Note($"the lists are those of the campaign {campaign.Arn}, which is deleted");
    }

    private static string Stays(ListJob lists, Resource campaign)
    {
        var settings = lists.Context.Settings.Personalize;
        return $"{campaign.Arn} stays in {lists.Service.Description}, and costs {settings.MinProvisionedTps} TPS-hours an hour, asked or not{Cost.Monthly(settings)}; 'sparkreco personalize delete' ends it";
    }

    private static Resource SolutionOf(ListJob lists) => Resource.Of(ResourceKind.Solution, lists.Training.SolutionArn);

    private static string NameOf(ListJob lists) => $"{lists.Context.Settings.Personalize.Name}-{lists.Recipe.Name}";

    /// <summary>Asks for what is missing. Whatever ends it, who reads of it learns that the campaign stays.</summary>
    private static async Task AskAsync(
        ListJob lists,
        Resource campaign,
        Exchange exchange,
        RequestFile requests,
        HashSet<string> there,
        CancellationToken cancellation
    )
    {
        try
        {
            var pace = new Pace(lists.Context.Settings.Personalize.RequestsPerSecond, lists.Context.Ports.Clock);
            var part = 0;
            foreach (var asked in requests.Read().Chunk(ListsPerFile))
            {
                var name = NameOf(part++);
                if (there.Contains(name))
                    continue;
                lists.Context.Ports.Progress.Report(
                    new RunEvent.Doing($"asking the campaign: {(part - 1) * ListsPerFile:N0} of {requests.Count:N0} lists")
                );
                var lines = await AskAsync(lists, campaign, asked, pace, cancellation);
                await RequireVersionAsync(lists, campaign, cancellation);
                await exchange.Store.WriteTextAsync(exchange.Out / name, string.Concat(lines.Select(line => line + "\n")), cancellation);
            }
        }
        catch (OperationCanceledException error)
            when (cancellation.IsCancellationRequested && lists.Context.Settings.Personalize.Endpoint != PersonalizeSettings.Local)
        {
            throw new StillRunningException($"stopped; the campaign {Stays(lists, campaign)}. The same command goes on where it was", error);
        }
        catch (IOException error)
        {
            throw new PersonalizeException($"{error.Message}. The campaign {Stays(lists, campaign)}. The same command goes on where it was", error)
            {
                Outcome = (error as PersonalizeException)?.Outcome ?? Outcome.Refused,
            };
        }
    }

    private static async Task<string[]> AskAsync(
        ListJob lists,
        Resource campaign,
        IReadOnlyList<JsonObject> requests,
        Pace pace,
        CancellationToken cancellation
    )
    {
        var lines = new string[requests.Count];
        await Parallel.ForAsync(
            0,
            lines.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (index, stop) =>
            {
                await pace.WaitAsync(stop);
                lines[index] = ListRequests.Line(await AskAsync(lists, campaign, requests[index], stop));
            }
        );
        return lines;
    }

    /// <summary>Another run of the same name may have given the campaign another training in the meantime.</summary>
    private static async Task RequireVersionAsync(ListJob lists, Resource campaign, CancellationToken cancellation)
    {
        var now = await lists.Service.WaitAsync(ResourceKind.Campaign, campaign.Arn, cancellation);
        if (now.Text(ResourceKind.SolutionVersion.ArnMember) is { } version && version != lists.Training.SolutionVersionArn)
            throw new PersonalizeException(
                $"the campaign {campaign.Arn} has the training {version} now, and not this run's: give runs that go at one time different 'personalize.name'"
            )
            {
                Outcome = Outcome.Refused,
            };
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
