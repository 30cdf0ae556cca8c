using SparkReco.Configuration;
using SparkReco.ListSets;
using SparkReco.Ports;
using Xunit;

namespace SparkReco.Tests.ListSets;

public sealed class ListColumnsTests
{
    [Theory]
    [InlineData("user_id item_id rank", "user 'user_id', item 'item_id', place 'rank'")]
    [InlineData("USER_ID ITEM_ID POSITION", "user 'USER_ID', item 'ITEM_ID', place 'POSITION'")]
    [InlineData("item user score", "user 'user', item 'item', score 'score', the highest first")]
    [InlineData("userId itemId rank score", "user 'userId', item 'itemId', place 'rank'")]
    [InlineData("uid iid", "user 'uid', item 'iid', in the order of the rows")]
    [InlineData("user_id items[]", "user 'user_id', items in the order of the array 'items'")]
    [InlineData(
        "input.userId output.recommendedItems[] output.scores[] error",
        "user 'input.userId', items in the order of the array 'output.recommendedItems'"
    )]
    public void Usual_names_are_found(string columns, string taken) =>
        Assert.Equal(taken, ListColumns.Describe(ListColumns.OfLists("a.csv", Columns(columns))));

    [Theory]
    [InlineData("user_id item_id watch_seconds rank", "user 'user_id', item 'item_id', seconds watched 'watch_seconds'")]
    [InlineData("user_id item_id score", "user 'user_id', item 'item_id'")]
    public void Behaviour_has_no_order(string columns, string taken) =>
        Assert.Equal(taken, ListColumns.Describe(ListColumns.OfTruth("t.csv", Columns(columns))));

    [Theory]
    [InlineData("who item_id", "a.csv: no column holds a user; found 'who', 'item_id'. Name one 'user_id'")]
    [InlineData(
        "user_id what[]",
        "a.csv: no column holds an item, or an array of a user's items; found 'user_id', 'what' (an array). Name one 'item_id'"
    )]
    public void Other_names_are_refused_with_what_was_found_and_the_remedy(string columns, string message) =>
        Assert.StartsWith(message, Assert.Throws<ConfigurationException>(() => ListColumns.OfLists("a.csv", Columns(columns))).Message);

    private static FileColumn[] Columns(string names) =>
        [.. names.Split(' ').Select(name => new FileColumn(name.TrimEnd('[', ']').Split('.'), name.EndsWith(']')))];
}
