using System.Text.Json.Nodes;
using SparkReco.Demo;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Tuning;

/// <summary>A company of 400 users, whose log is long enough to tune by.</summary>
public sealed class TuneStageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sparkreco-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_baseline_is_made_with_the_settings_that_came_to_most()
    {
        var configuration = Write(historyDays: 120, "\"blend\": { \"list_size\": 25, \"popularity\": 900 }");

        var tuned = JsonNode.Parse((await Sparkreco.DoneAsync("tune", "--config", configuration, "--output", "json")).Output)!["chosen"]!;
        var trials = tuned["trials"]!.AsArray().Select(trial => (Ndcg: (double)trial!["ndcg"]!, IsChosen: (bool)trial["is_chosen"]!)).ToArray();
        await Sparkreco.DoneAsync("run", "--config", configuration);
        var made = JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "lake/runs"), "run_date=*.json").Single()))!["settings"]!;

        // Popularity with a weight of 900 is a poor configuration, which comes first.
        Assert.False(trials[0].IsChosen);
        Assert.True(trials.Single(trial => trial.IsChosen).Ndcg > 1.01 * trials[0].Ndcg);
        Assert.NotEqual(900, (int)tuned["blend"]!["popularity"]!);
        Assert.True(JsonNode.DeepEquals(tuned["blend"], made["blend"]));
        Assert.True(JsonNode.DeepEquals(tuned["item_item"], made["item_item"]));
    }

    [Fact]
    public async Task Of_a_log_that_is_too_short_a_note_says_so_and_the_configured_settings_stay()
    {
        var configuration = Write(historyDays: 60, "\"evaluation\": { \"horizon_days\": 60 }, \"blend\": { \"popularity\": 900 }");

        var result = JsonNode.Parse((await Sparkreco.DoneAsync("tune", "--config", configuration, "--output", "json")).Output)!;

        Assert.Null(result["chosen"]);
        Assert.Contains("the log is too short to tune the baseline: no 60 days before the run date", $"{result["notes"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_fixed_baseline_nothing_is_tried()
    {
        var configuration = Write(historyDays: 60, "\"baseline\": \"fixed\"");

        Assert.Contains(
            "tune         left out: 'baseline' is fixed",
            (await Sparkreco.DoneAsync("run", "--config", configuration)).Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_settings_that_are_printed_to_be_copied_are_a_configuration()
    {
        var configuration = Write(historyDays: 120, "\"blend\": { \"popularity\": 900 }");

        var printed = (await Sparkreco.DoneAsync("tune", "--config", configuration)).Output;
        var copied = printed[printed.IndexOf("\n{", StringComparison.Ordinal)..].Trim()[1..^1];

        Assert.Contains(
            "left out: 'baseline' is fixed",
            (await Sparkreco.DoneAsync("run", "--config", Write(historyDays: 120, copied))).Errors,
            StringComparison.Ordinal
        );
    }

    private string Write(int historyDays, string settings)
    {
        var summary = DemoWorld.Write(
            _folder,
            new DemoOptions
            {
                UserCount = 400,
                ItemCount = 120,
                HistoryDays = historyDays,
                BotClicks = 100,
            }
        );
        var path = Path.Combine(_folder, "sparkreco.json");
        File.WriteAllText(
            path,
            $$"""
            {
              "run_date": "{{summary.RunDate:yyyy-MM-dd}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] }
              },
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 },
              {{settings}}
            }
            """
        );
        return path;
    }
}
