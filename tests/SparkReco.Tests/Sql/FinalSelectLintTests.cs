using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Sql;

public sealed class FinalSelectLintTests
{
    [Fact]
    public void The_last_select_is_the_schema()
    {
        var columns = FinalSelectLint.Read(
            "m.sql",
            """
            with a as (select 1 as x union all select 2 as x)
            select
              CAST(a.x as int) AS x,
              cast(cast(sum(a.x) as bigint) as double) as total,
              cast(a.y as decimal(38, 0)) as y
            from a
            """
        );

        Assert.Equal([new("x", "INT"), new("total", "DOUBLE"), new("y", "DECIMAL(38,0)")], columns);
    }

    [Theory]
    [InlineData("select a as x from t", "m.sql:1:8: a column without a cast; write CAST(expression AS TYPE) AS name")]
    [InlineData("select cast(a as int) + 1 as x from t", "m.sql:1:8: a column without a cast; write CAST(expression AS TYPE) AS name")]
    [InlineData("select try_cast(a as int) as x from t", "m.sql:1:8: a column without a cast; write CAST(expression AS TYPE) AS name")]
    [InlineData(
        "select cast(a as timestamp) as x from t",
        "m.sql:1:8: a column of type TIMESTAMP; write INT, BIGINT, DOUBLE, STRING, BOOLEAN, DATE or DECIMAL(p, s)"
    )]
    [InlineData("select cast(a as int) as x, cast(b as int) as X from t", "m.sql:1:1: two columns named x; give each column a name of its own")]
    [InlineData(
        "select cast(a as int) as x from t union all select cast(a as int) as x from u",
        "m.sql:1:35: union outside a step; move it into a WITH step; the last SELECT stands alone"
    )]
    [InlineData("(select 1)", "m.sql:1:1: no SELECT outside brackets; end with a SELECT that lists and casts every column")]
    public void Another_form_is_refused(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<SqlModelException>(() => FinalSelectLint.Read("m.sql", text)).Message);
}
