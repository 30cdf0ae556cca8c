using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Sql;

namespace SparkReco.Personalize;

/// <summary>What lists are asked for: a request for each eligible user or, of recipes of related items, for each item that users had last.</summary>
internal static class ListRequests
{
    /// <summary>So many of a user's latest items make the list from lists of related items.</summary>
    public const int Seeds = 10;

    /// <summary>A ranking takes no more items.</summary>
    private const int MostRanked = 500;

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static readonly Query<UserRow> EligibleUsers = new("Personalize/Queries/eligible_users.sql");
    internal static readonly Query<PlaceRow> BaselinePlaces = new("Personalize/Queries/baseline_places.sql");
    internal static readonly Query<ItemRow> SeedItems = new("Personalize/Queries/seed_items.sql");

    internal sealed record UserRow(string UserId);

    internal sealed record PlaceRow(string UserId, string ItemId);

    internal sealed record ItemRow(string ItemId);

    /// <summary>The seeds of related items, as a parameter of SQL.</summary>
    public static (string Name, SqlLiteral Value) SeedsParameter => ("seeds", SqlLiteral.Of(Seeds));

    /// <summary>The requests, as lines of a batch job's input have them.</summary>
    public static async IAsyncEnumerable<JsonObject> ReadAsync(
        StageContext context,
        RecipeKind kind,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        switch (kind)
        {
            case RecipeKind.RelatedItems:
                await foreach (var row in StreamAsync(context, SeedItems, cancellation, SeedsParameter))
                    yield return new JsonObject { ["itemId"] = row[0] };
                break;
            case RecipeKind.PersonalizedRanking:
                string? user = null;
                JsonArray items = [];
                await foreach (var row in StreamAsync(context, BaselinePlaces, cancellation))
                {
                    if (user is not null && user != row[0])
                    {
                        yield return new JsonObject { ["userId"] = user, ["itemList"] = items };
                        items = [];
                    }

                    user = row[0];
                    if (items.Count < MostRanked)
                        items.Add(row[1]);
                }

                if (user is not null)
                    yield return new JsonObject { ["userId"] = user, ["itemList"] = items };
                break;
            default:
                await foreach (var row in StreamAsync(context, EligibleUsers, cancellation))
                    yield return new JsonObject { ["userId"] = row[0] };
                break;
        }
    }

    /// <summary>A line of JSON; letters that need no escape have none.</summary>
    public static string Line(JsonObject value) => value.ToJsonString(Unescaped);

    /// <summary>The rows of a query whose columns are texts, in bulk and in their order.</summary>
    private static async IAsyncEnumerable<string[]> StreamAsync(
        StageContext context,
        Query query,
        [EnumeratorCancellation] CancellationToken cancellation,
        params IReadOnlyList<(string Name, SqlLiteral Value)> parameters
    )
    {
        var sql = ModelParameters.Fill(query.Path, query.ReadSql(), context.Settings, parameters);
        await foreach (var batch in context.Readable.StreamAsync(sql, cancellation))
        {
            using (batch)
            {
                var columns = Enumerable.Range(0, batch.ColumnCount).Select(index => (StringArray)batch.Column(index)).ToArray();
                for (var row = 0; row < batch.Length; row++)
                    yield return [.. columns.Select(column => column.GetString(row))];
            }
        }
    }
}
