using SparkReco.Adapters.DuckDb;
using SparkReco.Sql;
using SparkReco.Tests.Adapters.DuckDb;
using Xunit;

namespace SparkReco.Tests.Sql;

public sealed class SqlLiteralTests
{
    [Fact]
    public void Each_type_has_one_text()
    {
        Assert.Equal("'abc'", SqlLiteral.Of("abc").Text);
        Assert.Equal("('it' || chr(39) || 's')", SqlLiteral.Of("it's").Text);
        Assert.Equal("('' || chr(92) || 'n')", SqlLiteral.Of("\\n").Text);
        Assert.Equal("('' || chr(36) || '{x}')", SqlLiteral.Of("${x}").Text);
        Assert.Equal("5", SqlLiteral.Of(5).Text);
        Assert.Equal("CAST(-5 AS INT)", SqlLiteral.Of(-5).Text);
        Assert.Equal("CAST(5 AS BIGINT)", SqlLiteral.Of(5L).Text);
        Assert.Equal("1.5e0", SqlLiteral.Of(1.5).Text);
        Assert.Equal("1e20", SqlLiteral.Of(1e20).Text);
        Assert.Equal("(-1e-07)", SqlLiteral.Of(-1e-7).Text);
        Assert.Equal("true", SqlLiteral.Of(true).Text);
        Assert.Equal("DATE '2024-01-05'", SqlLiteral.Of(new DateOnly(2024, 1, 5)).Text);
        Assert.Equal("CAST(NULL AS BIGINT)", SqlLiteral.NullOf("BIGINT").Text);
    }

    [Fact]
    public void What_sql_cannot_write_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SqlLiteral.Of("a\0b"));
        Assert.Throws<ArgumentException>(() => SqlLiteral.Of(double.NaN));
        Assert.Throws<ArgumentException>(() => SqlLiteral.Of(double.PositiveInfinity));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("'")]
    [InlineData("a\\'b''c\n--d/*")]
    [InlineData("${x} $1 :y 😀")]
    [InlineData("")]
    public void Text_reads_back_as_it_was(string text)
    {
        using var connection = DuckDbTest.Open();
        Assert.Equal([$"\"{text}\""], DuckDbTest.Query(connection, $"select {SqlLiteral.Of(text)} as v"));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-123456789.123456789)]
    public void A_double_reads_back_as_it_was(double number)
    {
        using var connection = DuckDbTest.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select {SqlLiteral.Of(number)} as v";
        Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits((double)command.ExecuteScalar()!));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_long_reads_back_as_it_was(long number)
    {
        using var connection = DuckDbTest.Open();
        Assert.Equal([$"{number}"], DuckDbTest.Query(connection, $"select {SqlLiteral.Of(number)} as v"));
    }
}
