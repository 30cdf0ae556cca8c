using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SparkReco.Demo;
using SparkReco.Demo.Files;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>
/// Writes what a batch inference job of a USER_PERSONALIZATION recipe leaves behind: <c>personalize/part-0.json.out</c>,
/// <c>part-1.json.out</c> and a <c>_CHECK</c> object. The lists come from matrix factorisation of the events before the run date.
/// A few lines are flawed in ways that the service's lines can be.
/// </summary>
internal static class StandInPersonalize
{
    private const string CheckPath = "personalize/_CHECK";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the files under the folder of the world that was made from the options.</summary>
    public static void Write(string folder, DemoOptions options)
    {
        var world = DemoWorld.Create(options);
        var history = new History(world);
        var factors = Factors.Fit(history.Plays, world.Members.Count, world.Items.Count, world.Options.Seed);
        var maker = new ListMaker(world, history, factors);
        var lines = new BatchLine[world.Members.Count];
        Parallel.For(0, lines.Length, user => lines[user] = Line(world.Members[user].Id, maker.Make(user)));
        var users = Enumerable.Range(0, lines.Length).ToList();
        var flawed = ListFlaws.Plant(lines, history);
        users.Remove(flawed[ListFlaw.Missing]);
        for (var part = 0; part < 2; part++)
        {
            var path = $"personalize/part-{part}.json.out";
            using var writer = DemoFolder.CreateText(folder, path);
            foreach (var user in users.Where((_, place) => place * 2 / users.Count == part))
                writer.WriteLine(JsonSerializer.Serialize(lines[user], Json));
        }

        DemoFolder.Create(folder, CheckPath).Dispose();
    }

    private static BatchLine Line(string userId, ScoredList list) => new(new BatchInput(userId), new BatchOutput(list.Items, list.Scores), null);
}

internal sealed record BatchLine(
    [property: JsonPropertyName("input")] BatchInput Input,
    [property: JsonPropertyName("output")] BatchOutput Output,
    [property: JsonPropertyName("error")] string? Error
);

internal sealed record BatchInput([property: JsonPropertyName("userId")] string UserId);

internal sealed record BatchOutput(
    [property: JsonPropertyName("recommendedItems")] List<string> RecommendedItems,
    [property: JsonPropertyName("scores")] List<double> Scores
);
