using System.Text.Json.Nodes;
using SparkReco.Adapters.DuckDb;
using SparkReco.Demo;
using SparkReco.Ports;
using SparkReco.Ranking;
using SparkReco.Runs;
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

        Assert.Equal(900, (int)result["chosen"]!["blend"]!["popularity"]!);
        Assert.Contains("the log is too short to tune the baseline: no 60 days before the run date", $"{result["notes"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_60_000_users_who_did_something_one_of_two_is_looked_at_and_all_are_scored()
    {
        var configuration = Write(historyDays: 120, "\"ranker\": { \"mode\": \"off\" }");
        File.AppendAllLines(
            Path.Combine(_folder, "raw/users.jsonl"),
            Enumerable.Range(0, 60_000).Select(user => $"{{\"user_id\":\"x{user}\",\"tier\":\"free\"}}")
        );
        File.WriteAllLines(
            Path.Combine(_folder, "raw/events/more.jsonl"),
            Enumerable
                .Range(0, 60_000)
                .Select(user => $"{{\"user_id\":\"x{user}\",\"item_id\":\"i0001\",\"event_type\":\"click\",\"occurred_at_ms\":1785542400000}}")
        );

        await Sparkreco.DoneAsync("run", "--config", configuration);
        var some = Rows("engagement");
        await Sparkreco.DoneAsync("run", "--config", configuration, "--set", "baseline=fixed");

        Assert.Equal(Rows("engagement"), some);

        long Rows(string stage) =>
            (long)
                JsonNode.Parse(File.ReadAllText(Directory.GetFiles(_folder, $"{stage}.json", SearchOption.AllDirectories).Single()))!["tables"]!
                    .AsArray()
                    .Single(table => $"{table!["id"]}" == stage)!["row_count"]!;
    }

    [Fact]
    public async Task Where_no_ranker_could_be_learned_the_run_learns_one_when_it_is_started_again_where_that_can_be()
    {
        var settings = Some.Load(Write(historyDays: 150, "\"evaluation\": { \"horizon_days\": 21 }"), new Dictionary<string, string>());
        var run = new RunFolder(Some.Stores.Local, settings.Lake, "r", settings.RunDate);
        var stages = Pipeline.For(settings).TakeWhile(stage => stage.Name != "import").ToArray();
        var trainer = new Trainer { Obstacle = "the library is missing" };

        await RunAsync();
        Assert.Equal(0, trainer.Learned);
        Assert.All((await PlanAsync()).Stages, stage => Assert.False(stage.WillRun, stage.Reason));

        trainer.Obstacle = null;
        Assert.Equal(
            ["tune: what learns the ranker is there now", "baseline: an earlier stage changed"],
            (await PlanAsync()).Stages.Where(stage => stage.WillRun).Select(stage => $"{stage.Stage}: {stage.Reason}")
        );
        await RunAsync();
        Assert.NotEqual(0, trainer.Learned);

        // Another machine, without the library, goes on with what was learned.
        trainer.Obstacle = "the library is missing";
        Assert.True((await PlanAsync()).IsDone);

        Task<RunPlan> PlanAsync() =>
            new RunPlanner(stages, settings, run, Some.Stores, trainer).MakeAsync(wanted: null, TestContext.Current.CancellationToken);

        async Task RunAsync()
        {
            var plan = await PlanAsync();
            await using var engine = DuckDbEngine.Open(settings.Engine, $"{run.Scratch}", run.Lake, Some.Stores);
            var ports = new RunPorts(engine, Some.Stores, TimeProvider.System, new Progress<RunEvent>(), _ => { }, Trainer: trainer);
            await new PipelineRunner(stages, settings, run, ports).RunAsync(plan, isWhole: false, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Learns a tree of one leaf, where nothing is in its way.</summary>
    private sealed class Trainer : IRankingTrainer
    {
        private int _learned;

        public string? Obstacle { get; set; }

        public int Learned => _learned;

        public Forest Train(RankingExamples examples, IReadOnlySet<int> withheld, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _learned);
            return new Forest([
                [new Node(-1, 0, 0, 0, 0)],
            ]);
        }
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
        await Sparkreco.DoneAsync("run", "--config", configuration);
        var tuned = Settings();

        Assert.Contains(
            "left out: 'baseline' is fixed",
            (await Sparkreco.DoneAsync("run", "--config", Write(historyDays: 120, copied))).Errors,
            StringComparison.Ordinal
        );
        Assert.True(JsonNode.DeepEquals(tuned["item_item"], Settings()["item_item"]));
        Assert.True(JsonNode.DeepEquals(tuned["blend"], Settings()["blend"]));
    }

    [Fact]
    public async Task A_log_without_times_is_tuned_by_what_is_held_out_of_it_and_EASE_is_tried()
    {
        var configuration = WriteTimeless(users: 60);

        await Sparkreco.DoneAsync("run", "--config", configuration);

        var steps = Trials().Select(trial => $"{trial!["step"]}").Distinct();
        Assert.Equal(["configured", "target exponent", "neighbours", "ease", "blend", "least history"], steps);
        Assert.Equal("both", Word(Settings()["item_item"]!["direction"]!, "forward", "both"));
        Assert.Equal(0, (int)Settings()["item_item"]!["half_life_hours"]!);
    }

    [Fact]
    public async Task Of_a_log_without_times_that_is_too_small_everything_counts_alike_and_a_note_says_so()
    {
        var configuration = WriteTimeless(users: 40);

        await Sparkreco.DoneAsync("run", "--config", configuration);

        Assert.Empty(Trials());
        Assert.Contains("all of it is of one time", File.ReadAllText(Directory.GetFiles(_folder, "tune.json", SearchOption.AllDirectories).Single()));
        Assert.Equal("both", Word(Settings()["item_item"]!["direction"]!, "forward", "both"));
    }

    [Fact]
    public async Task With_EASE_configured_pairs_are_tried_too()
    {
        var configuration = WriteTimeless(users: 60, "\"item_item\": { \"model\": \"ease\" }");

        await Sparkreco.DoneAsync("run", "--config", configuration);

        // Pairs with other exponents differ; EASE knows none.
        Assert.True(
            Trials().Where(trial => $"{trial!["step"]}" == "target exponent").Select(trial => (double)trial!["ndcg"]!).Distinct().Count() > 1
        );
    }

    [Fact]
    public async Task Where_the_matrix_of_EASE_does_not_fit_it_is_not_tried()
    {
        // 5,500 items used: counts and matrix take 12 bytes for each pair, 346 MB, and half of 500 MB are 250.
        var configuration = WriteTimeless(users: 60, "\"engine\": { \"memory_mb\": 500 }", itemsOfEach: 100);

        await Sparkreco.DoneAsync("run", "--config", configuration);

        Assert.NotEmpty(Trials());
        Assert.DoesNotContain("ease", Trials().Select(trial => $"{trial!["step"]}"));
    }

    private JsonNode Settings() =>
        JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "lake/runs"), "run_date=*.json").Single()))!["settings"]!;

    private JsonArray Trials() =>
        JsonNode.Parse(File.ReadAllText(Directory.GetFiles(_folder, "tune.json", SearchOption.AllDirectories).Single()))!["chosen"]![
            "trials"
        ]!.AsArray();

    /// <summary>A choice as a word, which the record may have as its number.</summary>
    private static string Word(JsonNode choice, params string[] words) =>
        choice.GetValueKind() == System.Text.Json.JsonValueKind.Number ? words[(int)choice] : $"{choice}".ToLowerInvariant();

    /// <summary>Users of two kinds, each of whom had some of the kind's items, and all at one time.</summary>
    private string WriteTimeless(int users, string? settings = null, int itemsOfEach = 12)
    {
        var random = new Random(1);
        var perKind = itemsOfEach <= 12 ? 20 : itemsOfEach * 30;
        var log = Enumerable
            .Range(0, users)
            .SelectMany(user =>
                (
                    itemsOfEach <= 12
                        ? Enumerable.Range(0, perKind).OrderBy(_ => random.Next()).Take(itemsOfEach)
                        : Enumerable.Range(user / 2 * itemsOfEach, itemsOfEach)
                ).Select(item => (User: user, Item: (2 * item) + (user % 2)))
            )
            .ToArray();
        File.WriteAllLines(Path.Combine(_folder, "users.csv"), ["user_id,tier", .. Enumerable.Range(0, users).Select(user => $"u{user},paid")]);
        File.WriteAllLines(
            Path.Combine(_folder, "items.csv"),
            ["item_id,content_type,title", .. log.Select(row => row.Item).Distinct().Select(item => $"i{item},video,i{item}")]
        );
        File.WriteAllLines(
            Path.Combine(_folder, "events.csv"),
            ["user_id,item_id,event_type,occurred_at", .. log.Select(row => $"u{row.User},i{row.Item},click,2026-08-31")]
        );
        var path = Path.Combine(_folder, "sparkreco.json");
        File.WriteAllText(
            path,
            $$"""
            {
              "run_date": "2026-09-01",
              "inputs": { "users": { "paths": ["users.csv"] }, "items": { "paths": ["items.csv"] }, "events": { "paths": ["events.csv"] } }{{(
                settings is null ? "" : $",\n  {settings}"
            )}}
            }
            """
        );
        return path;
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
