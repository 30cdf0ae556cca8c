using DuckDB.NET.Data;
using SparkReco.Demo;

namespace SparkReco.Tests.Support;

/// <summary>A small company in a folder of its own, with a configuration; the folder goes when the test ends.</summary>
internal sealed class TestWorld : IDisposable
{
    public TestWorld(string? configuration = null)
    {
        Folder = Directory.CreateTempSubdirectory("sparkreco-test-").FullName;
        Summary = DemoWorld.Write(Folder, new DemoOptions { UserCount = 60, ItemCount = 120, HistoryDays = 60, LaterDays = 7, BotClicks = 100 });
        Configuration = Path.Combine(Folder, "sparkreco.json");
        File.WriteAllText(Configuration, configuration ?? $$"""
            {
              "run_date": "{{Summary.RunDate:yyyy-MM-dd}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] },
                "personalize": { "paths": ["personalize"] }
              },
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 }
            }
            """);
    }

    public string Folder { get; }

    public string Configuration { get; }

    public DemoSummary Summary { get; }

    public string Lake => PathOf("lake");

    /// <summary>A path in the folder.</summary>
    public string PathOf(string path) => Path.Combine(Folder, path);

    /// <summary>The published tables of a lake, each by its name, its files in one glob.</summary>
    public static IReadOnlyDictionary<string, string> Tables(string lake) =>
        Directory.GetDirectories(lake).Where(folder => !folder.EndsWith("runs", StringComparison.Ordinal))
            .ToDictionary(folder => Path.GetFileName(folder)!, folder => Path.Combine(folder, "**", "*.parquet"));

    /// <summary>How many rows stand in one lake's table and not in the other's, counted with their multiplicity, both ways.</summary>
    public static long RowsThatDiffer(string oneLake, string otherLake, string table)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var one = $"select * from read_parquet('{oneLake}/{table}/**/*.parquet', hive_partitioning = true)";
        var other = $"select * from read_parquet('{otherLake}/{table}/**/*.parquet', hive_partitioning = true)";
        command.CommandText = $"select count(*) from (({one} except all {other}) union all ({other} except all {one}))";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The rows of a published table for which a condition holds.</summary>
    public static long Count(string lake, string table, string condition)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from read_parquet('{lake}/{table}/**/*.parquet', hive_partitioning = true) where {condition}";
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
