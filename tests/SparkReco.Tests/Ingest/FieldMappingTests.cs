using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class FieldMappingTests : IngestTest
{
    private const string Courses = """
        {"user_id":"u","module":"AAA","start":"2013J","days":-25}
        {"user_id":"u","module":"AAA","start":"x","days":1}
        {"user_id":"u","module":"AAA","start":"2013J","days":"soon"}
        {"user_id":"u","module":null,"start":"2013J","days":null}
        """;

    private static readonly Dictionary<string, string> _starts = new() { ["2013J"] = "2013-10-01" };

    [Fact]
    public void A_column_can_have_another_name() => Check(new() { Column = "module" }, "AAA", "AAA", "AAA", null);

    [Fact]
    public void A_constant_fills_every_row() => Check(new() { Constant = "c" }, "c", "c", "c", "c");

    [Fact]
    public void A_join_is_null_when_a_part_is_null() =>
        Check(new() { Join = ["module", "start"], Separator = "_" }, "AAA_2013J", "AAA_x", "AAA_2013J", null);

    [Fact]
    public void Values_are_replaced_and_others_stay() =>
        Check(new() { Column = "start", Values = _starts }, "2013-10-01", "x", "2013-10-01", "2013-10-01");

    [Fact]
    public void Values_that_are_not_listed_can_become_one_text() =>
        Check(
            new()
            {
                Column = "start",
                Values = _starts,
                Otherwise = "none",
            },
            "2013-10-01",
            "none",
            "2013-10-01",
            "2013-10-01"
        );

    [Fact]
    public void Days_are_added_to_a_date_and_what_cannot_be_added_goes_through() =>
        Check(
            new()
            {
                Column = "start",
                Values = _starts,
                PlusDays = "days",
            },
            "2013-09-06T00:00:00Z",
            "x + 1 days",
            "2013-10-01 + soon days",
            null
        );

    [Theory]
    [InlineData("2024-02-28", "2", "2024-03-01T00:00:00Z")]
    [InlineData("0001-01-01", "-1", "0001-01-01 + -1 days")]
    [InlineData("9999-12-31", "1", "9999-12-31 + 1 days")]
    [InlineData("2024-01-01", "2147483648", "2024-01-01 + 2147483648 days")]
    public void Days_never_leave_the_calendar(string date, string days, string expected)
    {
        var settings = Mapped("u.jsonl", "plan", new() { Column = "date", PlusDays = "days" });
        Assert.Equal(expected, Assert.Single(Load("u.jsonl", $"{{\"user_id\":\"u\",\"date\":\"{date}\",\"days\":{days}}}", settings))["plan"]);
    }

    [Theory]
    [InlineData("in/country=de/plan=a%20b/u.jsonl", "{\"user_id\":\"u\"}")]
    [InlineData("in/country=de/plan=a%20b/u.csv", "user_id\nu\n")]
    public void Folders_with_an_equals_sign_are_columns(string path, string text)
    {
        var row = Assert.Single(Load(path, text, Settings("in")));
        Assert.Equal(("de", "a b"), (row["country"], row["plan"]));
    }

    [Fact]
    public void A_column_of_the_file_wins_over_its_folder() =>
        Assert.Equal("at", Assert.Single(Load("in/country=de/u.jsonl", "{\"user_id\":\"u\",\"country\":\"at\"}", Settings("in")))["country"]);

    [Fact]
    public void All_mistakes_in_the_settings_are_told_at_once()
    {
        var settings = Settings("u.jsonl") with
        {
            Quote = 'é',
            Fields = new Dictionary<string, FieldMapping>
            {
                ["user_ids"] = new() { Column = "x" },
                ["tier"] = new() { Column = "x", Constant = "y" },
                ["plan"] = new() { Otherwise = "z" },
            },
        };
        var refused = Refused(settings);
        Assert.Equal(4, refused.Problems.Count);
        Assert.Contains("sources.users has no such field", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean user_id?", refused.Message, StringComparison.Ordinal);
    }

    private void Check(FieldMapping mapping, params string?[] expected) =>
        Assert.Equal(expected, Load("u.jsonl", Courses, Mapped("u.jsonl", "plan", mapping)).Select(row => row["plan"]));
}
