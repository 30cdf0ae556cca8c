using DuckDB.NET.Data;
using SparkReco.Sql;
using SparkReco.Tests.Sql;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>The lint lets each query through, and DuckDB gives Spark's rows.</summary>
public sealed class SparkQueryTests
{
    [Fact]
    public void Portable_queries_give_sparks_rows()
    {
        using var connection = DuckDbTest.Open();
        var failures = new List<string>();
        foreach (var (query, expected) in SparkQuery.ReadAll())
        {
            failures.AddRange(PortableSqlLint.Check("query.sql", query).Select(f => $"{query}\n  refused: {f}"));
            var rows = Rows(connection, query);
            if (rows != expected)
                failures.Add($"{query}\n  Spark:  {expected}\n  DuckDB: {rows}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} failures\n" + string.Join('\n', failures));
    }

    private static string Rows(DuckDBConnection connection, string query)
    {
        try
        {
            return string.Join(" ; ", DuckDbTest.Query(connection, query));
        }
        catch (DuckDBException e)
        {
            return e.Message.Split('\n')[0];
        }
    }
}
