using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Clean;

public sealed class ItemsTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_an_items_copies_an_available_one_is_kept_whatever_the_order_of_the_files(int first, int second)
    {
        _rig.Given(
            "raw_items",
            "item_id, is_available, published_on, title, file_number",
            ("i1", true, "2026-01-01", "available", first),
            ("i1", false, "2026-08-01", "gone", second)
        );

        Assert.Equal(["i1 | available | true"], _rig.Rows("items", "item_id, title, is_available"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_available_copies_the_one_published_last_is_kept(int first, int second)
    {
        _rig.Given(
            "raw_items",
            "item_id, published_on, title, file_number",
            ("i1", "2026-01-01", "old", first),
            ("i1", "2026-08-01", "new", second),
            ("i1", Some.Nothing, "undated", 3)
        );

        Assert.Equal(["i1 | new"], _rig.Rows("items", "item_id, title"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_copies_that_differ_in_the_category_only_the_choice_does_not_depend_on_the_files(int first, int second)
    {
        _rig.Given("raw_items", "item_id, category, file_number", ("i1", "art", first), ("i1", "bread", second));

        Assert.Equal(["i1 | art"], _rig.Rows("items", "item_id, category"));
    }

    [Fact]
    public void An_items_category_is_the_first_of_all_its_categories()
    {
        _rig.Given("raw_items", "item_id, category", ("i1", "art\u001fbread\u001fcheese"), ("i2", "bread"), ("i3", Some.Nothing));

        Assert.Equal(["i1 | art", "i2 | bread", "i3 | null"], _rig.Rows("items", "item_id, category"));
        Assert.Equal(
            ["i1 | 1 | art", "i1 | 2 | bread", "i1 | 3 | cheese", "i2 | 1 | bread"],
            _rig.Rows("item_categories", "item_id, position, category")
        );
    }

    [Fact]
    public void An_items_categories_are_those_of_the_copy_that_is_kept()
    {
        _rig.Given("raw_items", "item_id, category, is_available", ("i1", "art\u001fbread", true), ("i1", "cheese\u001fdance", false));

        Assert.Equal(["art", "bread"], _rig.Rows("item_categories", "category"));
    }

    [Fact]
    public void An_item_without_a_title_is_called_by_its_id()
    {
        _rig.Given("raw_items", "item_id, title", ("i1", Some.Nothing), ("i2", "Bread"));

        Assert.Equal(["i1 | i1", "i2 | Bread"], _rig.Rows("items", "item_id, title"));
    }
}
