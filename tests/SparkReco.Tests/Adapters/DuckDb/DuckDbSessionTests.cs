using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbSessionTests
{
    private const string Probe = """
        select pmod(-7, 3) as a, current_setting('TimeZone') as b, 1 / 0 as c, array_join(sort_array(array(2, null, 1)), ',', '-') as d
        """;

    private static readonly string[] Expected = ["2 | \"UTC\" | NULL | \"-,1,2\""];

    [Fact]
    public void Portable_functions_and_settings_are_there()
    {
        using var connection = DuckDbTest.Open();

        Assert.Equal(Expected, DuckDbTest.Query(connection, Probe));
    }
}
