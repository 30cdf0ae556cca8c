using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Filters;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>The language of filters: what is read, where it fails, and what it keeps.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("", "'the end' stands where INCLUDE or EXCLUDE is expected", 1)]
    [InlineData("INCLUDE ItemID WHERE", "'the end' stands where a column such as Items.CATEGORY is expected", 21)]
    [InlineData("INCLUDE Item WHERE Items.A = 1", "'Item' stands where ItemID is expected", 9)]
    [InlineData("INCLUDE ItemID WHERE Things.A = 1", "'Things' is none of", 22)]
    [InlineData("INCLUDE ItemID WHERE Items.A IN (\"a\" \"b\")", "'b' stands where , or ) is expected", 38)]
    [InlineData("INCLUDE ItemID WHERE Items.A IN \"a\"", "'the end' stands where ( before the values is expected", 36)]
    [InlineData("INCLUDE ItemID WHERE Items.A = 1 AND Interactions.EVENT_TYPE = \"x\"", "looks at one dataset", 22)]
    [InlineData("INCLUDE ItemID WHERE Items.A = 1 IF Items.B = 2", "after IF stand columns of CurrentUser", 37)]
    [InlineData("INCLUDE ItemID WHERE Items.A = 1 extra", "'extra' stands where AND, OR, IF, | or the end is expected", 34)]
    public void What_is_no_expression_says_where_and_what_was_expected(string expression, string reason, int position)
    {
        var error = Assert.Throws<FilterException>(() => FilterParser.Parse(expression));

        Assert.StartsWith($"Invalid Expression at position {position}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_of_no_meaning_is_named()
    {
        var error = Assert.Throws<FilterException>(() => FilterParser.Parse("INCLUDE ItemID WHERE Items.A = 'a'"));

        Assert.Equal("Invalid input symbol ''' at position 32", error.Message);
    }

    [Fact]
    public void Placeholders_and_fields_are_found()
    {
        var filter = FilterParser.Parse(
            "INCLUDE ItemID WHERE Items.A IN ($ONE, $TWO) OR (Items.b >= $THREE) IF CurrentUser.AGE > 18 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\")"
        );

        Assert.Equal(["ONE", "THREE", "TWO"], filter.Placeholders.Order());
        Assert.Equal(["CurrentUser.AGE", "Interactions.EVENT_TYPE", "Items.A", "Items.B"], filter.Fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("INCLUDE ItemID WHERE Items.CATEGORY IN (\"a\")", "", "i0 i3")]
    [InlineData("INCLUDE ItemID WHERE Items.CATEGORY NOT IN (\"a\", \"c\")", "", "i1 i4")]
    [InlineData("EXCLUDE ItemID WHERE Items.CATEGORY IN ($C)", "C=\"a\",\"c\"", "i1 i4")]
    [InlineData("INCLUDE ItemID WHERE Items.PRICE >= $P", "P=20", "i2 i3")]
    [InlineData("INCLUDE ItemID WHERE Items.PRICE > 5 AND Items.PRICE < 30 OR Items.CATEGORY = \"b\"", "", "i1 i2")]
    [InlineData("INCLUDE ItemID WHERE Items.CATEGORY = CurrentUser.LIKES", "", "i1")]
    [InlineData("EXCLUDE ItemID WHERE Items.CATEGORY IN (\"a\") IF CurrentUser.AGE < 18", "", "i0 i1 i2 i3 i4")]
    [InlineData("EXCLUDE ItemID WHERE Items.CATEGORY IN (\"a\") IF CurrentUser.AGE > 18", "", "i1 i2 i4")]
    [InlineData("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\")", "", "i3 i4")]
    [InlineData("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"click\")", "", "i0")]
    [InlineData("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\") | INCLUDE ItemID WHERE Items.CATEGORY IN (\"a\")", "", "i3")]
    public async Task A_filter_keeps_what_it_says(string expression, string values, string kept)
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupAsync();
        var items = await rig.DatasetAsync(group, "Items", Flow.ItemsSchema);
        await rig.ImportAsync(items, "items", "ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\ni0,a,1,\ni1,b,1,5\ni2,c,1,20\ni3,a|c,1,30\ni4,,1,\n");
        var users = await rig.DatasetAsync(group, "Users", "USER_ID:string LIKES:string AGE:int");
        await rig.ImportAsync(users, "users", "USER_ID,LIKES,AGE\nu0,b,20\n");
        var interactions = await rig.DatasetAsync(group, "Interactions", Flow.Interactions);
        await rig.ImportAsync(
            interactions,
            "interactions",
            "ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\ni0,u0,1,click\ni1,u0,2,watch\ni2,u0,3,watch\n" + Rows(Flow.Csv(50, 30, items: 5))
        );
        await rig.Service.IdleAsync();
        var campaign = await rig.CampaignAsync(group, "aws-user-personalization-v2");
        var filter = await rig.FilterAsync(group, "f", expression);

        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["userId"] = "u0",
            ["filterArn"] = filter,
        };
        if (values.Length > 0)
            input["filterValues"] = new JsonObject { [values[..1]] = values[2..] };
        var list = await rig.ListAsync(input);

        Assert.Equal(kept.Split(' '), list.Order(StringComparer.Ordinal));

        static string Rows(string csv) =>
            csv[(csv.IndexOf('\n', StringComparison.Ordinal) + 1)..].Replace(",u0,", ",other,", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_must_be_those_of_the_placeholders()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        var campaign = await rig.CampaignAsync(group, "aws-user-personalization-v2");
        var filter = await rig.FilterAsync(group, "f", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPE)");
        var input = new JsonObject
        {
            ["campaignArn"] = campaign,
            ["userId"] = "u0",
            ["filterArn"] = filter,
        };

        Assert.Equal(
            ("InvalidInputException", "Missing values for the filter's placeholders: TYPE"),
            await rig.FailAsync("GetRecommendations", input)
        );
        input["filterValues"] = new JsonObject { ["TYPE"] = "\"click\"", ["OTHER"] = "\"x\"" };
        Assert.Equal(
            ("InvalidInputException", "The filter has no placeholders of the names: OTHER"),
            await rig.FailAsync("GetRecommendations", input)
        );
    }

    [Fact]
    public async Task A_filter_looks_at_columns_that_are_there()
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync();
        var input = new JsonObject
        {
            ["name"] = "f",
            ["datasetGroupArn"] = group,
            ["filterExpression"] = "EXCLUDE ItemID WHERE Items.A = 1",
        };

        Assert.Equal(
            ("InvalidInputException", "Could not create filter. Invalid Expression: the dataset group has no Items dataset."),
            await rig.FailAsync("CreateFilter", input)
        );
        input["filterExpression"] = "EXCLUDE ItemID WHERE Interactions.PLACE = 1";
        Assert.Equal(
            ("InvalidInputException", "Could not create filter. Invalid Expression: Interactions has no column PLACE."),
            await rig.FailAsync("CreateFilter", input)
        );
    }
}
