using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class CsvTests : IngestTest
{
    [Theory]
    [InlineData("user_id,tier\nu1,paid\n")]
    [InlineData("user_id,tier\r\nu1,paid\r\n")]
    [InlineData("\uFEFF\"user_id\", tier \nu1,paid")]
    [InlineData("TIER,User_Id\n\"paid\",\"u1\"\n")]
    public void A_header_names_the_columns(string text)
    {
        var row = Assert.Single(Load("u.csv", text));
        Assert.Equal(("u1", "paid", 2L, null), (row["user_id"], row["tier"], row.Line, row.Problem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("user_id\n")]
    public void A_file_without_records_has_no_rows(string text) => Assert.Empty(Load("u.csv", text));

    [Fact]
    public void Quotes_keep_delimiters_line_breaks_and_quotes()
    {
        var rows = Load("u.csv", "user_id,plan\nu1,\"a,\"\"b\"\"\r\nc\"\nu2,x\n");
        Assert.Equal("a,\"b\"\r\nc", rows[0]["plan"]);
        Assert.Equal([2L, 4L], rows.Select(row => row.Line));
    }

    [Fact]
    public void An_empty_field_is_null_and_an_empty_pair_of_quotes_is_an_empty_text()
    {
        var row = Assert.Single(Load("u.csv", "user_id,plan,country\nu1,,\"\"\n"));
        Assert.Null(row["plan"]);
        Assert.Equal("", row["country"]);
    }

    [Fact]
    public void A_quote_inside_a_plain_field_is_data() =>
        Assert.Equal("5\" disc", Assert.Single(Load("u.csv", "user_id,plan\nu1,5\" disc\n"))["plan"]);

    [Fact]
    public void A_formula_is_data() => Assert.Equal("=cmd|x", Assert.Single(Load("u.csv", "user_id,plan\nu1,=cmd|x\n"))["plan"]);

    [Theory]
    [InlineData("u1,paid,x", "3 fields where the header has 2")]
    [InlineData("u1", "1 fields where the header has 2")]
    [InlineData("user_id,tier", "repeated header")]
    [InlineData("\"u1\"x,paid", "text after a closing quote: set the source's escape where a backslash stands before quotes")]
    [InlineData("u\0,paid", "NUL byte in user_id")]
    [InlineData("\"u1,paid", "unterminated quote")]
    [InlineData("u1,\"paid", "unterminated quote")]
    public void A_bad_row_does_not_take_others_with_it(string line, string problem)
    {
        var rows = Load("u.csv", $"user_id,tier\nu0,paid\n{line}\nu2,paid\n");
        Assert.Equal([null, problem, null], rows.Select(row => row.Problem));
        Assert.Equal([2L, 3L, 4L], rows.Select(row => row.Line));
        Assert.Equal(line.Replace('\0', '\uFFFD'), rows[1].Raw);
        Assert.Equal("u2", rows[2]["user_id"]);
    }

    [Fact]
    public void Reading_goes_on_after_a_quote_that_is_closed_a_megabyte_later()
    {
        var rows = string.Concat(Enumerable.Range(0, 300_000).Select(i => $"u{i},paid\n"));
        var all = Load("u.csv", $"user_id,tier\n\"bad,paid\n{rows}last,\"paid\"\n");
        Assert.Equal(300_002, all.Count);
        Assert.Equal("unterminated quote", Assert.Single(all, row => row.Problem is not null).Problem);
    }

    [Fact]
    public void Invalid_utf8_is_a_bad_row()
    {
        byte[] text = [.. "user_id\nu1\n"u8, 0xE9, .. "\nu3\n"u8];
        Assert.Equal([null, "invalid UTF-8 in user_id", null], Load("u.csv", text).Select(row => row.Problem));
    }

    [Fact]
    public void A_row_over_the_limit_is_skipped_and_reading_goes_on()
    {
        var settings = Settings("u.csv") with { MaxLineBytes = 4096 };
        var text = $"user_id\nu1\n{new string('x', 2_000_000)}\nu3\n{new string('y', 5000)}";
        var rows = Load("u.csv", text, settings);
        Assert.Equal([2L, 3L, 4L, 5L], rows.Select(row => row.Line));
        Assert.Equal([null, "row longer than 4096 bytes", null, "row longer than 4096 bytes"], rows.Select(row => row.Problem));
        Assert.Equal(new string('x', 1000), rows[1].Raw);
    }

    [Theory]
    [InlineData("u.tsv", "user_id\ttier\nu1\tpaid\n")]
    [InlineData("u.tsv.gz", "user_id\ttier\nu1\tpaid\n")]
    public void A_tsv_file_has_tabs(string path, string text) =>
        Assert.Equal(
            "paid",
            Assert.Single(
                Load(path, path.EndsWith(".gz", StringComparison.Ordinal) ? TempFolder.Gzip(text) : System.Text.Encoding.UTF8.GetBytes(text))
            )["tier"]
        );

    [Fact]
    public void A_tsv_file_may_have_commas() =>
        Assert.Equal("paid", Assert.Single(Load("u.tsv", "user_id,tier\nu1,paid\n", Settings("u.tsv") with { Delimiter = "," }))["tier"]);

    [Fact]
    public void Another_delimiter_can_be_set() =>
        Assert.Equal("paid", Assert.Single(Load("u.csv", "user_id;tier\nu1;paid\n", Settings("u.csv") with { Delimiter = ";" }))["tier"]);

    [Fact]
    public void A_required_field_without_a_column_is_refused_with_the_columns_that_exist()
    {
        Folder.Write("u.csv", "userid;tier\nu1;paid\n");
        Assert.Equal(
            "u.csv: no column for the field user_id. Columns: userid;tier. Is the delimiter ';'? Set sources.users.delimiter.",
            Refused(Settings("u.csv")).Message
        );
    }

    [Fact]
    public void A_mapped_column_that_no_file_has_is_refused_with_the_nearest_name()
    {
        Folder.Write("u.csv", "id_student,tier\nu1,paid\n");
        var problem = Assert.Single(Refused(Mapped("u.csv", "user_id", new() { Column = "id_studnt" })).Problems);
        Assert.Equal("sources.users.fields: no file has the column id_studnt (u.csv). Columns: id_student, tier. Did you mean id_student?", problem);
    }

    [Fact]
    public void A_mapped_column_may_be_missing_in_some_files()
    {
        Folder.Write("a.csv", "user_id,abo\nu1,x\n");
        Folder.Write("b.csv", "user_id\nu2\n");
        Assert.Equal(["x", null], LoadAll(Mapped("*.csv", "plan", new() { Column = "abo" })).Select(row => row["plan"]));
    }

    [Fact]
    public void Duplicate_columns_are_refused_only_when_they_are_needed()
    {
        Folder.Write("a.csv", "user_id,x,x\nu1,1,2\n");
        Assert.Single(LoadAll(Settings("a.csv")));
        Folder.Write("b.csv", "user_id,user_id\nu1,u2\n");
        Assert.Contains("is there 2 times", Refused(Settings("b.csv")).Message, StringComparison.Ordinal);
    }
}
