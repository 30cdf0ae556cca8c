using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Filters;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>Answers the lines of a batch job, as the files of the service have them.</summary>
internal sealed class BatchLines(Recipe recipe, ListMaker lists, FilterExpression? filter, int count, double badShare)
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of output for a line of input.</summary>
    /// <param name="line">The line of input.</param>
    /// <param name="number">The line's number, by which it is drawn whether it is a bad one.</param>
    public string Answer(string line, long number)
    {
        JsonObject? input = null;
        try
        {
            input = JsonNode.Parse(line) as JsonObject ?? throw new BadLineException("User error: Input line is not a JSON object");
            if (badShare > 0 && Exploration.Draw("", $"line {number}") < badShare)
                throw new BadLineException("Internal service failure for this record");
            return Answer(input).ToJsonString(Writing);
        }
        catch (JsonException)
        {
            return Failed(JsonValue.Create(line), "User error: Input line is not valid JSON");
        }
        catch (BadLineException error)
        {
            return Failed(input?.DeepClone(), error.Message);
        }
        catch (FilterException error)
        {
            return Failed(input?.DeepClone(), $"User error: {error.Message}");
        }
    }

    private JsonObject Answer(JsonObject input)
    {
        var context = input["context"] as JsonObject;
        switch (recipe.Type)
        {
            case Recipe.UserPersonalization or Recipe.PopularItems:
            {
                var user = Required(input, "userId");
                var history = lists.HistoryOf(user);
                return Reply(input, lists.ForUser(user, history, context, count, FilterOf(input, user, history)));
            }

            case Recipe.PersonalizedRanking:
            {
                var user = Required(input, "userId", "itemList");
                var history = lists.HistoryOf(user);
                string[] items = [.. input["itemList"]!.AsArray().Select(item => (string)item!)];
                return Reply(input, lists.Rank(user, history, context, items, FilterOf(input, user, history)));
            }

            case Recipe.RelatedItems:
                return Reply(input, lists.RelatedTo(Required(input, "itemId"), count, FilterOf(input, user: null, [])));
            default:
                return Segment(input);
        }
    }

    private JsonObject Segment(JsonObject input)
    {
        var run = FilterOf(input, user: null, []);
        var keeps = run is null ? _ => true : (Func<string, bool>)run.Keeps;
        if (recipe.Name == "aws-item-affinity")
        {
            var item = Required(input, "itemId");
            return new JsonObject
            {
                ["input"] = input.DeepClone(),
                ["output"] = Users(lists.UsersFor([item], count, keeps)),
                ["error"] = null,
            };
        }

        var attributes = Required(input, "itemAttributes");
        var condition = FilterParser.Parse($"INCLUDE ItemID WHERE {attributes}");
        var wanted = new FilterRun(condition, new Dictionary<string, string>(), lists.Data, user: null, history: []);
        string[] items = [.. (lists.Data.Items?.Ids ?? []).Where(wanted.Keeps)];
        return new JsonObject
        {
            ["itemAttributes"] = attributes,
            ["output"] = Users(lists.UsersFor(items, count, keeps)),
            ["error"] = null,
        };

        static JsonObject Users(IEnumerable<string> users) => new() { ["recommendedUsers"] = Texts(users) };
    }

    private JsonObject Reply(JsonObject input, IReadOnlyList<ListedItem> items)
    {
        var output = new JsonObject { ["recommendedItems"] = Texts(items.Select(item => item.Id)) };
        if (recipe.HasScores)
            output["scores"] = new JsonArray([.. items.Where(item => item.Score is not null).Select(item => JsonValue.Create(item.Score))]);
        return new JsonObject
        {
            ["input"] = input.DeepClone(),
            ["output"] = output,
            ["error"] = null,
        };
    }

    private FilterRun? FilterOf(JsonObject input, string? user, IReadOnlyList<Happening> history)
    {
        if (filter is null)
            return null;
        var values = (input["filterValues"] as JsonObject)?.ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "") ?? [];
        return new FilterRun(filter, values, lists.Data, user, history);
    }

    /// <summary>The first of the members that the recipe needs.</summary>
    private static string Required(JsonObject input, params string[] members)
    {
        var isWhole = members.All(member =>
            input[member]?.GetValueKind() == JsonValueKind.String
            || (member == "itemList" && input[member] is JsonArray list && list.All(item => item?.GetValueKind() == JsonValueKind.String))
        );
        return isWhole
            ? (string)input[members[0]]!
            : throw new BadLineException($"User error: Required fields for the provided recipe are {string.Join(", ", members)}");
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private string Failed(JsonNode? input, string error)
    {
        var output = new JsonObject { [recipe.Type == Recipe.UserSegmentation ? "recommendedUsers" : "recommendedItems"] = new JsonArray() };
        if (recipe.HasScores)
            output["scores"] = new JsonArray();
        return new JsonObject
        {
            ["input"] = input,
            ["output"] = output,
            ["error"] = error,
        }.ToJsonString(Writing);
    }

    /// <summary>A line can't be answered; the message is its error.</summary>
    private sealed class BadLineException(string message) : Exception(message);
}
