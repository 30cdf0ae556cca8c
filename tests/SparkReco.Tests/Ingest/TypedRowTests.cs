using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class TypedRowTests : IngestTest
{
    private const string Event = """{"user_id":"u","item_id":"i","event_type":"CLICK","occurred_at":1700000000""";

    [Fact]
    public void A_good_row_is_typed_and_keeps_no_text()
    {
        var row = Assert.Single(Load("e.jsonl", Event + ",\"position\":2.0,\"watch_seconds\":1.5}", table: RawTable.Events));
        Assert.Equal(
            "user_id=u item_id=i event_type=click occurred_at_ms=1700000000000 event_count=1 watch_seconds=1 position=2",
            string.Join(' ', row.Fields.Select(field => $"{field.Key}={field.Value}"))
        );
        Assert.Null(row.Raw);
    }

    [Theory]
    [InlineData("""{"item_id":"","event_type":"x"}""", "user_id is missing")]
    [InlineData("""{"user_id":"None","item_id":""}""", "user_id is missing")]
    [InlineData("""{"user_id":"u","item_id":" "}""", "item_id is missing")]
    [InlineData("""{"user_id":"u","item_id":"i"}""", "event_type is missing")]
    [InlineData("""{"user_id":"u","item_id":"i","event_type":"click","occurred_at":""}""", "occurred_at is missing")]
    [InlineData(
        """{"user_id":"u","item_id":"i","event_type":"click","occurred_at":1,"event_count":0}""",
        "occurred_at is a number that is no time: write a time as yyyy-MM-ddTHH:mm:ssZ (sources.users.fields.occurred_at.format reads other forms)"
    )]
    public void The_first_problem_in_the_order_of_fields_is_told_with_the_rows_text(string line, string problem)
    {
        var row = Assert.Single(Load("e.jsonl", line, table: RawTable.Events));
        Assert.Equal((problem, line), (row.Problem, row.Raw));
    }

    [Theory]
    [InlineData("event_count", "0", "event_count is below 1", "1")]
    [InlineData("event_count", "1000001", "event_count is above 1000000", "1")]
    [InlineData(
        "watch_seconds",
        "604801",
        "watch_seconds is above 604800 (sources.users.fields.watch_seconds.unit, format and decimal read other forms)",
        null
    )]
    [InlineData("position", "0", "position is below 1", null)]
    public void A_bad_value_of_an_optional_field_costs_the_value_and_not_the_row_and_is_counted(
        string field,
        string value,
        string flaw,
        string? stored
    )
    {
        var line = $"{Event},\"{field}\":{value}}}\n";

        var row = Load("e.jsonl", line + line, table: RawTable.Events)[0];

        Assert.Equal((null, stored), (row.Problem, row[field]));
        Assert.Equal([new FlawCount(field, flaw, value, 2)], Flaws);
    }

    [Fact]
    public void A_user_needs_a_tier_and_an_item_is_available_unless_told()
    {
        Assert.Equal("tier is missing", Assert.Single(Load("u.jsonl", "{\"user_id\":\"u\"}", table: RawTable.Users)).Problem);
        Assert.Equal("1", Assert.Single(Load("i.jsonl", "{\"item_id\":\"i\",\"content_type\":\"video\"}", table: RawTable.Items))["is_available"]);
    }

    [Fact]
    public void An_item_of_which_nobody_can_read_whether_it_is_available_is_not()
    {
        var row = Assert.Single(Load("i.jsonl", "{\"item_id\":\"i\",\"content_type\":\"video\",\"is_available\":\"ja\"}", table: RawTable.Items));

        Assert.Equal((null, "0"), (row.Problem, row["is_available"]));
    }

    [Fact]
    public void A_value_after_an_equal_one_and_after_null_is_the_same()
    {
        var rows = Load(
            "u.jsonl",
            string.Concat(
                new[] { "a", "a", null, "a", "b", "b", null, null, "b" }.Select(plan =>
                    $"{{\"user_id\":\"u\",\"tier\":\"free\",\"plan\":{(plan is null ? "null" : $"\"{plan}\"")}}}\n"
                )
            ),
            table: RawTable.Users
        );
        Assert.Equal(["a", "a", null, "a", "b", "b", null, null, "b"], rows.Select(row => row["plan"]));
    }

    [Fact]
    public void Equal_events_have_equal_hashes_in_every_format_and_different_ones_differ()
    {
        Folder.Write("in/a.jsonl", Event + ",\"event_count\":1,\"source\":\" x \"}\n" + Event + ",\"source\":\"y\"}\n");
        Folder.Write("in/b.csv", "user_id,item_id,event_type,timestamp,source\nu,i,click,2023-11-14T22:13:20Z,x\n");
        long?[] hashes = [.. LoadAll(Settings("in"), RawTable.Events).Select(row => row.Hash)];
        Assert.Equal(hashes[0], hashes[2]);
        Assert.NotEqual(hashes[0], hashes[1]);
    }

    [Fact]
    public void An_event_with_an_id_is_known_by_its_id()
    {
        var rows = Load(
            "e.jsonl",
            $"{Event},\"event_id\":\"e\"}}\n{Event},\"event_id\":\"e \",\"position\":3}}\n{Event},\"event_id\":\"f\"}}\n",
            table: RawTable.Events
        );
        Assert.Equal(rows[0].Hash, rows[1].Hash);
        Assert.NotEqual(rows[0].Hash, rows[2].Hash);
    }
}
