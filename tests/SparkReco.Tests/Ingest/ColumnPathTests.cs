using System.Globalization;
using System.Text.Json;
using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

/// <summary>Paths into nested values: in JSON, and where the same is the text of a column of CSV.</summary>
public sealed class ColumnPathTests : IngestTest
{
    private const string Params = """[{"key":"id","value":{"s":"a","i":null}},{"value":{"i":7},"key":"n"},{"key":"id","value":{"s":"late"}}]""";

    public static TheoryData<string, string, string?> Values =>
        new()
        {
            { """{"a":{"b":"x"}}""", "p.a.b", "x" },
            { """{"a":1.5}""", "p.a", "1.5" },
            { """{"a":true}""", "p.a", "true" },
            { """{"a":null}""", "p.a", null },
            { """{"b":1}""", "p.a", null },
            { """{"a":["x","y"]}""", "p.a", "x,y" },
            { """[{"a":"x"},{"a":"y"}]""", "p.a", "x,y" },
            { Params, "p[key=id].value.s", "a" },
            { Params, "p[key=n].value.i", "7" },
            { Params, "p[key=id].value.i", null },
            { Params, "p[key=other].value.s", null },
            { Params, "p.key", "id,n,id" },
            { """[{"key":5,"v":"x"},{"key":"a.b=c","v":"y"}]""", "p[key=5].v", "x" },
            { """[{"key":5,"v":"x"},{"key":"a.b=c","v":"y"}]""", "p[key=a.b=c].v", "y" },
            { """{"a":[{"k":"x","v":[1,2]}]}""", "p.a[k=x].v", "1,2" },
            { """{"a":"{\"b\":\"\u00e4\"}"}""", "p.a.b", "\u00e4" },
            { """{"a":"no json"}""", "p.a.b", null },
            { """{"a":NaN,"b":2}""", "p.b", "2" },
            // Half of an emoji, as scripts cut it.
            { """[{"key":"\ud83dabc","v":"x"},{"key":"id","v":"i1"}]""", "p[key=id].v", "i1" },
            { """[{"\ud83d":1,"key":"id","v":"i1"}]""", "p[key=id].v", "i1" },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_path_leads_into_objects_arrays_and_texts_that_are_json(string value, string path, string? expected)
    {
        var mapping = new FieldMapping
        {
            Column = path,
            Take = Take.Joined,
            Separator = ",",
        };
        var csv = $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

        Assert.Equal(expected, Assert.Single(Load("u.jsonl", $$"""{"user_id":"u","p":{{value}}}""", Mapped("u.jsonl", "plan", mapping)))["plan"]);
        Assert.Equal(
            expected,
            Assert.Single(Load("t.jsonl", $$"""{"user_id":"u","p":{{JsonSerializer.Serialize(value)}}}""", Mapped("t.jsonl", "plan", mapping)))[
                "plan"
            ]
        );
        Assert.Equal(expected, Assert.Single(Load("u.csv", $"user_id,tier,p\nu,paid,{csv}\n", Mapped("u.csv", "plan", mapping)))["plan"]);
    }

    [Fact]
    public void A_column_or_property_of_the_whole_name_comes_first()
    {
        var mapping = new FieldMapping { Column = "p.a" };

        Assert.Equal("1", Assert.Single(Load("u.csv", "user_id,tier,p.a,p\nu,paid,1,\"{\"\"a\"\":2}\"\n", Mapped("u.csv", "plan", mapping)))["plan"]);
        Assert.Equal("1", Assert.Single(Load("u.jsonl", """{"user_id":"u","p":{"a":2},"p.a":1}""", Mapped("u.jsonl", "plan", mapping)))["plan"]);
    }

    [Fact]
    public void The_first_name_of_a_path_may_have_points()
    {
        var mapping = new FieldMapping { Column = "ctx.geo.country" };

        Assert.Equal(
            "DE",
            Assert.Single(Load("u.csv", "user_id,tier,ctx.geo\nu,paid,\"{\"\"country\"\":\"\"DE\"\"}\"\n", Mapped("u.csv", "plan", mapping)))["plan"]
        );
        Assert.Equal(
            "DE",
            Assert.Single(Load("u.jsonl", """{"user_id":"u","ctx.geo":{"country":"DE"}}""", Mapped("u.jsonl", "plan", mapping)))["plan"]
        );
    }

    [Fact]
    public void A_bare_NaN_on_a_later_line_costs_no_other_value()
    {
        const string file = "user_id,tier,p\nu,paid,\"{\"\"b\"\": 2,\n \"\"a\"\": NaN}\"\n";

        Assert.Equal("2", Assert.Single(Load("u.csv", file, Mapped("u.csv", "plan", new() { Column = "p.b" })))["plan"]);
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1} and more")]
    [InlineData("{'a': 1}")]
    public void Text_that_only_begins_like_json_costs_the_value(string text)
    {
        var row = Assert.Single(
            Load("u.csv", $"user_id,tier,p\nu,paid,{text}\n", Mapped("u.csv", "plan", new() { Column = "p.a" }) with { Quote = null })
        );

        Assert.Equal(("u", null), (row["user_id"], row["plan"]));
        Assert.Equal("p is not JSON", Assert.Single(Flaws).Flaw);
    }

    [Fact]
    public void A_column_that_no_file_has_is_told()
    {
        Folder.Write("u.csv", "user_id,tier,p\nu,paid,1\n");

        Assert.Contains(
            "no file has the column q[k=a].v",
            Refused(Mapped("u.csv", "plan", new() { Column = "q[k=a].v" })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Rows_can_be_chosen_by_a_path()
    {
        var settings = Settings("u.csv") with { Where = new Dictionary<string, RowCondition> { ["p.kind"] = new() { Is = ["a"] } } };

        var rows = Load("u.csv", "user_id,tier,p\nu,paid,\"{\"\"kind\"\":\"\"a\"\"}\"\nv,paid,\"{\"\"kind\"\":\"\"b\"\"}\"\nw,paid,\n", settings);

        Assert.Equal(["u"], rows.Select(row => row["user_id"]));
        Assert.Equal(2, LeftOutRows);
    }

    [Theory]
    [InlineData("e.csv", "user_id,item_id,event_type,occurred_at,p\n{0}", "u,{1},click,2023-11-14,\"{{\"\"id\"\":\"\"i\"\",\"\"s\"\":{0}}}\"\n")]
    [InlineData(
        "e.jsonl",
        "{0}",
        "{{\"user_id\":\"u\",\"item_id\":\"{1}\",\"event_type\":\"click\",\"occurred_at\":\"2023-11-14\",\"p\":\"{{\\\"id\\\":\\\"i\\\",\\\"s\\\":{0}}}\"}}\n"
    )]
    [InlineData(
        "e.jsonl",
        "{0}",
        "{{\"user_id\":\"u\",\"item_id\":\"{1}\",\"event_type\":\"click\",\"occurred_at\":\"2023-11-14\",\"p\":{{\"id\":\"i\",\"s\":{0}}}}}\n"
    )]
    public void Events_without_an_id_that_differ_in_what_no_path_leads_to_are_two(string path, string file, string row)
    {
        var settings = Settings(path) with { Fields = new Dictionary<string, FieldMapping> { ["item_id"] = new() { Column = "p.id" } } };
        var rows = string.Concat(new[] { 1, 2, 1 }.Select(session => string.Format(CultureInfo.InvariantCulture, row, session, "x")));

        var loaded = Load(path, file.Replace("{0}", rows, StringComparison.Ordinal), settings, RawTable.Events);

        Assert.Equal(loaded[0].Hash, loaded[2].Hash);
        Assert.NotEqual(loaded[0].Hash, loaded[1].Hash);
    }
}
