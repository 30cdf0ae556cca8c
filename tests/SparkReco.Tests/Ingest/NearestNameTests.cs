using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["click", "like", "complete", "watch_minute"];

    [Theory]
    [InlineData("clik", "click")]
    [InlineData("lcick", "click")]
    [InlineData("CLICK", "click")]
    [InlineData("watchminutes", "watch_minute")]
    [InlineData("lke", "like")]
    public void A_misspelt_name_has_a_nearest_one(string name, string nearest) =>
        Assert.Equal($"; did you mean '{nearest}'?", NearestName.Hint(name, Known));

    [Theory]
    [InlineData("impression")]
    [InlineData("zzzzz")]
    public void A_strange_name_has_none(string name) => Assert.Equal("", NearestName.Hint(name, Known));

    [Fact]
    public void Nothing_is_near_when_nothing_is_known() => Assert.Equal("", NearestName.Hint("click", []));
}
