using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Clean;

public sealed class RejectedRowsTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_row_that_could_not_be_typed_is_named_by_its_file_line_and_reason()
    {
        _rig.Given(
                "raw_files",
                "raw_table, file_number, path",
                ("raw_users", 0, "users.jsonl"),
                ("raw_users", 1, "more.jsonl"),
                ("raw_items", 1, "items.csv")
            )
            .Given("raw_problems", "raw_table, file_number, line, reason, raw", ("raw_users", 1, 7L, "unknown tier", "{\"tier\":\"gold\"}"));

        Assert.Equal(["more.jsonl | 7 | unknown tier | {\"tier\":\"gold\"}"], _rig.Rows("rejected_rows", "source, line, reason, raw"));
    }

    [Fact]
    public void The_first_1000_characters_of_a_row_are_kept()
    {
        _rig.Given("raw_files", "raw_table, path", ("raw_users", "users.jsonl"))
            .Given("raw_problems", "raw_table, reason, raw", ("raw_users", "bad", new string('é', 2000)));

        Assert.Equal([new string('é', 1000)], _rig.Rows("rejected_rows", "raw"));
    }
}
