using SparkReco.Configuration;
using SparkReco.Ranking;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Reports;

public sealed class UserRankingTests
{
    private const object? Nothing = null;
    private static readonly string[] Tables = ["users", "items", "item_categories", "engagement", "user_preferences", "ranker_trees"];

    [Fact]
    public async Task Base_and_contributions_add_up_to_the_rating_and_what_moved_an_item_is_told_against_the_mean_of_the_list()
    {
        // b has two users, c one. The first tree knows b by them: 1000 on average, and 5000 or -3000; the second moves all alike, from 200 to 700.
        using var rig = World()
            .Given(
                "ranker_trees",
                "tree, node, feature, threshold, left_child, right_child, node_value",
                (0, 0, "user_count", 1, 1, 2, 1000),
                Leaf(0, 1, -3000),
                Leaf(0, 2, 5000),
                (1, 0, "kind_code", 1000, 1, 2, 200),
                Leaf(1, 1, 700),
                Leaf(1, 2, -700)
            );

        var ranking = (await OfAsync(rig, "b", "c"))!;

        Assert.Null(ranking.Obstacle);
        Assert.Equal(1000 + 200, ranking.Base);
        Assert.Equal([5000 + 700, -3000 + 700], ranking.Places.Select(place => place.Rating));
        Assert.All(ranking.Places, place => Assert.Equal(place.Rating, ranking.Base + place.Features.Sum(feature => feature.Contribution)));
        Assert.Equal([5000 - 1000, -3000 - 1000], ranking.Places.Select(place => Of(place, "user_count").Contribution));
        Assert.Equal([2, 1], ranking.Places.Select(place => Of(place, "user_count").Value));
        Assert.Equal([500, 500], ranking.Places.Select(place => Of(place, "kind_code").Contribution));
        // The mean of the list is 0 + 500.
        Assert.Equal(new UserRanking.Move("item_state", 4000 / 25_600d, "user_count", "used by many"), ranking.Places[0].Up);
        Assert.Equal(new UserRanking.Move("item_state", -4000 / 25_600d, "user_count", "used by few"), ranking.Places[1].Down);
        Assert.Null(ranking.Places[0].Down);
        Assert.Null(ranking.Places[1].Up);
    }

    [Fact]
    public async Task A_list_in_another_order_than_the_trees_is_not_explained()
    {
        using var rig = World()
            .Given(
                "ranker_trees",
                "tree, node, feature, threshold, left_child, right_child, node_value",
                (0, 0, "user_count", 1, 1, 2, 0),
                Leaf(0, 1, 1),
                Leaf(0, 2, 0)
            );

        Assert.Null((await OfAsync(rig, "c", "b"))!.Obstacle);
        Assert.Contains("rates the items otherwise", (await OfAsync(rig, "b", "c"))!.Obstacle);
        Assert.Contains("rates the items otherwise", (await OfAsync(rig, "b", "a"))!.Obstacle);
    }

    [Fact]
    public async Task A_user_with_a_short_history_has_the_order_of_the_blend()
    {
        using var rig = World("ranker.min_history=2").Given("ranker_trees", "tree, node, node_value", (0, 0, 5));

        var ranking = (await OfAsync(rig, "b", "c"))!;

        Assert.Equal("the blend orders this user's list, for users with fewer than 2 items in their history are not re-ranked", ranking.Obstacle);
        Assert.Empty(ranking.Places);
    }

    [Fact]
    public async Task Without_trees_there_is_nothing_to_tell()
    {
        using var rig = World().Given("ranker_trees", "tree, node, node_value");

        Assert.Null(await OfAsync(rig, "b", "c"));
    }

    [Fact]
    public async Task More_uses_than_fit_into_memory_are_not_read()
    {
        var settings = Support.Some.Settings("engine.memory_mb=500");
        var generation = new Generation(
            "r",
            settings.RunDate,
            GenerationState.Published,
            DateTimeOffset.UnixEpoch,
            "an engine",
            settings,
            [new TableRecord("ranker_trees", 1, []), new TableRecord("engagement", 7_500_001, [])]
        );

        var ranking = await UserRanking.ReadAsync("u", [Place("b", 1)], generation, settings, engine: null!, TestContext.Current.CancellationToken);

        // 15,000 for each MB.
        Assert.Equal("the 7,500,001 rows of engagement are more than the 7,500,000 that engine.memory_mb has room for", ranking?.Obstacle);
    }

    [Fact]
    public void Each_feature_has_words_for_both_sides_or_those_of_its_group()
    {
        foreach (
            var pairs in new[]
            {
                new ItemItemSettings { Direction = PairDirection.Both },
                new ItemItemSettings(),
            }
        )
        {
            var even = Feature.All.ToDictionary(feature => feature.Name, feature => FeatureWords.Of(feature, 0, pairs));
            var alike = Feature.All.Where(feature => FeatureWords.Of(feature, 1, pairs) == FeatureWords.Of(feature, -1, pairs)).ToArray();

            // What is known of the user is the same for all items of a list, and a code is a name.
            Assert.Equal(["history_length", "idle", "begun_5", "begun_28", "kind_code"], alike.Select(feature => feature.Name));
            Assert.All(alike, feature => Assert.Equal(even[feature.Name], FeatureWords.Of(feature, 1, pairs)));
            Assert.Equal(Enum.GetValues<FeatureGroup>().Length, even.Values.Distinct().Count());
        }
    }

    [Fact]
    public void Pairs_are_used_after_one_another_or_together_as_the_run_takes_them_and_the_other_direction_is_the_other_one()
    {
        var (same, other) = (Named("similarity_share"), Named("other_share"));
        var forward = new ItemItemSettings { Direction = PairDirection.Forward };
        var both = new ItemItemSettings { Direction = PairDirection.Both };

        Assert.Equal("often used after the user's items", FeatureWords.Of(same, 1, forward));
        Assert.Equal("rarely used with the user's items", FeatureWords.Of(other, -1, forward));
        Assert.Equal("often used with the user's items", FeatureWords.Of(same, 1, both));
        Assert.Equal("rarely used after the user's items", FeatureWords.Of(other, -1, both));
        // A far place is a small similarity.
        Assert.Equal("rarely used with the user's items", FeatureWords.Of(Named("similarity_place"), 1, both));
    }

    /// <summary>The user u had a, and is offered b, which two others had, and c, which one had.</summary>
    private static ModelRig World(params string[] settings) =>
        new ModelRig(["ranker.min_history=1", "blend.min_history=1", .. settings])
            .Given("users", "user_id", "u", "v", "w", "x")
            .Given("items", "item_id", "a", "b", "c")
            .Given("engagement", "user_id, item_id, score", ("u", "a", 1L), ("v", "b", 1L), ("w", "b", 1L), ("x", "c", 1L))
            .Given("user_preferences", "user_id, dimension, value, weight");

    private static Task<UserRanking?> OfAsync(ModelRig rig, params string[] items) =>
        UserRanking.OfAsync(
            "u",
            [.. items.Select((item, index) => Place(item, index + 1))],
            rig.Context(Tables),
            TestContext.Current.CancellationToken
        );

    private static object Leaf(int tree, int node, int value) => (tree, node, Nothing, Nothing, Nothing, Nothing, value);

    private static UserView.Place Place(string item, int rank) =>
        new(Systems.Baseline, rank, item, "", "popularity", ProposedBy: null, IsHit: false, WatchSeconds: 0);

    private static UserRanking.Share Of(UserRanking.Place place, string feature) => place.Features.Single(share => share.Name == feature);

    private static Feature Named(string name) => Feature.All.Single(feature => feature.Name == name);
}
