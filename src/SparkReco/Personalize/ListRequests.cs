using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Sql;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>What lists are asked for: a request for each eligible user or, of recipes of related items, for each item that users had last.</summary>
internal static class ListRequests
{
    /// <summary>So many of a user's latest items make the list from lists of related items.</summary>
    public const int Seeds = 10;

    /// <summary>A ranking takes no more items.</summary>
    private const int MostRanked = 500;

    private const int MostBytes = 900_000_000;
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

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
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
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

    /// <summary>Writes the requests as the input of a batch job, in files of bounded size; gives their number.</summary>
    public static async Task<long> WriteAsync(
        StageContext context,
        RecipeKind kind,
        Exchange exchange,
        Location folder,
        CancellationToken cancellation
    )
    {
        long count = 0;
        var scratch = Directory.CreateTempSubdirectory("sparkreco-requests-").FullName;
        try
        {
            await using var work = exchange.Store.Work(folder, scratch);
            StreamWriter? writer = null;
            try
            {
                long bytes = 0;
                var part = 0;
                await foreach (var request in ReadAsync(context, kind, cancellation))
                {
                    if (writer is null || bytes > MostBytes)
                    {
                        if (writer is not null)
                            await writer.DisposeAsync();
                        writer = new StreamWriter(Path.Combine(work.Path, $"requests-{part++:00000}.json")) { NewLine = "\n" };
                        bytes = 0;
                    }

                    var line = Line(request);
                    bytes += line.Length;
                    await writer.WriteLineAsync(line.AsMemory(), cancellation);
                    count++;
                }
            }
            finally
            {
                if (writer is not null)
                    await writer.DisposeAsync();
            }

            await work.BringAsync(cancellation);
        }
        finally
        {
            LocalFolder.TryDelete(scratch);
        }

        return count;
    }

    /// <summary>A line of JSON; letters that need no escape have none.</summary>
    public static string Line(JsonObject value) => value.ToJsonString(new JsonSerializerOptions { Encoder = Encoder });

    /// <summary>The rows of a query whose columns are texts, in bulk and in their order.</summary>
    private static async IAsyncEnumerable<string[]> StreamAsync(
        StageContext context,
        Query query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation,
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
