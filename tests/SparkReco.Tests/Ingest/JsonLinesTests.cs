using System.Text;
using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class JsonLinesTests : IngestTest
{
    private const string Good = """{"user_id":"u1"}""";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void One_object_on_each_line_is_one_row(string lineBreak)
    {
        var rows = Load("u.jsonl", $"{Good}{lineBreak}{{\"user_id\":\"u2\",\"tier\":null}}{lineBreak}");
        Assert.Equal(["u1", "u2"], rows.Select(row => row["user_id"]));
        Assert.Equal([1L, 2L], rows.Select(row => row.Line));
        Assert.All(rows, row => Assert.Null(row.Raw));
    }

    [Fact]
    public void Blank_lines_count_as_lines_but_not_as_rows()
    {
        var rows = Load("u.jsonl", $"\n \t\r\n{Good}\n\n");
        Assert.Equal(3, Assert.Single(rows).Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\r\n")]
    public void A_file_without_objects_has_no_rows(string text) => Assert.Empty(Load("u.jsonl", text));

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Null(Assert.Single(Load("u.jsonl", "\uFEFF" + Good)).Problem);

    [Fact]
    public void A_last_line_without_a_line_break_is_a_row() => Assert.Null(Assert.Single(Load("u.jsonl", Good)).Problem);

    [Theory]
    [InlineData("""{"user_id":"u""", "cut line: the file ends inside the object")]
    [InlineData("{\"user_id\":\"u1\"\n", "the object does not end on its line")]
    [InlineData("[1]", "not an object: an array")]
    [InlineData("\"a\"", "not an object: a string")]
    [InlineData("-1", "not an object: a number")]
    [InlineData("null", "not an object: null")]
    [InlineData("true", "not an object: a boolean")]
    [InlineData("user_id,tier", "invalid JSON at byte 1")]
    [InlineData("\f", "invalid JSON at byte 1")]
    [InlineData("""{"user_id":"u1"}x""", "text after the object")]
    [InlineData("{\"user_id\":\"a\u0001\"}", "control character 0x01 at byte 14")]
    [InlineData("{\"user_id\":\"a\0\"}", "control character 0x00 at byte 14")]
    [InlineData("""{"user_id":"u1","user_id":"u2"}""", "duplicate key user_id")]
    [InlineData("""{"USER_ID":"u1","User_Id":"u2"}""", "duplicate key user_id")]
    [InlineData("""{"user_id":"\ud800"}""", "lone surrogate escape in user_id")]
    [InlineData("""{"user_id":"a\u0000"}""", "\\u0000 in user_id")]
    [InlineData("""{"user_id":{"a":1}}""", "user_id is an object")]
    [InlineData(
        """{"user_id":[1]}""",
        "user_id is an array: say with sources.users.fields.user_id.take whether the first counts, the last or all joined"
    )]
    [InlineData("""{"user_id":NaNa}""", "invalid JSON at byte 15")]
    [InlineData("""{NaN:1}""", "invalid JSON at byte 2")]
    [InlineData("""{"user_id":-Infinity}""", "Infinity at byte 13: not JSON")]
    [InlineData("""{"user_id":1e400}""", "number out of range in user_id")]
    [InlineData("""{"user_id":007}""", "invalid JSON at byte 13")]
    public void A_bad_line_is_a_row_with_its_reason_and_its_text(string line, string problem)
    {
        var row = Assert.Single(Load("u.jsonl", line));
        Assert.Equal(problem, row.Problem);
        Assert.Empty(row.Fields);
        Assert.Equal(line.TrimEnd('\n').Replace('\0', '\uFFFD'), row.Raw);
    }

    [Fact]
    public void A_line_that_is_no_object_is_a_bad_row_and_the_next_one_is_read()
    {
        var rows = Load("u.jsonl", $"{Good}\n{{\n\"user_id\":\"u1\"\n}}\n{Good}");
        Assert.Equal(5, rows.Count);
        Assert.Equal(3, rows.Count(row => row.Problem is not null));
    }

    [Fact]
    public void Invalid_utf8_is_replaced_in_the_raw_text()
    {
        var row = Assert.Single(Load("u.jsonl", Encoding.Latin1.GetBytes("{\"user_id\":\"é\"}")));
        Assert.Equal("invalid UTF-8 in user_id", row.Problem);
        Assert.Equal("{\"user_id\":\"\uFFFD\"}", row.Raw);
    }

    [Fact]
    public void Utf16_without_a_mark_is_one_problem_for_the_whole_file()
    {
        var row = Assert.Single(Load("u.jsonl", Encoding.Unicode.GetBytes($"{Good}\n{Good}\n")));
        Assert.Equal("not UTF-8 (looks like UTF-16): set sources.users.encoding to utf-16, or save it as UTF-8", row.Problem);
        Assert.Equal(0, row.Line);
        Assert.Null(row.Raw);
    }

    [Fact]
    public void Line_separators_and_surrogate_pairs_in_strings_are_data()
    {
        var row = Assert.Single(Load("u.jsonl", "{\"user_id\":\"a\u2028b\",\"plan\":\"\\ud83d\\ude00\"}\n"));
        Assert.Equal("a\u2028b", row["user_id"]);
        Assert.Equal("\U0001F600", row["plan"]);
    }

    [Fact]
    public void A_lone_carriage_return_is_white_space() =>
        Assert.Equal("u1", Assert.Single(Load("u.jsonl", "{\r\"user_id\":\r\"u1\"}\r"))["user_id"]);

    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"007\"", "007")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("0e9", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("-12.50E+2", "-1250")]
    [InlineData("1200e-2", "12")]
    [InlineData("0.001e3", "1")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e-400", "1e-400")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("99999999999999999999999", "99999999999999999999999")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"\"", "")]
    public void A_value_has_one_text(string json, string text) =>
        Assert.Equal(text, Assert.Single(Load("u.jsonl", $"{{\"user_id\":{json}}}\n"))["user_id"]);

    [Fact]
    public void A_bare_NaN_is_no_value() =>
        Assert.Equal(
            ["u1|", "|user_id is missing", "u3|"],
            Load(
                    "u.jsonl",
                    """
                    {"x":[NaN,{"y": NaN}],"user_id":"u1","tier":"paid","registered_on":NaN,"is_monthly_active":NaN}
                    {"user_id":NaN,"tier":"paid"}
                    {"user_id":"u3","tier":"paid"}
                    """,
                    table: RawTable.Users
                )
                .Select(row => $"{row["user_id"]}|{row.Problem}")
        );

    [Fact]
    public void A_number_of_three_hundred_digits_is_no_danger() =>
        Assert.Equal(301, Assert.Single(Load("u.jsonl", "{\"user_id\":1e300}\n"))["user_id"]!.Length);

    [Fact]
    public void Deep_nesting_is_a_problem_of_its_line()
    {
        var deep = new string('[', 200_000);
        var rows = Load("u.jsonl", $"{{\"x\":{deep}\n{Good}\n");
        Assert.Equal(["nested deeper than 64 levels", null], rows.Select(row => row.Problem));
        Assert.Equal(1000, rows[0].Raw!.Length);
    }

    [Fact]
    public void A_line_over_the_limit_is_skipped_and_reading_goes_on()
    {
        var huge = $"{{\"user_id\":\"{new string('x', 40 << 20)}\"}}";
        var rows = Load("u.jsonl", $"{Good}\n{huge}\n{Good}\n{huge}");
        Assert.Equal([1L, 2L, 3L, 4L], rows.Select(row => row.Line));
        Assert.Equal([null, "line longer than 16777216 bytes", null, "line longer than 16777216 bytes"], rows.Select(row => row.Problem));
        Assert.Equal(huge[..1000], rows[1].Raw);
    }

    [Fact]
    public void A_hundred_thousand_keys_are_one_row()
    {
        var keys = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"\"k{i}\":{i}"));
        Assert.Equal("u1", Assert.Single(Load("u.jsonl", $"{{{keys},\"user_id\":\"u1\"}}\n"))["user_id"]);
    }

    [Fact]
    public void Exact_names_win_over_other_cases_and_order_does_not_matter()
    {
        var rows = Load(
            "u.jsonl",
            """
            {"user_id":"a","USER_ID":"b"}
            {"USER_ID":"b","user_id":"a"}
            {"tier":"paid","USER_ID":"a"}
            {"\u0075ser_id":"a"}
            """
        );
        Assert.All(rows, row => Assert.Equal("a", row["user_id"]));
    }

    [Fact]
    public void Aliases_are_taken_in_order_and_a_null_is_passed_over()
    {
        var row = Assert.Single(
            Load(
                "e.jsonl",
                """
                {"user_id":"u","item_id":"i","event_type":"like","timestamp":2,"occurred_at":null,"occurred_at_ms":1700000000000}
                """,
                table: RawTable.Events
            )
        );
        Assert.Equal("1700000000000", row["occurred_at_ms"]);
    }

    [Fact]
    public void A_dotted_column_reads_a_nested_property_unless_a_property_has_the_exact_name()
    {
        var settings = Mapped("u.jsonl", "user_id", new() { Column = "user.id" });
        var rows = Load(
            "u.jsonl",
            """
            {"user":{"x":[1],"id":7}}
            {"user":{"id":7},"user.id":8}
            {"user":"text"}
            {"user":{"id":1,"id":2}}
            """,
            settings
        );
        Assert.Equal(["7", "8", null, null], rows.Select(row => row["user_id"]));
        Assert.Equal([null, null, "user_id is missing", "duplicate key user.id"], rows.Select(row => row.Problem));
    }

    [Fact]
    public void A_raw_text_never_ends_inside_a_surrogate_pair()
    {
        var row = Assert.Single(Load("u.jsonl", "[" + new string('x', 998) + "\U0001F600\U0001F600"));
        Assert.Equal("[" + new string('x', 998), row.Raw);
    }

    [Fact]
    public void A_large_file_is_read_in_parts_with_physical_line_numbers()
    {
        var text = new StringBuilder();
        for (var i = 1; text.Length < 80 << 20; i++)
            text.Append($"{{\"user_id\":\"{i}\",\"x\":\"{new string('x', 9000)}\"}}\n").Append(i % 5 == 0 ? "\n" : "");

        var rows = Load("u.jsonl", text.ToString());
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => $"{i}"), rows.Select(row => row["user_id"]));
        Assert.All(rows.Index(), row => Assert.Equal(row.Index + 1 + (row.Index / 5), row.Item.Line));
    }
}
