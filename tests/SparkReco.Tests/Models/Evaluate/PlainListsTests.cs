using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Evaluate;

/// <summary>The two lists that a system must beat: popularity and chance.</summary>
public sealed class PlainListsTests
{
    private const string List = "user_id, rank, item_id";

    [Fact]
    public void The_popularity_list_has_the_most_popular_items_but_those_the_user_had()
    {
        using var rig = Rig(2);
        rig.Given("users", "user_id", "u1", "u2", "u3")
            .Given("items", "item_id, is_available", ("i1", true), ("i2", true), ("i3", true), ("gone", false), ("i4", true))
            .Given(
                "engagement",
                "user_id, item_id, last_at_ms",
                ("u1", "i3", Some.MsAgo(3)),
                ("u2", "i3", Some.MsAgo(3)),
                ("u1", "gone", Some.MsAgo(1)),
                ("u2", "gone", Some.MsAgo(1)),
                ("u1", "i2", Some.MsAgo(1))
            );

        // i2 has a user of a day ago, 1/2, i3 two of three days ago, 1/8 each, i1 and i4 none.
        Assert.Equal(["u1 | 1 | i1", "u1 | 2 | i4", "u2 | 1 | i2", "u2 | 2 | i1", "u3 | 1 | i2", "u3 | 2 | i3"], rig.Rows("popularity_list", List));
    }

    [Fact]
    public void The_random_list_is_full_where_most_items_are_not_published_yet()
    {
        using var rig = Rig(5);
        rig.Given("users", "user_id", [.. Users(20)])
            .Given(
                "items",
                "item_id, published_on",
                [.. Enumerable.Range(0, 200).Select(item => (object)($"i{item}", Some.DaysAgo(item < 10 ? 1 : 0)))]
            );

        Assert.Equal(
            ["5 | 20"],
            rig.Read(
                "random_list",
                "select length, count(*) from (select count(*) as length from random_list group by user_id) as l group by length",
                row => $"{row[0]} | {row[1]}"
            )
        );
    }

    [Theory]
    [InlineData("popularity_list")]
    [InlineData("random_list")]
    public void Neither_list_has_an_item_that_the_user_had_or_one_that_is_not_available(string table)
    {
        using var rig = Rig(5);
        rig.Given("users", "user_id", [.. Users(100)])
            .Given("items", "item_id, is_available", [.. Enumerable.Range(0, 40).Select(item => (object)($"i{item}", item % 4 > 0))])
            .Given(
                "engagement",
                "user_id, item_id",
                [
                    .. from user in Enumerable.Range(0, 100)
                    from item in Enumerable.Range(0, 40)
                    where (user + item) % 3 == 0
                    select (object)($"u{user}", $"i{item}"),
                ]
            );

        var rows = rig.Read(
            table,
            $"select user_id, item_id from {table}",
            row => (User: int.Parse(row.GetString(0)[1..]), Item: int.Parse(row.GetString(1)[1..]))
        );

        Assert.NotEmpty(rows);
        Assert.DoesNotContain(rows, row => (row.User + row.Item) % 3 == 0 || row.Item % 4 == 0);
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Fact]
    public void The_random_list_is_the_same_in_every_run()
    {
        Assert.Equal(Lists(), Lists());

        static string[] Lists()
        {
            using var rig = Rig(5);
            return rig.Given("users", "user_id", [.. Users(50)]).Given("items", "item_id", [.. Items(50)]).Rows("random_list", List);
        }
    }

    [Fact]
    public void The_random_list_shows_all_items_about_equally_often()
    {
        using var rig = Rig(5);
        rig.Given("users", "user_id", [.. Users(2000)]).Given("items", "item_id", [.. Items(97)]);

        var counts = rig.Read("random_list", "select item_id, cast(count(*) as int) from random_list group by item_id", row => row.GetInt32(1));

        // 5 of 97 items for each of 2,000 users: 103 on average, with a deviation of about 10.
        Assert.Equal(97, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 103 - 45, 103 + 45));
    }

    [Theory]
    [InlineData(97)]
    [InlineData(100)]
    [InlineData(12)]
    [InlineData(5)]
    public void The_random_list_of_a_user_who_had_nothing_is_full_whatever_the_size_of_the_catalogue(int items)
    {
        using var rig = Rig(5);
        rig.Given("users", "user_id", [.. Users(500)]).Given("items", "item_id", [.. Items(items)]);

        Assert.Equal(
            ["5 | 500"],
            rig.Read(
                "random_list",
                "select length, count(*) from (select count(*) as length from random_list group by user_id) as l group by length order by length",
                row => $"{row[0]} | {row[1]}"
            )
        );
    }

    [Fact]
    public void Exposure_counts_items_and_places_by_how_many_users_had_the_item()
    {
        using var rig = Rig(2);
        rig.Given("items", "item_id", "i1", "i2", "i3")
            .Given("engagement", "user_id, item_id", ("u8", "i1"), ("u9", "i1"))
            .Given(
                "judged_list",
                "system, user_id, rank, item_id",
                ("baseline", "u1", 1, "i1"),
                ("baseline", "u1", 2, "i2"),
                ("baseline", "u2", 1, "i3"),
                ("baseline", "u2", 2, "i2"),
                ("baseline", "u2", 3, "i1")
            );

        // Had by nobody: i3 fills one place, i2 two; had by two users: i1 fills one within the first two places.
        Assert.Equal(["0 | 1 | 1", "0 | 2 | 1", "2 | 1 | 1"], rig.Rows("list_exposure", "popularity, exposure_count, item_count"));
    }

    private static ModelRig Rig(int listSize) => new($"blend.list_size={listSize}", $"evaluation.cutoffs={listSize}");

    private static IEnumerable<object> Users(int count) => Enumerable.Range(0, count).Select(user => $"u{user}");

    private static IEnumerable<object> Items(int count) => Enumerable.Range(0, count).Select(item => $"i{item}");
}
