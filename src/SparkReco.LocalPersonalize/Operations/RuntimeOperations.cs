using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Filters;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Serving;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Lists at once, from campaigns.</summary>
internal sealed class RuntimeOperations(ServiceCore core)
{
    private const int DefaultResults = 25;
    private const int MostResults = 500;
    private const int MostResultsWithMetadata = 50;

    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("GetRecommendations", GetRecommendations),
            new("GetPersonalizedRanking", GetPersonalizedRanking),
            new("GetActionRecommendations", (input, _) => throw NoActions((string?)input["campaignArn"])),
        ];

    private JsonObject GetRecommendations(JsonObject input, Fault? fault)
    {
        if (input["recommenderArn"] is { } recommender)
            throw ServiceException.NotFound($"Recommender with ARN {recommender} does not exist.");
        var call = Open(input);
        var count = (int?)input["numResults"] ?? DefaultResults;
        CheckCount(count, input);
        IReadOnlyList<ListedItem> list;
        switch (call.Recipe.Type)
        {
            case Recipe.UserPersonalization or Recipe.PopularItems:
                var user = (string?)input["userId"] ?? throw ServiceException.Invalid($"The recipe {call.Recipe.Name} needs a userId.");
                var history = call.Lists.HistoryOf(user);
                list = call.Lists.ForUser(
                    user,
                    history,
                    input["context"] as JsonObject,
                    count,
                    FilterOf(input, call, user, history),
                    PromotionOf(input, call, user, history)
                );
                break;
            case Recipe.RelatedItems:
                var item = (string?)input["itemId"] ?? throw ServiceException.Invalid($"The recipe {call.Recipe.Name} needs an itemId.");
                var past = call.Lists.HistoryOf((string?)input["userId"]);
                var asker = (string?)input["userId"];
                list = call.Lists.RelatedTo(item, count, FilterOf(input, call, asker, past), PromotionOf(input, call, asker, past));
                break;
            default:
                throw ServiceException.Invalid($"Campaigns of the recipe {call.Recipe.Name} answer GetPersonalizedRanking.");
        }

        return Reply("itemList", list, call, input);
    }

    private JsonObject GetPersonalizedRanking(JsonObject input, Fault? fault)
    {
        var call = Open(input);
        if (call.Recipe.Type != Recipe.PersonalizedRanking)
            throw ServiceException.Invalid($"Campaigns of the recipe {call.Recipe.Name} answer GetRecommendations.");
        string[] items = [.. input["inputList"]!.AsArray().Select(item => (string)item!)];
        CheckCount(items.Length, input);
        var user = (string)input["userId"]!;
        var history = call.Lists.HistoryOf(user);
        return Reply(
            "personalizedRanking",
            call.Lists.Rank(user, history, input["context"] as JsonObject, items, FilterOf(input, call, user, history)),
            call,
            input
        );
    }

    private sealed record Call(Resource Campaign, Recipe Recipe, ListMaker Lists);

    private Call Open(JsonObject input)
    {
        if ((string?)input["campaignArn"] is not { } arn)
            throw ServiceException.Invalid("A campaignArn is required.");
        var campaign = core.Registry.Require(ResourceKind.Campaign, arn);
        if (!campaign.IsActiveAt(core.Registry.Now))
            throw ServiceException.Invalid($"Campaign {arn} is {campaign.StatusAt(core.Registry.Now)}. Only an ACTIVE one has recommendations.");
        var version = CampaignOperations.VersionOf(core.Registry, campaign);
        return new Call(campaign, Recipe.Find(version.Text("recipeArn"))!, core.ListsOf(version, campaign.Members["campaignConfig"] as JsonObject));
    }

    private FilterRun? FilterOf(JsonObject input, Call call, string? user, IReadOnlyList<Happening> history)
    {
        if (core.FilterOf((string?)input["filterArn"], call.Campaign.Text("datasetGroupArn")!) is not { } filter)
            return null;
        var values = (input["filterValues"] as JsonObject)?.ToDictionary(entry => entry.Key, entry => (string)entry.Value!) ?? [];
        try
        {
            return new FilterRun(filter, values, call.Lists.Data, user, history);
        }
        catch (FilterException error)
        {
            throw ServiceException.Invalid(error.Message);
        }
    }

    private Promotion? PromotionOf(JsonObject input, Call call, string? user, IReadOnlyList<Happening> history)
    {
        if ((input["promotions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is not { } promotion)
            return null;
        var filter = FilterOf(promotion, call, user, history) ?? throw ServiceException.Invalid("A promotion needs a filterArn.");
        var percent = (int?)promotion["percentPromotedItems"] ?? throw ServiceException.Invalid("A promotion needs percentPromotedItems.");
        return new Promotion((string?)promotion["name"] ?? "promotion", percent / 100.0, filter);
    }

    private static JsonObject Reply(string name, IReadOnlyList<ListedItem> list, Call call, JsonObject input)
    {
        IReadOnlyList<string> columns = [];
        if (input["metadataColumns"] is JsonObject { Count: > 0 } asked)
        {
            if ((bool?)call.Campaign.Members["campaignConfig"]?["enableMetadataWithRecommendations"] != true)
                throw ServiceException.Invalid("The campaign has no metadata: set enableMetadataWithRecommendations.");
            columns = [.. asked.SelectMany(entry => entry.Value!.AsArray()).Select(column => (string)column!)];
        }

        var items = list.Select(item =>
        {
            var shown = new JsonObject { ["itemId"] = item.Id };
            if (item.Score is { } score)
                shown["score"] = score;
            if (item.Promotion is { } promotion)
                shown["promotionName"] = promotion;
            if (item.Reason is { } reason)
                shown["reason"] = new JsonArray(reason);
            if (columns.Count > 0)
                shown["metadata"] = Metadata(item.Id, columns, call.Lists.Data);
            return (JsonNode)shown;
        });
        return new JsonObject { [name] = new JsonArray([.. items]), ["recommendationId"] = $"RID-{Guid.NewGuid()}" };
    }

    private static JsonObject Metadata(string item, IReadOnlyList<string> columns, GroupData data)
    {
        var metadata = new JsonObject();
        foreach (var column in columns)
        {
            if (data.Items?.Value(item, column.ToUpperInvariant()) is { } value)
                metadata[column] = value;
        }

        return metadata;
    }

    private static void CheckCount(int count, JsonObject input)
    {
        var most = input["metadataColumns"] is JsonObject { Count: > 0 } ? MostResultsWithMetadata : MostResults;
        if (count > most)
            throw ServiceException.Invalid($"There are at most {most} results{(most == MostResults ? "" : " with metadata")}, not {count}.");
    }

    private static ServiceException NoActions(string? campaign) =>
        ServiceException.Invalid($"Campaign {campaign} recommends no actions: the local service has no next-best-action.");
}
