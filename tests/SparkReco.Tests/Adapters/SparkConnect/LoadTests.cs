using SparkReco.Models;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

public class LoadTests : SparkConnectTest
{
    private static readonly Column[] Columns =
    [
        new("text", ColumnType.String, ""),
        new("small", ColumnType.Int, ""),
        new("large", ColumnType.BigInt, ""),
        new("real", ColumnType.Double, ""),
        new("flag", ColumnType.Boolean, ""),
        new("day", ColumnType.Date, ""),
    ];

    [Fact]
    public async Task Loaded_rows_are_read_as_they_were()
    {
        object?[][] rows =
        [
            ["plain", 1, 2L, 0.5, true, new DateOnly(2026, 9, 1)],
            [null, null, null, null, null, null],
            ["", int.MinValue, long.MaxValue, double.Epsilon, false, new DateOnly(1969, 12, 31)],
            ["it's \"quoted\" `so`, 日本 😀\n\\", 0, -1L, -0.1, true, new DateOnly(9999, 12, 31)],
        ];

        await Session.LoadAsync("loaded", Columns, rows, Cancellation);

        Assert.Equal(rows, await RowsAsync("select text, small, large, real, flag, day from loaded"));
    }

    [Fact]
    public async Task Columns_have_the_types_of_the_contract()
    {
        await Session.LoadAsync("loaded", Columns, [], Cancellation);

        Assert.Equal(["string", "int", "bigint", "double", "boolean", "date"], (await RowsAsync("describe loaded")).Select(row => row[1]));
    }

    [Fact]
    public async Task No_rows_make_an_empty_view()
    {
        await Session.LoadAsync("loaded", Columns, [], Cancellation);

        Assert.Empty(await RowsAsync("select * from loaded"));
    }

    [Fact]
    public async Task A_second_load_replaces_the_first()
    {
        await Session.LoadAsync(
            "loaded",
            Columns[..1],
            [
                ["old"],
            ],
            Cancellation
        );
        await Session.LoadAsync(
            "loaded",
            Columns[..1],
            [
                ["new"],
            ],
            Cancellation
        );

        Assert.Equal(
            [
                ["new"],
            ],
            await RowsAsync("select * from loaded")
        );
    }

    [Fact]
    public async Task A_name_is_taken_as_it_is()
    {
        await Session.LoadAsync(
            "order by `x`",
            [new("a column; -- `y`", ColumnType.Int, "")],
            [
                [1],
            ],
            Cancellation
        );

        Assert.Equal(
            [
                [1],
            ],
            await RowsAsync("select `a column; -- ``y``` from `order by ``x```")
        );
    }

    [Fact]
    public async Task Many_rows_are_loaded_in_tasks_of_a_size_that_Spark_likes()
    {
        var rows = Enumerable
            .Range(0, 200_000)
            .Select(number => new object?[] { $"item {number}", number, (long)number, number / 2.0, number % 2 == 0, new DateOnly(2026, 9, 1) })
            .ToArray();

        await Session.LoadAsync("loaded", Columns, rows, Cancellation);

        Assert.Equal(
            [
                [200_000L, 200_000L, 199_999, 19_999_900_000L, 100_000L],
            ],
            await RowsAsync("select count(*), count(distinct text), max(small), sum(large), count_if(flag) from loaded")
        );
        Assert.DoesNotContain("task of very large size", (await ServerAsync()).Log);
    }

    [Fact]
    public async Task More_than_one_task_takes_is_loaded_as_one_view()
    {
        var text = new string('x', 1_000_000);
        var rows = Enumerable.Range(0, 5).Select(number => new object?[] { $"{number} {text}" }).ToArray();

        await Session.LoadAsync("loaded", Columns[..1], rows, Cancellation);

        Assert.Equal(
            [
                [5L, 5L],
            ],
            await RowsAsync("select count(*), count(distinct split(text, ' ')[0]) from loaded")
        );
        Assert.Equal(
            [
                ["loaded"],
            ],
            (await RowsAsync("show views")).Select(row => new[] { row[1] })
        );
    }
}
