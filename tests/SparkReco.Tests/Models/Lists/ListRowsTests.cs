using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Lists;

public sealed class ListRowsTests : IDisposable
{
    private const string Places = "user_id, line, position, item_id";

    private readonly ModelRig _rig = new ModelRig()
        .Given("users", "user_id", "u1", "u2")
        .Given("consumed", "user_id, item_id", ("u2", "i3"))
        .Given("items", "item_id, is_available", ("i1", true), ("i2", true), ("i3", true), ("gone", false));

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("u9", "i1", "user_id is not in users")]
    [InlineData("U1", "i1", "user_id is not in users")]
    [InlineData("u1", "i9", "item_id is not in items")]
    [InlineData("u1", "gone", "item is not available")]
    [InlineData("u2", "i3", "the user had the item before")]
    [InlineData("u1", "i1", "null")]
    public void What_cannot_be_shown_is_an_issue(string user, string item, string issue)
    {
        _rig.Given("service_lists", Places, (user, 1L, 1, item));

        Assert.Equal([issue], _rig.Rows("list_rows", "issue"));
    }

    [Fact]
    public void An_items_second_place_in_a_list_is_an_issue()
    {
        _rig.Given("service_lists", Places, ("u1", 1L, 1, "i1"), ("u1", 1L, 2, "i2"), ("u1", 1L, 3, "i1"));

        Assert.Equal(["1 | null", "2 | null", "3 | an item stands twice in the list"], _rig.Rows("list_rows", "position, issue"));
    }

    [Fact]
    public void A_users_second_list_is_an_issue_by_the_name_of_the_file_and_the_line()
    {
        _rig.Given(
            "service_lists",
            "source, " + Places,
            ("b.out", "u1", 1L, 1, "i1"),
            ("a.out", "u1", 9L, 1, "i2"),
            ("b.out", "u2", 2L, 1, "i1"),
            ("b.out", "u2", 3L, 1, "i2")
        );

        Assert.Equal(
            ["a.out | 9 | null", "b.out | 1 | a second list of the user", "b.out | 2 | null", "b.out | 3 | a second list of the user"],
            _rig.Rows("list_rows", "source, line, issue")
        );
    }

    [Fact]
    public void The_ranks_of_a_list_close_up_over_what_is_left_out()
    {
        _rig.Given(
            "service_lists",
            Places + ", score",
            ("u1", 1L, 1, "gone", 0.9),
            ("u1", 1L, 2, "i2", 0.8),
            ("u1", 1L, 3, "i9", 0.7),
            ("u1", 1L, 4, "i2", 0.6),
            ("u1", 1L, 5, "i1", 0.5),
            ("u9", 2L, 1, "i1", 0.1)
        );

        Assert.Equal(
            ["u1 | 1 | i2 | 0.8 | personalize", "u1 | 2 | i1 | 0.5 | personalize"],
            _rig.Rows("recommendations.personalize", "user_id, rank, item_id, score, reason")
        );
    }

    [Fact]
    public void Lists_without_scores_are_lists()
    {
        _rig.Given("service_lists", Places, ("u1", 1L, 1, "i3"), ("u1", 1L, 2, "i1"));

        Assert.Equal(["1 | i3 | null", "2 | i1 | null"], _rig.Rows("recommendations.personalize", "rank, item_id, score"));
    }

    [Fact]
    public void Issues_of_places_and_of_lines_are_counted_with_an_example()
    {
        _rig.Given("service_lists", "source, " + Places, ("a.out", "u1", 2L, 1, "i9"), ("a.out", "u2", 3L, 1, "i9"))
            .Given("list_problems", "source, line, issue", ("a.out", 7L, "not valid JSON"));

        Assert.Equal(
            ["personalize | item_id is not in items | 2 | 2 | a.out:2", "personalize | not valid JSON | 1 | 0 | a.out:7"],
            _rig.Rows("list_issues", "system, issue, row_count, first_place_count, example")
        );
    }

    [Fact]
    public void A_delivered_list_keeps_its_ranks_and_what_the_catalogue_knows()
    {
        _rig.Given(
            "service_lists",
            Places,
            ("u2", 1L, 1, "gone"),
            ("u2", 1L, 2, "i9"),
            ("u2", 1L, 3, "i3"),
            ("u2", 1L, 4, "i1"),
            ("u2", 1L, 5, "i1")
        );

        Assert.Equal(["1 | gone", "3 | i3", "4 | i1"], _rig.Rows("recommendations.personalize_delivered", "rank, item_id"));
    }

    [Fact]
    public void A_companys_list_is_in_the_order_of_its_ranks_or_else_of_its_rows()
    {
        _rig.Given("raw_files", "raw_table, file_number, path", ("raw_lists", 0, "current.csv"))
            .Given(
                "raw_lists",
                "system, user_id, line, rank, item_id",
                ("current", "u1", 1L, 2, "i1"),
                ("current", "u1", 2L, 1, "i2"),
                ("current", "u2", 3L, (int?)null, "i2"),
                ("current", "u2", 4L, (int?)null, "i1")
            );

        Assert.Equal(
            ["u1 | 1 | i2", "u1 | 2 | i1", "u2 | 1 | i2", "u2 | 2 | i1"],
            _rig.Rows("list_rows", "user_id, position, item_id", "system = 'current' and issue is null")
        );
    }

    [Fact]
    public void A_row_without_a_rank_in_a_list_with_ranks_and_a_second_row_for_a_rank_are_issues()
    {
        _rig.Given("raw_files", "raw_table, file_number, path", ("raw_lists", 0, "current.csv"))
            .Given(
                "raw_lists",
                "system, user_id, line, rank, item_id",
                ("current", "u1", 1L, (int?)0, "i1"),
                ("current", "u1", 2L, (int?)null, "i3"),
                ("current", "u1", 3L, (int?)0, "i2")
            );

        Assert.Equal(
            ["1 | i1 | null", "2 | i3 | the rank is missing", "3 | i2 | another item has the rank"],
            _rig.Rows("list_rows", "position, item_id, issue", "system = 'current'")
        );
    }
}
