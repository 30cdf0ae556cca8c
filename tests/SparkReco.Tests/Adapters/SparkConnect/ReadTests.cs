using System.Data;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

public class ReadTests : SparkConnectTest
{
    [Fact]
    public async Task The_version_is_that_of_the_server()
    {
        var version = await Session.ReadAsync("select version()", row => row.GetString(0).Split(' ')[0], Cancellation);

        Assert.Equal(version[0], Session.Version);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("cast(-128 as tinyint)", (sbyte)-128)]
    [InlineData("cast(-32768 as smallint)", (short)-32768)]
    [InlineData("2147483647", 2147483647)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("cast(0.5 as float)", 0.5f)]
    [InlineData("cast(0.1 as double)", 0.1)]
    [InlineData("'Zoë\\'s 日本 \"x\" 😀'", "Zoë's 日本 \"x\" 😀")]
    [InlineData("''", "")]
    public async Task A_value_arrives_as_its_own_type(string expression, object value) =>
        Assert.Equal(value, Assert.Single(await RowsAsync($"select {expression}"))[0]);

    [Fact]
    public async Task Dates_times_decimals_and_bytes_arrive()
    {
        var row = Assert.Single(
            await RowsAsync("select date'1969-12-31', timestamp'2026-09-01 12:34:56.789', cast(12.50 as decimal(10, 2)), x'00FF'")
        );

        Assert.Equal(new DateOnly(1969, 12, 31), row[0]);
        Assert.Equal(new DateTime(2026, 9, 1, 12, 34, 56, 789, DateTimeKind.Utc), row[1]);
        Assert.Equal(12.50m, row[2]);
        Assert.Equal(new byte[] { 0, 255 }, row[3]);
    }

    [Theory]
    [InlineData("string")]
    [InlineData("int")]
    [InlineData("bigint")]
    [InlineData("double")]
    [InlineData("boolean")]
    [InlineData("date")]
    [InlineData("timestamp")]
    public async Task Null_of_any_type_is_null_and_no_value(string type)
    {
        var isNull = await Session.ReadAsync($"select cast(null as {type})", row => row.IsDBNull(0) && row.GetValue(0) is DBNull, Cancellation);
        var error = await Assert.ThrowsAsync<InvalidCastException>(() =>
            Session.ReadAsync($"select cast(null as {type}) as x", row => row.GetInt64(0), Cancellation)
        );

        Assert.True(Assert.Single(isNull));
        Assert.Equal("the column x is null here", error.Message);
    }

    [Fact]
    public async Task A_whole_number_is_read_at_any_width_that_holds_it()
    {
        static (long, int) Read(IDataRecord row) => (row.GetInt64(0), row.GetInt32(1));

        Assert.Equal([(7L, 8)], await Session.ReadAsync("select 7, 8L", Read, Cancellation));
        await Assert.ThrowsAsync<OverflowException>(() => Session.ReadAsync("select 7, 2147483648L", Read, Cancellation));
    }

    [Fact]
    public async Task A_number_is_not_read_as_another_kind()
    {
        var error = await Assert.ThrowsAsync<InvalidCastException>(() =>
            Session.ReadAsync("select cast(1.5 as double) as x", row => row.GetInt64(0), Cancellation)
        );

        Assert.Equal("the column x is double, not a whole number", error.Message);
    }

    [Fact]
    public async Task A_type_that_is_not_read_says_so()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() =>
            Session.ReadAsync("select array(1) as x", row => row.GetValue(0), Cancellation)
        );

        Assert.Contains("cast it in the query", error.Message);
    }

    [Fact]
    public async Task Columns_are_known_by_name_and_type()
    {
        var shape = await Session.ReadAsync(
            "select 1 as a, date'2026-09-01' as `b c`",
            row => (row.FieldCount, row.GetName(1), row.GetOrdinal("B C"), row.GetFieldType(0), row.GetFieldType(1)),
            Cancellation
        );

        Assert.Equal([(2, "b c", 1, typeof(int), typeof(DateOnly))], shape);
    }

    [Fact]
    public async Task A_query_without_rows_has_none() => Assert.Empty(await RowsAsync("select 1 as x where false"));

    [Fact]
    public async Task Rows_of_many_batches_arrive_in_order()
    {
        var rows = await Session.ReadAsync(
            "select id, cast(id as string) from range(0, 100000, 1, 4) order by id",
            row => (row.GetInt64(0), row.GetString(1)),
            Cancellation
        );

        Assert.Equal(Enumerable.Range(0, 100_000).Select(number => ((long)number, $"{number}")), rows);
    }

    [Fact]
    public async Task A_row_larger_than_a_common_message_arrives()
    {
        var lengths = await Session.ReadAsync("select repeat('x', 20000000)", row => row.GetString(0).Length, Cancellation);

        Assert.Equal([20_000_000], lengths);
    }

    [Fact]
    public async Task An_error_of_the_reader_is_passed_on()
    {
        await Assert.ThrowsAsync<KeyNotFoundException>(() =>
            Session.ReadAsync<int>("select id from range(100000)", _ => throw new KeyNotFoundException(), Cancellation)
        );
    }

    [Fact]
    public async Task Statements_run_in_one_session()
    {
        await Session.RunAsync("create or replace temp view numbers as select id from range(3)", Cancellation);
        await Session.RunAsync("set spark.sql.session.timeZone = America/Denver", Cancellation);

        Assert.Equal(
            [
                [3L, "America/Denver"],
            ],
            await RowsAsync("select count(*), current_timezone() from numbers")
        );
    }
}
