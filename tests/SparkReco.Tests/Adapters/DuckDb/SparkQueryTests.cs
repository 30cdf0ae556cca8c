using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>
/// Whole queries with the rows that Spark 3.5.7 gave (ANSI mode, UTC): the lint lets each through, and DuckDB gives the same rows.
/// </summary>
public sealed class SparkQueryTests
{
    [Fact]
    public void Portable_queries_give_sparks_rows()
    {
        using var connection = DuckDbTest.Open();
        var failures = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sql", "spark-queries.tsv")).Skip(1))
        {
            var (query, expected) = (line.Split('\t')[0], line.Split('\t')[1]);
            failures.AddRange(PortableSqlLint.Check("query.sql", query).Select(f => $"{query}\n  refused: {f}"));
            var rows = Rows(connection, query);
            if (rows != expected) failures.Add($"{query}\n  Spark:  {expected}\n  DuckDB: {rows}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} failures\n" + string.Join('\n', failures));
    }

    private static string Rows(DuckDB.NET.Data.DuckDBConnection connection, string query)
    {
        try
        {
            return string.Join(" ; ", DuckDbTest.Query(connection, query));
        }
        catch (DuckDB.NET.Data.DuckDBException e)
        {
            return e.Message.Split('\n')[0];
        }
    }
}
