using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using SparkReco.Demo;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Support.StandIn;

namespace SparkReco.Tests.Support;

/// <summary>A small company in a folder of its own, with a configuration; the folder goes when the test ends.</summary>
internal sealed class TestWorld : IDisposable
{
    public TestWorld(string? configuration = null)
    {
        Folder = Directory.CreateTempSubdirectory("sparkreco-test-").FullName;
        var options = new DemoOptions
        {
            UserCount = 60,
            ItemCount = 120,
            HistoryDays = 60,
            LaterDays = 7,
            BotClicks = 100,
        };
        Summary = DemoWorld.Write(Folder, options);
        StandInPersonalize.Write(Folder, options);
        Configuration = Path.Combine(Folder, "sparkreco.json");
        File.WriteAllText(Configuration, configuration ?? ConfigurationWith(""", "personalize": { "paths": ["personalize"] }"""));
    }

    /// <summary>The company without lists of another system: a run has its shortest flow, for tests of what ends a run and how it goes on.</summary>
    public static TestWorld WithoutLists()
    {
        var world = new TestWorld();
        File.WriteAllText(world.Configuration, world.ConfigurationWith(lists: "", baseline: "\"baseline\": \"fixed\","));
        return world;
    }

    public string Folder { get; }

    public string Configuration { get; }

    public DemoSummary Summary { get; }

    public string Lake => PathOf("lake");

    /// <summary>A run in the lake.</summary>
    public RunFolder Run(string id) => new(Some.Stores.Local, Location.OfThisMachine(Lake), id, Summary.RunDate);

    /// <summary>How many stages the run r in a lake of the folder has done.</summary>
    public int StagesDone(string lake) =>
        Directory.Exists(PathOf($"{lake}/runs/r/stages")) ? Directory.GetFiles(PathOf($"{lake}/runs/r/stages"), "*.json").Length : 0;

    /// <summary>Says in the lake that a run's tables are those of the day, whatever lies there.</summary>
    public Task PublishAsync(string id, GenerationState state, params TableRecord[] tables) =>
        new Generation(
            id,
            Summary.RunDate,
            state,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            "an engine",
            Some.Load(Configuration, new Dictionary<string, string>()).ToRecord(),
            tables
        ).WriteAsync(Run(id), former: null, CancellationToken.None);

    /// <summary>A path in the folder.</summary>
    public string PathOf(string path) => Path.Combine(Folder, path);

    /// <summary>The arguments of a run <c>r</c> into a lake of the folder, all of whose statements are Spark's.</summary>
    public string[] RunOnSpark(string lake) =>
        ["run", "--config", Configuration, "--run-id", "r", "--lake", PathOf(lake), "--engine", "spark", "--set", "engine.spark.driver_mb=0"];

    /// <summary>More events of the first user and the first item, on the day before the run date, each a line of JSON with fields of its own.</summary>
    public void AddEvents(string file, int count, Func<int, string> fields)
    {
        var user = JsonNode.Parse(File.ReadLines(PathOf("raw/users.jsonl")).First())!["user_id"];
        var item = File.ReadLines(PathOf("raw/items.csv")).ElementAt(1).Split(',')[0];
        File.WriteAllLines(
            PathOf($"raw/events/{file}"),
            Enumerable
                .Range(1, count)
                .Select(number =>
                    $$"""{"user_id":"{{user}}","item_id":"{{item}}","event_type":"click","occurred_at":"{{Summary.RunDate.AddDays(-1):yyyy-MM-dd}}",{{fields(number)}}}"""
                )
        );
    }

    /// <summary>Overwrites the first half of each Parquet file below a folder, as a failing disk may: sizes, times and footers stay.</summary>
    public static void Damage(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            var written = File.GetLastWriteTimeUtc(path);
            using (var file = File.OpenWrite(path))
                file.Write(Enumerable.Repeat((byte)0xFF, (int)(file.Length / 2)).ToArray());
            File.SetLastWriteTimeUtc(path, written);
        }
    }

    /// <summary>The published tables of a lake, each by its name, its files in one glob.</summary>
    public static IReadOnlyDictionary<string, string> Tables(string lake) =>
        Directory
            .GetDirectories(lake)
            .Where(folder => Path.GetFileName(folder) is not ("runs" or ['_', ..]))
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

    private string ConfigurationWith(string lists, string baseline = "") =>
        $$"""
            {
              "run_date": "{{Summary.RunDate:yyyy-MM-dd}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] }{{lists}}
              },
              {{baseline}}
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 }
            }
            """;
}
