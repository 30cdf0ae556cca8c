using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbSessionTests
{
    private const string Probe =
        """
        select pmod(-7, 3) as a, current_setting('TimeZone') as b, 1 / 0 as c, array_join(sort_array(array(2, null, 1)), ',', '-') as d
        """;

    private static readonly string[] Expected = ["2 | \"UTC\" | NULL | \"-,1,2\""];

    [Fact]
    public void A_duplicate_sees_the_same()
    {
        using var connection = DuckDbTest.Open();
        using var duplicate = DuckDbSession.Duplicate(connection);

        Assert.Equal(Expected, DuckDbTest.Query(connection, Probe));
        Assert.Equal(Expected, DuckDbTest.Query(duplicate, Probe));
    }

    [Fact]
    public void Preparing_a_file_twice_changes_nothing()
    {
        var directory = Directory.CreateTempSubdirectory("duckdb-session");
        try
        {
            for (var i = 0; i < 2; i++)
            {
                using var connection = new DuckDBConnection($"DataSource={directory.FullName}/a.duckdb");
                connection.Open();
                DuckDbSession.Prepare(connection);
                Assert.Equal(Expected, DuckDbTest.Query(connection, Probe));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Lockdown_opens_its_directories_only()
    {
        var directory = Directory.CreateTempSubdirectory("it's");
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            DuckDbSession.Prepare(connection, new DuckDbLockdown([directory.FullName]) { Threads = 1, MemoryLimit = "1GB" });
            using var duplicate = DuckDbSession.Duplicate(connection);

            var path = $"{directory.FullName}/a.csv".Replace("'", "''", StringComparison.Ordinal);
            Run(duplicate, $"copy (select 1 as a) to '{path}'");
            Assert.Throws<DuckDBException>(() => Run(duplicate, $"copy (select 1 as a) to '{Path.GetTempPath()}/outside.csv'"));
            Assert.Throws<DuckDBException>(() => Run(duplicate, "set global threads = 2"));
            Assert.Equal(Expected, DuckDbTest.Query(duplicate, Probe));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
