using System.Text.Json;
using SparkReco.Demo;
using SparkReco.Demo.World;
using SparkReco.Tests.Demo;
using Xunit;

namespace SparkReco.Tests.Support.StandIn;

[Collection(DemoFolderFixture.Name)]
public sealed class StandInPersonalizeTests(DemoFolderFixture demo)
{
    private const int K = 10;

    [Fact]
    public void Every_line_has_the_form_of_the_service()
    {
        foreach (var line in Output())
        {
            Assert.Equal(["input", "output", "error"], line.EnumerateObject().Select(property => property.Name));
            var output = line.GetProperty("output");
            Assert.Equal(output.GetProperty("recommendedItems").GetArrayLength(), output.GetProperty("scores").GetArrayLength());
            Assert.Equal(line.GetProperty("error").ValueKind == JsonValueKind.Null, Items(line).Count > 0);
        }
    }

    [Fact]
    public void Flawed_lists_are_as_stated()
    {
        var lines = Output().ToList();
        Assert.Single(lines, line => line.GetProperty("error").ValueKind == JsonValueKind.String);
        Assert.Equal(demo.Summary.UserCount - 1, lines.Select(UserOf).Distinct().Count());
        Assert.Single(lines, line => Items(line).Contains("i7777"));
        Assert.Single(lines, line => Items(line).Count == 9);
        Assert.Single(lines, line => Items(line).Distinct().Count() < Items(line).Count);
        Assert.Equal(lines.Count - 2, lines.Count(line => Items(line).Count == 25));
    }

    [Fact]
    public void Scores_fall_and_are_shares() =>
        Assert.All(
            Output(),
            line =>
            {
                var scores = line.GetProperty("output").GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()).ToList();
                Assert.Equal(scores.OrderDescending(), scores);
                Assert.InRange(scores.Sum(), 0, 1);
            }
        );

    [Fact]
    public void The_check_object_is_empty() => Assert.Equal(0, new FileInfo(Path.Combine(demo.Folder, "personalize/_CHECK")).Length);

    [Fact]
    public void Lists_meet_later_new_items_more_often_than_the_most_played_items_do()
    {
        var world = DemoWorld.Create(DemoFolderFixture.Options);
        var lists = Output().ToDictionary(UserOf, Items);
        var plays = world.Events.Where(e => e.Type == EventType.Click && e.User != Bot.UserOf(world.Members)).ToLookup(e => e.AtMs < world.RunTimeMs);
        var popular = plays[true]
            .DistinctBy(e => (e.User, e.Item))
            .CountBy(e => e.Item)
            .OrderByDescending(pair => pair.Value)
            .Select(pair => pair.Key)
            .ToList();
        var known = plays[true].ToLookup(e => e.User, e => e.Item);
        var hits = (Popular: 0, StandIn: 0);
        foreach (var later in plays[false].GroupBy(e => e.User, e => e.Item))
        {
            var old = known[later.Key].ToHashSet();
            var truth = later.Where(item => !old.Contains(item)).Select(item => world.Items[item].Id).ToHashSet();
            if (popular.Where(item => !old.Contains(item)).Take(K).Any(item => truth.Contains(world.Items[item].Id)))
                hits.Popular++;
            if (lists.GetValueOrDefault(world.Members[later.Key].Id, []).Take(K).Any(truth.Contains))
                hits.StandIn++;
        }

        Assert.True(hits.StandIn > 1.15 * hits.Popular, $"{hits.StandIn} users against {hits.Popular}");
    }

    private IEnumerable<JsonElement> Output() =>
        demo.Lines("personalize/part-0.json.out").Concat(demo.Lines("personalize/part-1.json.out")).Select(line => JsonElement.Parse(line));

    private static string UserOf(JsonElement line) => line.GetProperty("input").GetProperty("userId").GetString()!;

    private static List<string> Items(JsonElement line) =>
        [.. line.GetProperty("output").GetProperty("recommendedItems").EnumerateArray().Select(item => item.GetString()!)];
}
