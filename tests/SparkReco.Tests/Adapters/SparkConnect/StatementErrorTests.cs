using SparkReco.Ports;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

public class StatementErrorTests : SparkConnectTest
{
    [Theory]
    [InlineData("select\n  1 as a,\n  from range(3) x y", "PARSE_SYNTAX_ERROR", 3)]
    [InlineData("select 1\nfrom no_such_table", "TABLE_OR_VIEW_NOT_FOUND", 2)]
    [InlineData("select id,\n  no_such_column\nfrom range(3)", "UNRESOLVED_COLUMN.WITH_SUGGESTION", 2)]
    [InlineData("select id,\n\n  1 / (id - 2)\nfrom range(3)", "DIVIDE_BY_ZERO", 3)]
    [InlineData("select\n  cast('x' as int)", "CAST_INVALID_INPUT", 2)]
    public async Task A_mistake_has_its_class_first_and_its_line(string sql, string name, int line)
    {
        var error = await FailAsync(sql);

        Assert.StartsWith($"[{name}] ", error.Message);
        Assert.Equal((line, name), (error.Line, error.ErrorClass));
        Assert.DoesNotContain("\tat ", error.Message);
    }

    [Fact]
    public async Task A_mistake_in_a_view_has_no_line_in_the_statement()
    {
        await Session.RunAsync("create or replace temp view broken as\nselect 1 / 0 as x", Cancellation);

        var error = await FailAsync("select\n\nx from broken");

        Assert.StartsWith("[DIVIDE_BY_ZERO] ", error.Message);
        Assert.Null(error.Line);
    }

    [Fact]
    public async Task A_mistake_of_a_task_without_a_class_is_told_in_words()
    {
        var error = await FailAsync("select raise_error('the disk is full') from range(1)");

        Assert.Contains("the disk is full", error.Message);
        Assert.DoesNotContain("\tat ", error.Message);
    }

    [Fact]
    public async Task A_statement_that_is_run_fails_as_one_that_is_read()
    {
        var error = await Assert.ThrowsAsync<EngineException>(() =>
            Session.RunAsync("create temp view x as\nselect * from no_such_table", Cancellation)
        );

        Assert.StartsWith("[TABLE_OR_VIEW_NOT_FOUND] ", error.Message);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public async Task A_session_goes_on_after_a_mistake()
    {
        await FailAsync("select nonsense");

        Assert.Equal(
            [
                [1],
            ],
            await RowsAsync("select 1")
        );
    }
}
