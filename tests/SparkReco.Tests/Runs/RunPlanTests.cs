using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.Cli;
using SparkReco.Configuration;
using SparkReco.Runs;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Runs;

public sealed class RunPlanTests
{
    private static readonly string[] WithoutEffectOnRows =
    [
        "engine.",
        "quality.",
        "lake",
        "run_date",
        "personalize.",
        "connections.",
        "sinks.",
        "inputs.events.overlap",
    ];

    [Fact]
    public void Each_setting_that_changes_rows_makes_a_stage_run_again()
    {
        using var world = new TestWorld();
        var before = Fingerprints(world, []);
        var numbers = SettingsLoader
            .Describe()
            .Where(setting =>
                int.TryParse(setting.Default, out _) && !WithoutEffectOnRows.Any(prefix => setting.Path.StartsWith(prefix, StringComparison.Ordinal))
            );

        Assert.All(
            numbers,
            setting =>
            {
                var value = int.Parse(setting.Default) + 1;
                Assert.NotEqual(before, Fingerprints(world, new() { [setting.Path] = $"{value}" }));
            }
        );
    }

    [Fact]
    public async Task A_stage_is_refused_while_one_before_it_was_done_with_other_settings()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r", "--stages", "collect,clean,tune,engagement,baseline");

        var result = await Sparkreco.RunAsync(
            "run",
            "--config",
            world.Configuration,
            "--run-id",
            "r",
            "--set",
            "blend.recency=900",
            "--stages",
            "lists,evaluate"
        );

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("'tune' must run first (its settings changed)", result.Errors);
    }

    [Fact]
    public async Task Stages_one_after_the_other_publish_what_a_whole_run_does()
    {
        using var whole = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", whole.Configuration);
        using var parts = new TestWorld();
        foreach (var stages in new[] { "collect", "clean,tune", "engagement", "baseline,lists" })
            Assert.Equal(ExitCodes.Done, (await Sparkreco.RunAsync("run", "--config", parts.Configuration, "--stages", stages)).Code);
        await Sparkreco.DoneAsync("run", "--config", parts.Configuration);

        Assert.NotEmpty(TestWorld.Tables(whole.Lake));
        Assert.All(TestWorld.Tables(whole.Lake).Keys, table => Assert.Equal(0, TestWorld.RowsThatDiffer(whole.Lake, parts.Lake, table)));
    }

    [Fact]
    public async Task A_published_run_is_not_changed_in_part()
    {
        using var world = TestWorld.WithoutLists();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r");

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration, "--run-id", "r", "--stages", "evaluate");

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("is published", result.Errors);
        Assert.True(File.Exists(Path.Combine(world.Lake, "runs", "r", "run.json")));
    }

    /// <summary>A stage runs when what it depends on changed, or to make a working table again that such a stage reads.</summary>
    [Fact]
    public async Task A_file_that_is_two_inputs_is_read_for_both_and_known_when_the_run_starts_again()
    {
        using var folder = new TempFolder();
        folder.Write("ratings.csv", "user_id,tier,item_id,event_type,occurred_at\nu1,paid,i1,like,2026-08-01\nu2,paid,i1,like,2026-08-02\n");
        folder.Write("items.csv", "item_id,content_type\ni1,video\ni2,video\n");
        var configuration = folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2026-09-01",
              "inputs": { "users": { "paths": ["ratings.csv"] }, "items": { "paths": ["items.csv"] }, "events": { "paths": ["ratings.csv"] } } }
            """
        );
        await Sparkreco.DoneAsync("run", "--config", configuration);

        Assert.Contains("Everything is done", (await Sparkreco.DoneAsync("plan", "--config", configuration)).Output);
    }

    [Fact]
    public async Task What_a_stage_did_after_the_publication_is_not_published()
    {
        using var world = TestWorld.WithoutLists();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r");

        // As a start leaves it that was stopped between its last stage and the publication.
        var record = Path.Combine(world.Lake, "runs/r/stages/report.json");
        var text = await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken);
        var later = JsonNode.Parse(text)!;
        later["finished_at"] = later["finished_at"]!.GetValue<DateTimeOffset>().AddMinutes(1);
        await File.WriteAllTextAsync(record, later.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.Contains(
            "not published: a run would publish",
            (await Sparkreco.DoneAsync("plan", "--config", world.Configuration, "--run-id", "r")).Output
        );
    }

    [Fact]
    public async Task A_setting_that_no_stage_reads_runs_nothing_again()
    {
        using var world = TestWorld.WithoutLists();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);

        var plan = await Sparkreco.DoneAsync("plan", "--config", world.Configuration, "--set", "engine.threads=1");

        Assert.Contains("Everything is done", plan.Output);
    }

    /// <summary>From the setting on which the fewest stages depend to that on which the most do, so that each changes one more setting of the same run.</summary>
    [Fact]
    public async Task A_changed_setting_runs_the_stages_that_depend_on_it_and_the_plan_names_them()
    {
        (string Setting, string Run, string Kept)[] changes =
        [
            ("experiment.attribution_hours=48", "experiment report", "collect clean tune engagement baseline lists evaluate compare history"),
            ("comparison.seed=5", "evaluate compare history experiment report", "collect clean tune engagement baseline lists"),
            ("blend.popularity=30", "tune baseline evaluate compare history experiment report", "collect clean engagement lists"),
            ("engagement.half_life_days=31", "tune engagement baseline lists evaluate compare history experiment report", "collect clean"),
        ];
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);

        foreach (var (index, (setting, run, kept)) in changes.Index())
        {
            string[] changed = ["--config", world.Configuration, .. changes[..(index + 1)].SelectMany(change => new[] { "--set", change.Setting })];

            var plan = JsonDocument
                .Parse((await Sparkreco.DoneAsync(["plan", .. changed, "--output", "json"])).Output)
                .RootElement.GetProperty("stages")
                .EnumerateArray()
                .ToArray();
            var errors = (await Sparkreco.DoneAsync(["run", .. changed])).Errors;

            string Planned(bool willRun) =>
                string.Join(
                    ' ',
                    plan.Where(stage => stage.GetProperty("will_run").GetBoolean() == willRun).Select(stage => stage.GetProperty("stage").GetString())
                );
            Assert.Equal((setting, run, kept), (setting, Planned(true), Planned(false)));
            Assert.All(kept.Split(' '), stage => Assert.Matches($"(?m)^\\d+ of 11  {stage} +done before", errors));
            Assert.Contains("Everything is done", (await Sparkreco.DoneAsync(["plan", .. changed])).Output);
        }
    }

    [Fact]
    public async Task A_stage_whose_intermediate_rows_are_gone_is_done_again_for_a_stage_that_needs_them_and_the_plan_says_so()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r");
        Directory.Delete(world.PathOf("lake/runs/r/staging/popularity_list"), recursive: true);

        var plan = await Sparkreco.DoneAsync([
            "plan",
            "--config",
            world.Configuration,
            "--run-id",
            "r",
            "--set",
            "comparison.seed=5",
            "--output",
            "json",
        ]);

        var baseline = JsonDocument
            .Parse(plan.Output)
            .RootElement.GetProperty("stages")
            .EnumerateArray()
            .Single(stage => stage.GetProperty("stage").GetString() == "baseline");
        Assert.Equal(
            "'compare' has to run and needs intermediate rows of this stage, which are no longer there",
            baseline.GetProperty("reason").GetString()
        );
    }

    [Fact]
    public async Task A_run_whose_tables_another_run_replaced_does_not_take_them_for_its_own()
    {
        using var world = TestWorld.WithoutLists();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "first");
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "second", "--set", "blend.recency=900");

        var again = await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "first");

        Assert.DoesNotContain("nothing had changed", again.Output);
    }

    private static string Fingerprints(TestWorld world, Dictionary<string, string> overrides)
    {
        var settings = Some.Load(world.Configuration, overrides);
        var plan = new RunPlanner(Pipeline.Stages, settings, world.Run("r"), Some.Stores)
            .MakeAsync(wanted: null, TestContext.Current.CancellationToken)
            .GetAwaiter()
            .GetResult();
        return string.Join('/', plan.Stages.Where(stage => stage.Stage != "report").Select(stage => stage.Fingerprint.Settings));
    }
}
