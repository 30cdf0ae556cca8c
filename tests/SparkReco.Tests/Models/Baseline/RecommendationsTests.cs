using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Baseline;

public sealed class RecommendationsTests
{
    private const string Id = "recommendations.baseline";

    /// <summary>Users and items of two colours, even and odd: everybody had all items of the own colour but the one with the own number.</summary>
    [Fact]
    public void In_a_world_of_two_colours_each_user_gets_the_missing_item_of_the_own_colour()
    {
        using var rig = Rig(listSize: 1, "item_item.direction=both");
        GivenWorld(rig, users: 20, items: 20, (user, item) => user % 2 == item % 2 && user != item);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"u{number:00} | i{number:00} | item_item"), rig.Rows(Id, "user_id, item_id, reason"));
    }

    [Fact]
    public void Consumed_items_are_never_recommended_and_every_eligible_users_list_is_full()
    {
        // u00 had nothing, u01 one item, u19 the 19 most popular ones: item 0 has most users.
        using var rig = Rig(listSize: 5);
        GivenWorld(rig, users: 20, items: 30, (user, item) => item < user);

        var rows = rig.Read(
            Id,
            "select user_id, item_id from recommendations",
            row => (User: int.Parse(row.GetString(0)[1..]), Item: int.Parse(row.GetString(1)[1..]))
        );

        Assert.DoesNotContain(rows, row => row.Item < row.User);
        Assert.Equal(Enumerable.Range(0, 20).Select(user => (user, 5)), rows.CountBy(row => row.User).Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Fact]
    public void Of_an_items_categories_the_users_best_counts_and_not_their_sum()
    {
        // One of a day before: u1 used a as late as b. v1 began with x, y and z alike.
        using var rig = Rig(listSize: 3, "blend.category=1", "blend.preference=1", "blend.min_history=1");
        rig.Given("users", "user_id", "u1", "v1")
            .Given("raw_items", "item_id, category", ("a", "art"), ("b", "bread"), ("x", "art"), ("y", "art\u001fbread"), ("z", "art\u001fcheese"))
            .Given(
                "engagement",
                "user_id, item_id, score, last_at_ms",
                ("u1", "a", 1L, Some.MsAgo(1)),
                ("u1", "b", 1L, Some.MsAgo(1)),
                ("v1", "x", 1L, Some.MsAgo(1)),
                ("v1", "y", 1L, Some.MsAgo(1)),
                ("v1", "z", 1L, Some.MsAgo(1))
            );

        Assert.Equal(
            ["x | 1000000 | 1000000", "y | 1000000 | 1000000", "z | 1000000 | 1000000"],
            rig.Rows("candidate_ratings", "item_id, category, preference", "user_id = 'u1'")
        );
    }

    [Fact]
    public void Users_who_are_not_eligible_get_no_list()
    {
        using var rig = Rig(listSize: 1);
        rig.Given("users", "user_id, tier, is_monthly_active, is_eligible", ("u1", "free", false, false), ("u2", "free", true, true))
            .Given("items", "item_id", "i1");

        Assert.Equal(["u2 | i1"], rig.Rows(Id, "user_id, item_id"));
    }

    [Fact]
    public void Unavailable_items_are_not_recommended_however_similar()
    {
        using var rig = Rig(listSize: 2, "item_item.direction=both", "blend.min_history=1");
        rig.Given("users", "user_id", "u1", "u2", "u3")
            .Given("items", "item_id, is_available", ("i1", true), ("i2", true), ("gone", false), ("i4", true))
            .Given(
                "engagement",
                "user_id, item_id, score",
                ("u1", "i1", 1L),
                ("u1", "i2", 1L),
                ("u1", "gone", 1L),
                ("u2", "i1", 1L),
                ("u2", "i2", 1L),
                ("u2", "gone", 1L),
                ("u3", "i1", 1L),
                ("u3", "i4", 1L)
            );

        Assert.Equal(["1 | i2"], rig.Rows(Id, "rank, item_id", "user_id = 'u3'"));
    }

    [Fact]
    public void A_user_with_little_history_gets_what_is_popular_in_the_users_categories_and_in_the_tier()
    {
        using var rig = Rig(listSize: 2, "blend.min_history=2");
        rig.Given("users", "user_id, tier", ("one", "free"), ("f1", "free"), ("p1", "paid"), ("p2", "paid"))
            .Given("items", "item_id, category", ("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b"))
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("one", "a1", Some.MsAgo(5)),
                ("p1", "a3", Some.MsAgo(1)),
                ("f1", "b1", Some.MsAgo(1)),
                ("p1", "b2", Some.MsAgo(1)),
                ("p2", "b2", Some.MsAgo(1))
            );

        // Of category a only a3 has a recent user; of the tier free, b1.
        Assert.Equal(["1 | a3 | category", "2 | b1 | popularity"], rig.Rows(Id, "rank, item_id, reason", "user_id = 'one'"));
    }

    [Fact]
    public void A_user_without_a_history_gets_what_newcomers_use()
    {
        using var rig = Rig(listSize: 2);
        rig.Given("users", "user_id", "cold", "u1", "u2", "u3")
            .Given("items", "item_id", "old", "first", "other")
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("u1", "old", Some.MsAgo(1)),
                ("u2", "old", Some.MsAgo(1)),
                ("u1", "other", Some.MsAgo(60)),
                ("u2", "other", Some.MsAgo(60)),
                ("u3", "first", Some.MsAgo(3))
            );

        // u3 came three days ago and counts half, u1 and u2 two months ago; old is used more.
        Assert.Equal(["1 | first | category", "2 | old | popularity"], rig.Rows(Id, "rank, item_id, reason", "user_id = 'cold'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_place_names_all_that_had_its_item_among_their_best(bool takesShortcuts)
    {
        using var rig = new ModelRig(
            "blend.list_size=2",
            "evaluation.cutoffs=2",
            "item_item.min_support=1",
            "blend.min_history=1",
            "blend.recency=1000"
        )
        {
            TakesShortcuts = takesShortcuts,
        };
        rig.Given("users", "user_id", "cold", "u1", "u2", "u3", "u4")
            .Given(
                "items",
                "item_id, category, published_on",
                ("had", "a", Some.Nothing),
                ("next", "a", Some.Nothing),
                ("top", "b", Some.Nothing),
                ("also", "b", Some.Nothing),
                ("fresh", "b", Some.DaysAgo(1))
            )
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("u1", "had", Some.MsAgo(3)),
                ("u2", "had", Some.MsAgo(2)),
                ("u2", "next", Some.MsAgo(1)),
                ("u3", "top", Some.MsAgo(1)),
                ("u4", "top", Some.MsAgo(1)),
                ("u4", "also", Some.MsAgo(30))
            );

        // Two places each: next came after had, and is the other one of its category; top and next are popular now; had and top are what
        // newcomers use; u3 has had top, so that also and fresh are left of category b, next and had of what is popular.
        Assert.Equal(
            [
                "cold | had | category",
                "cold | top | category,popularity",
                "u1 | fresh | recency",
                "u1 | next | item_item,category,popularity",
                "u3 | fresh | category,recency",
                "u3 | had | popularity",
            ],
            rig.Rows(Id, "user_id, item_id, proposed_by", "user_id in ('cold', 'u1', 'u3')")
        );
    }

    [Theory]
    [InlineData(1, "true | all")]
    [InlineData(2, "true | all")]
    [InlineData(3, "false | tier=paid")]
    public void A_user_is_warm_from_the_least_history_on(int least, string reach)
    {
        using var rig = Rig(listSize: 1, $"blend.min_history={least}");
        rig.Given("users", "user_id", "u1").Given("engagement", "user_id, item_id", ("u1", "i1"), ("u1", "i2"));

        Assert.Equal([reach], rig.Rows("reach", "is_warm, segment"));
    }

    [Fact]
    public void With_the_weight_of_newness_alone_the_newest_item_comes_first_and_newness_is_the_reason()
    {
        using var rig = Rig(listSize: 2, Only("recency"));
        rig.Given("users", "user_id", "u1")
            .Given(
                "items",
                "item_id, published_on",
                ("had", "2020-01-01"),
                ("week", Some.DaysAgo(7)),
                ("day", Some.DaysAgo(1)),
                ("tomorrow", Some.DaysAgo(-1))
            )
            .Given("engagement", "user_id, item_id", ("u1", "had"));

        // The scale is that of the newest item, so a week-old one is worth 2^(-6/30) = 0.87 of it; scores have steps of 2^(-1/32).
        Assert.Equal(["1 | day | 1 | recency", "2 | week | 0.878 | recency"], rig.Rows(Id, "rank, item_id, round(score, 3), reason"));
    }

    [Fact]
    public void With_the_weight_of_preference_alone_the_preferred_kind_comes_first_and_preference_is_the_reason()
    {
        using var rig = Rig(listSize: 2, Only("preference"));
        rig.Given("users", "user_id", "u1")
            .Given(
                "items",
                "item_id, content_type",
                ("had 1", "course"),
                ("had 2", "course"),
                ("had 3", "video"),
                ("a video", "video"),
                ("course", "course")
            )
            .Given("engagement", "user_id, item_id, score", ("u1", "had 1", 1L), ("u1", "had 2", 1L), ("u1", "had 3", 1L));

        // Shares are 2/3 and 1/3, scaled to 1 and 1/2, of which logarithms are taken with 1/100 more: .51/1.01, in steps of 2^(-1/32).
        Assert.Equal(["1 | course | 1 | preference", "2 | a video | 0.511 | preference"], rig.Rows(Id, "rank, item_id, round(score, 3), reason"));
    }

    [Fact]
    public void Parts_add_up_by_their_weights()
    {
        // i1 is the most popular one, i2 half as popular and new; popularity weighs 3, newness 1: 3 against 3/2 + 1.
        using var rig = Rig(listSize: 2, "blend.item_item=0", "blend.category=0", "blend.popularity=3", "blend.recency=1", "blend.min_history=1");
        rig.Given("users", "user_id", "u1", "u2", "u3")
            .Given("items", "item_id, published_on", ("had", Some.Nothing), ("i1", Some.Nothing), ("i2", Some.DaysAgo(1)))
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("u1", "had", Some.MsAgo(1)),
                ("u2", "i1", Some.MsAgo(1)),
                ("u3", "i1", Some.MsAgo(1)),
                ("u2", "i2", Some.MsAgo(1))
            );

        Assert.Equal(["1 | i1 | popularity", "2 | i2 | popularity"], rig.Rows(Id, "rank, item_id, reason", "user_id = 'u1'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_lists_are_the_same_whatever_the_order_of_the_rows_and_the_number_of_threads(int seed)
    {
        using var one = Rig(listSize: 5, "engine.threads=1");
        using var other = Rig(listSize: 5, "engine.threads=4");
        GivenWorld(one, users: 40, items: 40, Consumed);
        GivenWorld(other, users: 40, items: 40, Consumed, new Random(seed));

        Assert.Equal(one.Rows(Id, "user_id, rank, item_id, score, reason"), other.Rows(Id, "user_id, rank, item_id, score, reason"));

        static bool Consumed(int user, int item) => (user * 7919 + item * 104_729) % 97 < 20;
    }

    private static string[] Only(string part) =>
        [
            "blend.min_history=1",
            .. new[] { "item_item", "category", "popularity", "preference", "recency" }.Select(name => $"blend.{name}={(name == part ? 1 : 0)}"),
        ];

    private static ModelRig Rig(int listSize, params string[] settings) =>
        new([$"blend.list_size={listSize}", $"evaluation.cutoffs={listSize}", .. settings]);

    private static void GivenWorld(ModelRig rig, int users, int items, Func<int, int, bool> consumed, Random? order = null)
    {
        object[] engagement =
        [
            .. from user in Enumerable.Range(0, users)
            from item in Enumerable.Range(0, items)
            where consumed(user, item)
            select (object)($"u{user:00}", $"i{item:00}", 1_000_000L),
        ];
        order?.Shuffle(engagement);
        rig.Given("users", "user_id, tier", [.. Enumerable.Range(0, users).Select(user => (object)($"u{user:00}", user % 3 == 0 ? "free" : "paid"))])
            .Given("items", "item_id", [.. Enumerable.Range(0, items).Select(item => $"i{item:00}")])
            .Given("engagement", "user_id, item_id, score", engagement);
    }
}
