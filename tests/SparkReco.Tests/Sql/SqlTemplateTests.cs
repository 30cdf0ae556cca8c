using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Sql;

public sealed class SqlTemplateTests
{
    [Fact]
    public void Parameters_outside_literals_and_comments_are_filled()
    {
        var template = new SqlTemplate("m.sql", "select ':a' as x, :a -:b as y -- :c\nwhere z::int = :a");

        Assert.Equal(["a", "b"], template.Parameters);
        Assert.Equal(
            "select ':a' as x, 5 -CAST(-1 AS INT) as y -- :c\nwhere z::int = 5",
            template.Fill(new Dictionary<string, SqlLiteral> { ["a"] = SqlLiteral.Of(5), ["b"] = SqlLiteral.Of(-1) })
        );
    }

    [Fact]
    public void A_missing_value_names_file_line_and_parameter()
    {
        var error = Assert.Throws<SqlModelException>(() =>
            new SqlTemplate("m.sql", "select\n  :run_date").Fill(new Dictionary<string, SqlLiteral>())
        );

        Assert.Equal("m.sql:2:3: the parameter :run_date has no value", error.Message);
        Assert.Equal(("m.sql", 2, 3), (error.File, error.Line, error.Column));
    }

    [Fact]
    public void A_value_without_a_parameter_is_an_error()
    {
        var error = Assert.Throws<SqlModelException>(() =>
            new SqlTemplate("m.sql", "select 1").Fill(new Dictionary<string, SqlLiteral> { ["k"] = SqlLiteral.Of(1) })
        );

        Assert.Equal("m.sql:1:1: there is no parameter :k for the value given", error.Message);
    }
}
