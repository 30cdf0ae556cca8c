using System.Text;
using SparkReco.Models;
using SparkReco.Ranking;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Kernels;

/// <summary>The SQL of the models is the oracle of their shortcuts: the rows are equal to the last bit.</summary>
public sealed class ShortcutTests
{
    private static readonly string[] OfTheBaseline =
    [
        .. Pipeline.Stages.Single(stage => stage.Name == "baseline").Models.Where(model => model.Shortcut is not null).Select(model => model.Id),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2, "item_item.direction=both", "item_item.min_support=1", "item_item.half_life_hours=0", "blend.popularity_half_life_hours=0")]
    [InlineData(3, "item_item.half_life_hours=6", "blend.popularity_half_life_hours=1", "item_item.min_support=1", "blend.min_history=1")]
    [InlineData(4, "item_item.history_size=3", "item_item.seed_size=2", "item_item.neighbors=1", "item_item.min_support=1")]
    [InlineData(5, "item_item.user_exponent=0", "item_item.history_exponent=50", "item_item.target_exponent=50", "item_item.shrinkage=7")]
    [InlineData(6, "blend.item_item=1", "blend.category=2", "blend.popularity=3", "blend.preference=40", "blend.recency=50")]
    [InlineData(7, "blend.item_item=0", "blend.category=0", "blend.popularity=0", "blend.preference=1", "blend.new_item_days=400")]
    [InlineData(8, "blend.list_size=200", "blend.min_history=100", "engagement.lookback_days=20")]
    [InlineData(9, "engine.threads=1", "item_item.direction=both", "blend.item_state=0")]
    [InlineData(10, "engine.threads=8", "item_item.direction=both", "blend.list_size=3", "evaluation.cutoffs=3")]
    [InlineData(11, "item_item.model=ease", "item_item.regularization=3", "item_item.seed_half_life=0", "item_item.neighbors=1000")]
    [InlineData(12, "item_item.model=ease", "item_item.neighbors=4", "item_item.seed_half_life=2", "item_item.history_size=5")]
    [InlineData(13, "ranker.mode=off", "item_item.min_support=1")]
    [InlineData(14, "ranker.min_history=12", "item_item.direction=both", "item_item.min_support=1")]
    public void A_shortcut_makes_the_rows_of_the_sql(int seed, params string[] settings)
    {
        using var bySql = World(seed, takesShortcuts: false, settings);
        using var byKernels = World(seed, takesShortcuts: true, settings);

        foreach (var id in OfTheBaseline)
            AssertEqual(id, bySql, byKernels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3, "item_item.half_life_hours=6", "blend.popularity_half_life_hours=1", "item_item.min_support=1", "blend.min_history=1")]
    [InlineData(6, "blend.item_item=1", "blend.category=2", "blend.popularity=3", "blend.preference=40", "blend.recency=50")]
    [InlineData(14, "ranker.min_history=12", "item_item.direction=both", "item_item.min_support=1")]
    [InlineData(15, "ranker.mode=off", "blend.category=1000", "blend.list_size=4", "evaluation.cutoffs=3")]
    public void A_shortcut_makes_the_rows_of_the_sql_of_items_in_several_categories(int seed, params string[] settings)
    {
        using var bySql = World(seed, takesShortcuts: false, settings, areInSeveral: true);
        using var byKernels = World(seed, takesShortcuts: true, settings, areInSeveral: true);

        foreach (var id in OfTheBaseline)
            AssertEqual(id, bySql, byKernels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, "engagement.lookback_days=30", "engagement.half_life_days=1", "engagement.max_points_per_day=7")]
    [InlineData(3, "engagement.max_points_per_item_day=9", "engagement.max_points_per_day=20", "engine.threads=8")]
    [InlineData(4, "engagement.points.click=3", "engagement.points.watch_minute=0", "engagement.points.like=0", "engagement.points.complete=7")]
    public void Engagement_by_its_shortcut_has_the_rows_of_the_sql(int seed, params string[] settings)
    {
        using var bySql = Log(seed, takesShortcuts: false, settings);
        using var byKernels = Log(seed, takesShortcuts: true, settings);

        AssertEqual("engagement", bySql, byKernels);
        foreach (var id in OfTheBaseline)
            AssertEqual(id, bySql, byKernels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, "item_item.direction=both", "item_item.min_support=1", "item_item.half_life_hours=0", "blend.popularity_half_life_hours=0")]
    [InlineData(3, "item_item.half_life_hours=6", "blend.popularity_half_life_hours=1", "item_item.min_support=1", "blend.min_history=1")]
    [InlineData(6, "blend.item_item=1", "blend.category=2", "blend.popularity=3", "blend.preference=40", "blend.recency=50")]
    [InlineData(11, "item_item.model=ease", "item_item.regularization=3", "item_item.seed_half_life=0", "item_item.neighbors=1000")]
    [InlineData(14, "ranker.min_history=12", "item_item.direction=both", "item_item.min_support=1")]
    public async Task The_features_of_candidates_by_the_kernel_are_those_of_the_sql(int seed, params string[] settings)
    {
        await AssertEqualFeaturesAsync(seed, settings, areInSeveral: false);
        await AssertEqualFeaturesAsync(seed, settings, areInSeveral: true);
    }

    private static async Task AssertEqualFeaturesAsync(int seed, string[] settings, bool areInSeveral)
    {
        using var rig = World(seed, takesShortcuts: false, settings, areInSeveral);
        var context = rig.Context("users", "items", "item_categories", "engagement");
        var world = await SparkReco.Kernels.World.OfAsync(context, TestContext.Current.CancellationToken);
        var maker = world.Maker(new Ranker(new Forest([]), context.Settings.Ranker.MinHistory));
        List<string> byKernel = [];
        for (var user = 0; user < world.Users.Count; user++)
        {
            if (!world.Users.IsEligible(user) || !maker.IsRanked(user))
                continue;
            var candidates = maker.Features(user);
            foreach (var (index, item) in candidates.Items.Index())
                byKernel.Add(
                    $"{Text(world.Users.Ids[user])} | {Text(world.Items.Ids[item])} | {string.Join(" | ", candidates.Row(index).ToArray())}"
                );
        }

        var bySql = rig.Rows("candidate_features", $"user_id, item_id, {string.Join(", ", Feature.All.Select(feature => feature.Name))}");

        Assert.NotEmpty(bySql);
        Assert.Equal(bySql.Order(StringComparer.Ordinal), byKernel.Order(StringComparer.Ordinal));

        static string Text(ReadOnlySpan<byte> id) => Encoding.UTF8.GetString(id);
    }

    private static void AssertEqual(string id, ModelRig bySql, ModelRig byKernels)
    {
        // As texts, numbers are compared to their last bit.
        var columns = string.Join(", ", Pipeline.Models.Single(model => model.Id == id).Schema.Select(column => $"cast({column.Name} as varchar)"));
        Assert.NotEmpty(bySql.Rows(id, columns));
        Assert.Equal(bySql.Rows(id, columns), byKernels.Rows(id, columns));
    }

    /// <summary>40 users with some 60 events of all types each, many on the same day, some beyond the lookback, some on and after the run date.</summary>
    private static ModelRig Log(int seed, bool takesShortcuts, string[] settings)
    {
        var random = new Random(seed);
        var rig = new ModelRig([.. settings, "item_item.min_support=1"]) { TakesShortcuts = takesShortcuts };
        rig.Given("users", "user_id, tier", [.. Enumerable.Range(0, 40).Select(user => (object)($"u{user}", user % 2 == 0 ? "free" : "paid"))]);
        rig.Given(
            "items",
            "item_id, category, duration_seconds",
            [.. Enumerable.Range(0, 30).Select(item => (object)($"i{item}", $"c{item % 3}", item % 4 == 0 ? Some.Nothing : 60L * random.Next(1, 9)))]
        );
        string[] types = ["impression", "click", "watch", "like", "complete"];
        List<object> events = [];
        for (var number = 0; number < 2400; number++)
        {
            var day = Some.DaysAgo(random.Next(6) == 0 ? random.Next(-5, 300) : random.Next(1, 8));
            events.Add(
                (
                    $"u{random.Next(40)}",
                    $"i{random.Next(30)}",
                    types[random.Next(types.Length)],
                    Some.At(day) + random.Next(86_400_000),
                    day,
                    (long)random.Next(1, 9),
                    random.Next(2) == 0 ? Some.Nothing : (long)random.Next(900)
                )
            );
        }

        return rig.Given("interactions", "user_id, item_id, event_type, occurred_at_ms, event_date, event_count, watch_seconds", [.. events]);
    }

    private static string OtherCategories(int item) =>
        (item % 3) switch
        {
            0 => "",
            1 => $"\u001fc{(item + 1 + (item % 4)) % 5}",
            _ => $"\u001flast\u001fc{(item + 2) % 5}",
        };

    /// <summary>Trees of seven nodes that ask for all features at values which occur.</summary>
    private static IEnumerable<object> Trees(Random random)
    {
        int[] thresholds = [0, 1, 2, 5, 20, 100, 500, 1000, 5000, 9_000, 100_000, 700_000];
        for (var tree = 0; tree < 3 * Feature.All.Count; tree++)
        {
            for (var node = 0; node < 7; node++)
            {
                var value = random.Next(-3000, 3000);
                yield return node < 3
                    ? (
                        tree,
                        node,
                        Feature.All[(tree + (5 * node)) % Feature.All.Count].Name,
                        thresholds[random.Next(12)],
                        (2 * node) + 1,
                        (2 * node) + 2,
                        value
                    )
                    : (tree, node, Some.Nothing, Some.Nothing, Some.Nothing, Some.Nothing, value);
            }
        }
    }

    /// <summary>
    /// 150 users, many of whom had nothing or little, and 60 items, some without a category, some not on offer. Times have ties, and reach beyond
    /// the lookback. Of items in several categories one of three has one all the same, and one category is nobody's first.
    /// </summary>
    private static ModelRig World(int seed, bool takesShortcuts, string[] settings, bool areInSeveral = false)
    {
        var random = new Random(seed);
        var rig = new ModelRig(settings) { TakesShortcuts = takesShortcuts };
        rig.Given(
            "users",
            "user_id, tier, is_eligible",
            [.. Enumerable.Range(0, 150).Select(user => (object)($"u{user}", user % 3 == 0 ? "free" : "paid", random.Next(8) > 0))]
        );
        rig.Given(
            areInSeveral ? "raw_items" : "items",
            "item_id, content_type, format, category, is_available, published_on",
            [
                .. Enumerable
                    .Range(0, 60)
                    .Select(item =>
                        (object)
                            (
                                $"i{item}é",
                                item % 4 == 0 ? "course" : "video",
                                item % 5 == 0 ? Some.Nothing : $"f{item % 3}",
                                item % 7 == 0 ? Some.Nothing : $"c{item % 5}{(areInSeveral ? OtherCategories(item) : "")}",
                                random.Next(10) > 0,
                                item % 3 == 0 ? Some.Nothing : Some.DaysAgo(random.Next(-3, 60))
                            )
                    ),
            ]
        );
        List<object> uses = [];
        for (var user = 0; user < 150; user++)
        {
            var count = user % 4 == 0 ? random.Next(3) : random.Next(30);
            foreach (var item in Enumerable.Range(0, 60).OrderBy(item => random.Next(60) + (item % 5 == user % 5 ? 0 : 40)).Take(count))
            {
                var last = Some.At(Some.DaysAgo(random.Next(1, random.Next(4) == 0 ? 400 : 12))) + (random.Next(3) * 3_600_000L) + random.Next(2);
                uses.Add(($"u{user}", $"i{item}é", random.Next(5) * (item % 2 == 0 ? 1L : 700_001L), last - (random.Next(3) * 86_400_000L), last));
            }
        }

        return rig.Given("ranker_trees", "tree, node, feature, threshold, left_child, right_child, node_value", [.. Trees(random)])
            .Given("engagement", "user_id, item_id, score, first_at_ms, last_at_ms", [.. uses]);
    }
}
