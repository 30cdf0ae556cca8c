using SparkReco.Personalize;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Personalize;

public sealed class DataSetTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Categories_of_an_item_have_a_bar_between_in_their_order()
    {
        _rig.Given("raw_items", "item_id, category", ("i1", "Drama\u001fAction\u001fComedy"), ("i2", "Drama"), ("i3", Some.Nothing));
        var context = _rig.Context("items", "item_categories");

        var rows = await context.Tables.ReadAsync(
            $"select ITEM_ID, CATEGORY from ({DataSet.Items.Select(context.Settings)}) as d order by ITEM_ID",
            row => $"{row.GetString(0)} {(row.IsDBNull(1) ? "-" : row.GetString(1))}",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["i1 Drama|Action|Comedy", "i2 Drama", "i3 -"], rows);
    }

    [Fact]
    public async Task The_longest_category_is_that_of_all_with_their_bars()
    {
        _rig.Given("raw_items", "item_id, category, language", ("i1", "Drama\u001fAction", "en"), ("i2", "Western", "de"));
        var context = _rig.Context("items", "item_categories", "users", "interactions");

        var figures = await Preflight.FiguresQuery.ReadAsync(context.Tables, context.Settings, TestContext.Current.CancellationToken);

        Assert.Equal("Drama|Action".Length, figures[0].LongestItemCategory);
    }
}
