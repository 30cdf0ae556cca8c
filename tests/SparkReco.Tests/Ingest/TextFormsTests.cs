using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using SparkReco.Ingest;
using Xunit;
using ZstdSharp;

namespace SparkReco.Tests.Ingest;

/// <summary>Files of text as programs write them: packed, in other encodings, and cut into rows and fields in other ways.</summary>
public sealed class TextFormsTests : IngestTest
{
    private const string Csv = "user_id,tier,plan\nu1,paid,x\nu2,free,y\n";

    [Theory]
    [InlineData("u.csv.bz2")]
    [InlineData("u.csv.zst")]
    [InlineData("u.csv")]
    public void Packed_text_is_read_whatever_its_name(string path)
    {
        foreach (
            var packed in new[] { Bzip2(Csv), Zstd(Csv) }.Where(
                (_, i) => path == "u.csv" || path.EndsWith(i == 0 ? "bz2" : "zst", StringComparison.Ordinal)
            )
        )
            Assert.Equal("u1 u2", Users(path, packed, Settings(path)));
    }

    [Fact]
    public void An_array_that_is_cut_off_between_two_of_its_objects_does_not_look_whole()
    {
        var rows = Load("u.json", "[{\"user_id\":\"u1\",\"tier\":\"paid\"},");

        Assert.Equal(2, rows.Count);
        Assert.Contains(rows, row => row.Raw is { } raw && raw.Contains("the array does not end", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [ ]\n")]
    public void An_empty_array_has_no_rows(string text) => Assert.Empty(Load("u.json", text));

    [Fact]
    public void Several_packed_parts_behind_each_other_are_one_text() =>
        Assert.Equal("u1 u2", Users("u.csv.zst", [.. Zstd(Csv[..20]), .. Zstd(Csv[20..])], Settings("u.csv.zst")));

    [Theory]
    [InlineData("u.csv.bz2", "bzip2")]
    [InlineData("u.csv.zst", "zstd")]
    public void A_packed_file_that_is_cut_or_changed_is_one_problem(string path, string format)
    {
        var text = Csv + string.Concat(Enumerable.Range(0, 5000).Select(i => $"v{i},paid,{i * 7919}\n"));
        var whole = format == "zstd" ? Zstd(text) : Bzip2(text);
        byte[] changed = [.. whole];
        changed[whole.Length / 2] ^= 0x55;
        foreach (var damaged in new[] { whole[..^9], whole[..(whole.Length / 2)], changed })
        {
            // A header that is garbage may be told first.
            var row = Assert.Single(Load(path, damaged, Settings(path)));
            Assert.True(
                row.Line == 0
                    && (
                        row.Problem!.StartsWith($"{format}: the file is damaged or cut (", StringComparison.Ordinal)
                        || row.Problem.StartsWith("the header cannot be read", StringComparison.Ordinal)
                    ),
                row.Problem
            );
        }
    }

    [Theory]
    [InlineData("utf-16", true, null)]
    [InlineData("utf-16BE", true, null)]
    [InlineData("utf-16", false, "utf-16")]
    [InlineData("windows-1252", false, "windows-1252")]
    [InlineData("iso-8859-1", false, "iso-8859-1")]
    public void Text_of_another_encoding_is_read(string written, bool hasMark, string? setting)
    {
        var encoding = TextEncoding.Find(written)!;
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("user_id,plan\nu1,Straße\n")];
        Assert.Equal("Straße", Assert.Single(Load("u.csv", bytes, Settings("u.csv") with { Encoding = setting }))["plan"]);
        Assert.Equal(
            "Straße",
            Assert.Single(
                Load(
                    "u.jsonl",
                    [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("{\"user_id\":\"u1\",\"plan\":\"Straße\"}")],
                    Settings("u.jsonl") with
                    {
                        Encoding = setting,
                    }
                )
            )["plan"]
        );
    }

    [Fact]
    public void What_an_encoding_does_not_have_costs_its_value_alone()
    {
        // 0x80 is no byte of ASCII.
        byte[] bytes = [.. "user_id,tier,plan\nu1,paid,"u8, 0x80, .. "\nu2,paid,x\n"u8];
        Assert.Equal(
            "u1 u2",
            string.Join(' ', Load("u.csv", bytes, Settings("u.csv") with { Encoding = "us-ascii" }, RawTable.Users).Select(row => row["user_id"]))
        );
        Assert.Equal([new FlawCount("plan", "NUL byte in plan", null, 1)], Flaws);
    }

    [Theory]
    [InlineData("u.csv", "report of\n\"today\nuser_id,tier\nu1,paid\n", 2, 4)]
    [InlineData("u.jsonl", "x\ny\n{\"user_id\":\"u1\"}\n", 2, 3)]
    public void First_lines_can_be_skipped_and_count_for_the_numbers_of_lines(string path, string text, int lines, long line)
    {
        var row = Assert.Single(Load(path, text, Settings(path) with { SkipLines = lines }));
        Assert.Equal(("u1", line), (row["user_id"], row.Line));
    }

    [Fact]
    public void Without_a_header_columns_are_named_by_their_places()
    {
        var settings = Settings("u.csv") with
        {
            HasHeader = false,
            Fields = new Dictionary<string, FieldMapping>
            {
                ["user_id"] = new() { Column = "1" },
                ["tier"] = new() { Column = "2" },
            },
        };
        Assert.Equal(["u1 paid", "u2 free"], Load("u.csv", "u1,paid\nu2,free\n", settings).Select(row => $"{row["user_id"]} {row["tier"]}"));
    }

    [Theory]
    [InlineData("::", "user_id::tier::plan\nu1::\"a::b\"::x:y\nu2::c:::\n", "u1/a::b/x:y u2/c/:")]
    [InlineData("¦", "user_id¦tier¦plan\nu1¦a¦b\n", "u1/a/b")]
    [InlineData("\u0001", "user_id\u0001tier\u0001plan\nu1\u0001a\u0001b\n", "u1/a/b")]
    public void A_delimiter_may_have_several_characters_or_bytes(string delimiter, string text, string expected) =>
        Assert.Equal(expected, Fields(text, Settings("u.csv") with { Delimiter = delimiter }));

    [Fact]
    public void Without_quoting_a_quote_is_a_character() =>
        Assert.Equal("u1/\"a/b\" u2/12\"/c", Fields("user_id,tier,plan\nu1,\"a,b\"\nu2,12\",c\n", Settings("u.csv") with { Quote = null }));

    [Theory]
    [InlineData("u1,a\\,b,c\n", "u1/a,b/c")]
    [InlineData("u1,a\\\nb,c\n", "u1/a\nb/c")]
    [InlineData("u1,a\\nb\\tc,\\\\\n", "u1/a\nb\tc/\\")]
    [InlineData("u1,\"a\\\"b\",c\n", "u1/a\"b/c")]
    [InlineData("u1,\"a\"\"b\",c\n", "u1/a\"b/c")]
    [InlineData("u1,\\N,c\n", "u1/\\N/c")]
    public void A_backslash_can_escape_what_follows_it(string row, string expected) =>
        Assert.Equal(expected, Fields("user_id,tier,plan\n" + row, Settings("u.csv") with { Escape = '\\' }));

    [Theory]
    [InlineData("""[{"user_id":"u1"},{"user_id":"u2"}]""")]
    [InlineData("[\n  {\n    \"user_id\": \"u1\",\n    \"x\": [{}, \"]},{\\\"\"]\n  },\n  {\"user_id\": \"u2\"}\n]\n")]
    [InlineData("""{"user_id":"u1"}{"user_id":"u2"}""")]
    [InlineData("{\n\"user_id\":\"u1\"\n}\n{\n\"user_id\":\"u2\"\n}\n")]
    public void Objects_need_no_lines_of_their_own(string text)
    {
        var rows = Load("u.json", text, Settings("u.json"));
        Assert.Equal(["u1 1", "u2 2"], rows.Select(row => $"{row["user_id"]} {row.Line}"));
        Assert.Equal("u1 u2", Users("u.json.bz2", Bzip2(text), Settings("u.json.bz2")));
    }

    [Fact]
    public void A_cut_array_ends_in_a_bad_row()
    {
        var rows = Load("u.json", """[{"user_id":"u1"},{"user_id":"u""", Settings("u.json"));
        Assert.Equal([null, "cut line: the file ends inside the object"], rows.Select(row => row.Problem));
    }

    [Fact]
    public void An_export_of_dynamodb_is_read_like_the_items_in_it()
    {
        const string Text = """
            {"Item":{"user_id":{"S":"u1"},"age":{"N":"12"},"plan":{"S":"a\"b"},"address":{"M":{"country":{"S":"DE"}}},"tags":{"SS":["x","y"]},"ok":{"BOOL":true},"gone":{"NULL":true}}}
            {"Item":{"user_id":{"N":"2.0"},"tags":{"L":[{"S":"z"}]}}}
            {"Item":{"user_id":"u3"}}
            """;
        var settings = Settings("u.json") with
        {
            Format = SourceFormat.DynamoDb,
            Fields = new Dictionary<string, FieldMapping>
            {
                ["tier"] = new() { Column = "tags", Take = Take.Last },
                ["country"] = new() { Column = "address.country" },
                ["registered_on"] = new() { Column = "age" },
                ["is_monthly_active"] = new() { Column = "ok" },
                ["last_active_on"] = new() { Column = "gone" },
            },
        };
        var rows = Load("u.json", Text, settings);
        Assert.Equal(
            // user_id, tier, plan, country, registered_on, last_active_on, is_monthly_active
            ["u1,y,a\"b,DE,12,,true", "2,z,,,,,", ",,,,,,"],
            rows.Select(row => string.Join(',', Texts.Fields.Select(field => row[field.Name])))
        );
        Assert.Equal([null, null, "user_id is missing"], rows.Select(row => row.Problem));
    }

    private string Fields(string text, SourceSettings settings) =>
        string.Join(
            ' ',
            Load("u.csv", text, settings).Select(row => row.Problem ?? string.Join('/', row["user_id"], row["tier"], row["plan"]).TrimEnd('/'))
        );

    private string Users(string path, byte[] bytes, SourceSettings settings) =>
        string.Join(' ', Load(path, bytes, settings).Select(row => row.Problem ?? row["user_id"]));

    private static byte[] Zstd(string text)
    {
        using var compressor = new Compressor();
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }

    private static byte[] Bzip2(string text)
    {
        using var target = new MemoryStream();
        using (var packed = new BZip2OutputStream(target) { IsStreamOwner = false })
            packed.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
