using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Sql;

public sealed class SqlInputsTests
{
    [Fact]
    public void Tables_are_what_is_read_but_steps_and_functions_whether_they_have_another_name_or_not()
    {
        const string Sql = """
            with late as (select e.user_id from interactions as e where e.item_id in (select item_id from items))
            select n.v, count(*) from late as l
            inner join users as u on u.user_id = l.user_id
            cross join plans
            lateral view explode(u.names) as n
            inner join range(3) as r on true
            group by n.v
            """;

        Assert.Equal(["interactions", "items", "users", "plans"], SqlInputs.TablesOf("a query", Sql));
    }
}
