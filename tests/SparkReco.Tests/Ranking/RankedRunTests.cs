using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using SparkReco.Adapters.LightGbm;
using SparkReco.Demo;
using SparkReco.Models;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Ranking;

/// <summary>A company whose log is long enough to learn a ranker that is clearly better.</summary>
public sealed class RankedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sparkreco-test-").FullName;
    private readonly DateOnly _runDate;

    public RankedRunTests() =>
        _runDate = DemoWorld
            .Write(
                _folder,
                new DemoOptions
                {
                    UserCount = 800,
                    ItemCount = 200,
                    HistoryDays = 200,
                    BotClicks = 100,
                }
            )
            .RunDate;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_that_happens_from_the_run_date_on_changes_the_model_or_the_lists_and_a_week_later_it_is_used_again()
    {
        await Sparkreco.DoneAsync("run", "--config", Write("a", _runDate));
        RewriteWhatCameAfter();
        File.AppendAllLines(
            Path.Combine(_folder, "raw/items.csv"),
            Enumerable.Range(0, 60).Select(item => $"i9{item:000},course,Announced {item},,en,600,{_runDate.AddDays(5):yyyy-MM-dd},true")
        );
        await Sparkreco.DoneAsync("run", "--config", Write("b", _runDate));

        if (new LightGbmTrainer().Obstacle is { } missing)
            Missing.Skip(missing);
        Assert.NotEqual(0, Rows("a", "ranker_trees"));
        Assert.Equal(Hash("a", "ranker_trees"), Hash("b", "ranker_trees"));
        Assert.Equal(Hash("a", "recommendations.baseline"), Hash("b", "recommendations.baseline"));
        Assert.NotEqual(Hash("a", "recommendation_quality.baseline"), Hash("b", "recommendation_quality.baseline"));

        await Sparkreco.DoneAsync("tune", "--config", Write("a", _runDate.AddDays(7), "\"mode\": \"reuse\", \"max_age_days\": 7"));
        Assert.Contains(
            $"the ranker was learned for {_runDate:yyyy-MM-dd}, and is used again",
            Notes("a", _runDate.AddDays(7)),
            StringComparison.Ordinal
        );
        Assert.Equal(Hash("a", "ranker_trees"), Hash("a", "ranker_trees", _runDate.AddDays(7)));

        await Sparkreco.DoneAsync("tune", "--config", Write("a", _runDate.AddDays(8), "\"mode\": \"reuse\", \"max_age_days\": 7"));
        Assert.Contains("was learned 8 days ago, and 'ranker.max_age_days' is 7", Notes("a", _runDate.AddDays(8)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ranker_is_not_used_again_where_its_features_are_made_otherwise_and_its_name_is_in_the_record()
    {
        await Sparkreco.DoneAsync("run", "--config", Write("a", _runDate));
        Assert.Matches("^[0-9a-f]{16}$", $"{Record("a", "tune")["chosen"]!["ranker_id"]}");
        Assert.StartsWith("item pairs, re-ranked", Manifest("a")["baseline"]!.ToString(), StringComparison.Ordinal);

        // So long a window leaves nothing to learn from.
        await Sparkreco.DoneAsync(
            "tune",
            "--config",
            Write("a", _runDate.AddDays(7), "\"mode\": \"reuse\""),
            "--set",
            "engagement.lookback_days=30",
            "--set",
            "evaluation.horizon_days=180"
        );

        Assert.Contains("was learned from features that are made otherwise now", Notes("a", _runDate.AddDays(7)), StringComparison.Ordinal);
        Assert.Null(Record("a", "tune", _runDate.AddDays(7))["chosen"]!["ranker_id"]);
    }

    /// <summary>Deletes every other event from the run date on, moves the others to other items, and invents as many more.</summary>
    private void RewriteWhatCameAfter()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "raw/events"), "*.gz", SearchOption.AllDirectories))
        {
            var lines = new List<string>();
            foreach (var (number, line) in Lines(file).Index())
            {
                if (NumberOf(line, "\"occurred_at_ms\":") is not { } at || at < UnixDay.Start(_runDate))
                    lines.Add(line);
                else if (number % 2 == 0)
                    lines.AddRange([
                        WithItem(line, number),
                        WithItem(line.Replace("\"event_id\":\"e", "\"event_id\":\"x", StringComparison.Ordinal), number / 2),
                    ]);
            }

            using var packed = new StreamWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest));
            foreach (var line in lines)
                packed.WriteLine(line);
        }

        // Of two hundred items that are there.
        static string WithItem(string line, int number) =>
            line.Split("\"item_id\":\"i") is [var before, var after] ? $"{before}\"item_id\":\"i{1 + (number % 200):0000}{after[4..]}" : line;

        static long? NumberOf(string line, string field) =>
            line.Split(field) is [_, var rest] && long.TryParse(rest.Split(',', '}')[0], CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        static string[] Lines(string file)
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private JsonNode Manifest(string lake) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, lake, $"runs/{_runDate:yyyy-MM-dd}/run.json")))!;

    private JsonNode Record(string lake, string stage, DateOnly? day = null) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, lake, $"runs/{day ?? _runDate:yyyy-MM-dd}/stages/{stage}.json")))!;

    private string Notes(string lake, DateOnly day) => string.Join("\n", Record(lake, "tune", day)["notes"]!.AsArray().Select(note => $"{note}"));

    private JsonNode Table(string lake, string id, DateOnly? day)
    {
        foreach (var stage in (string[])["tune", "baseline", "evaluate"])
        {
            if (Record(lake, stage, day)["tables"]!.AsArray().FirstOrDefault(table => $"{table!["id"]}" == id) is { } found)
                return found;
        }

        throw new InvalidOperationException($"no stage has {id}");
    }

    private long Rows(string lake, string id) => (long)Table(lake, id, null)["row_count"]!;

    private string Hash(string lake, string id, DateOnly? day = null) =>
        string.Join(" ", Table(lake, id, day)["files"]!.AsArray().Select(file => $"{file!["hash"]}"));

    private string Write(string lake, DateOnly runDate, string ranker = "")
    {
        var path = Path.Combine(_folder, $"{lake}.json");
        File.WriteAllText(
            path,
            $$"""
            {
              "run_date": "{{runDate:yyyy-MM-dd}}",
              "lake": "{{lake}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] }
              },
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 },
              "ranker": { {{ranker}} }
            }
            """
        );
        return path;
    }
}
