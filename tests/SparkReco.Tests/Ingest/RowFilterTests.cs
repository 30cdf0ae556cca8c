using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class RowFilterTests : IngestTest
{
    private const string Csv = "user_id,tier,state,bot\nu1,paid,active,\nu2,?,closed,\nu3,free, active ,true\nu4,free,,false\n";
    private const string Json = """
        {"user_id":"u1","tier":"paid","state":"active"}
        {"user_id":"u2","tier":"?","state":"closed"}
        {"user_id":"u3","tier":"free","state":"active","bot":true}
        {"user_id":"u4","tier":"free","state":null,"bot":false}
        """;

    public static TheoryData<string, string> Files { get; } = new() { { "u.csv", Csv }, { "u.jsonl", Json } };

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_whose_columns_hold_something_else_are_left_out_and_never_rejected(string path, string text) =>
        Check(path, text, "state", new() { Is = ["active"] }, "u1 u3");

    [Theory]
    [MemberData(nameof(Files))]
    public void An_empty_text_stands_for_no_value(string path, string text) => Check(path, text, "state", new() { Is = ["active", ""] }, "u1 u3 u4");

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_that_have_one_of_some_texts_can_be_left_out(string path, string text) =>
        Check(path, text, "state", new() { IsNot = ["closed"] }, "u1 u3 u4");

    [Theory]
    [MemberData(nameof(Files))]
    public void All_conditions_must_hold(string path, string text)
    {
        var where = new Dictionary<string, RowCondition>
        {
            ["state"] = new() { Is = ["active"] },
            ["bot"] = new() { IsNot = ["true"] },
        };
        var rows = Load(path, text, Settings(path) with { Where = where }, RawTable.Users);
        Assert.Equal(("u1", 3), (Assert.Single(rows)["user_id"], LeftOutRows));
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_rejected_and_not_left_out()
    {
        var where = new Dictionary<string, RowCondition> { ["state"] = new() { Is = ["active"] } };
        var row = Assert.Single(Load("u.csv", "user_id,tier,state\nu1,paid\n", Settings("u.csv") with { Where = where }, RawTable.Users));
        Assert.Equal(("2 fields where the header has 3", 0), (row.Problem, LeftOutRows));
    }

    [Fact]
    public void A_column_that_no_file_has_is_refused() =>
        Assert.Contains(
            "no file has the column stat (u.csv). Columns: user_id, tier, state, bot. Did you mean state?",
            Refused(
                Settings(Folder.Write("u.csv", Csv)) with
                {
                    Paths = ["u.csv"],
                    Where = new Dictionary<string, RowCondition> { ["stat"] = new() { Is = ["x"] } },
                },
                RawTable.Users
            ).Message,
            StringComparison.Ordinal
        );

    private void Check(string path, string text, string column, RowCondition condition, string expected)
    {
        var settings = Settings(path) with { Where = new Dictionary<string, RowCondition> { [column] = condition } };
        var rows = Load(path, text, settings, RawTable.Users);
        Assert.Equal((expected, 4 - expected.Split(' ').Length), (string.Join(' ', rows.Select(row => row["user_id"])), LeftOutRows));
    }
}
