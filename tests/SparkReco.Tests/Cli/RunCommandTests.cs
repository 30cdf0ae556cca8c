using System.Security.Cryptography;
using System.Text.Json;
using SparkReco.Cli;
using SparkReco.Demo;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class RunCommandTests
{
    [Fact]
    public async Task A_run_publishes_tables_a_report_and_a_summary_that_names_the_verdict()
    {
        using var world = new TestWorld();

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration, "--run-id", "r");

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("What to do", result.Output);
        Assert.True(File.Exists(Path.Combine(world.Lake, "runs", "r", "report.html")));
        Assert.Equal(
            Pipeline
                .Models.Where(model => model.Lifetime == SparkReco.Models.Lifetime.Published)
                .Select(model => model.Name)
                .Except(["service_metrics"]) // A folder of lists has none.
                .Distinct()
                .Order(),
            TestWorld.Tables(world.Lake).Keys.Order()
        );
    }

    [Fact]
    public async Task Every_row_that_was_read_is_kept_rejected_or_a_copy()
    {
        using var world = TestWorld.WithoutLists();

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration, "--output", "json");

        var counts = JsonDocument
            .Parse(result.Output)
            .RootElement.GetProperty("stages")
            .EnumerateArray()
            .Single(stage => stage.GetProperty("stage").GetString() == "clean")
            .GetProperty("counts");
        long Count(string name) => counts.GetProperty(name).GetInt64();
        // Of the demo's dirty events 25 have a negative watch time, which costs the value alone.
        Assert.Equal(world.Summary.EventCount + 25, Count("events_kept"));
        Assert.Equal(Count("events_rows"), Count("events_kept") + Count("events_rejected") + Count("events_duplicates"));
        Assert.Equal(
            world.Summary.Files.Where(file => file.Path.Contains("events", StringComparison.Ordinal)).Sum(file => (long)file.Rows),
            Count("events_rows")
        );
    }

    [Fact]
    public async Task A_second_start_changes_nothing_whatever_the_engine_is_told()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        var before = Snapshot(world.Lake);

        var second = await Sparkreco.RunAsync(
            "run",
            "--config",
            world.Configuration,
            "--set",
            "engine.spark.remote=sc://another:1",
            "--set",
            "engine.threads=1"
        );

        Assert.Equal(ExitCodes.Done, second.Code);
        Assert.Contains("nothing had changed", second.Output);
        Assert.Equal(before, Snapshot(world.Lake));
    }

    [Fact]
    public async Task Threads_and_the_order_of_the_input_do_not_change_a_row()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--set", "engine.threads=1");
        using var shuffled = new TestWorld();
        foreach (var file in Directory.GetFiles(Path.Combine(shuffled.Folder, "raw", "events")))
            File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, $"{Hashing.Of(file)[..8]}.jsonl.gz"));
        var users = Path.Combine(shuffled.Folder, "raw", "users.jsonl");
        File.WriteAllLines(users, File.ReadAllLines(users).Reverse());

        await Sparkreco.DoneAsync("run", "--config", shuffled.Configuration, "--set", "engine.threads=8");

        var tables = TestWorld.Tables(world.Lake).Keys.Except(["row_counts", "rejected_rows"]); // they name files and lines
        Assert.Contains("recommendations", tables);
        Assert.All(tables, table => Assert.Equal(0, TestWorld.RowsThatDiffer(world.Lake, shuffled.Lake, table)));
    }

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_ends_as_an_undisturbed_one()
    {
        using var calm = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", calm.Configuration);
        using var world = new TestWorld();
        for (var kill = 1; kill <= 6; kill++)
        {
            using var process = Sparkreco.Start("run", "--config", world.Configuration);
            var drained = Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
                process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
            );
            await Task.WhenAny(
                process.WaitForExitAsync(TestContext.Current.CancellationToken),
                Task.Delay(350 * kill, TestContext.Current.CancellationToken)
            );
            process.Kill();
            await drained;
        }

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Equal(TestWorld.Tables(calm.Lake).Keys.Order(), TestWorld.Tables(world.Lake).Keys.Order());
        Assert.All(TestWorld.Tables(calm.Lake).Keys, table => Assert.Equal(0, TestWorld.RowsThatDiffer(calm.Lake, world.Lake, table)));
        Assert.False(Directory.Exists(Path.Combine(Directory.GetDirectories(Path.Combine(world.Lake, "runs")).Single(), "staging", "raw_events")));
    }

    [Fact]
    public async Task A_second_run_on_the_same_lake_is_refused_while_the_first_holds_the_lease()
    {
        using var world = TestWorld.WithoutLists();
        await using var lease = await world.Run("other").TakeLeaseAsync(_ => { }, TestContext.Current.CancellationToken);

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.LeaseHeld, result.Code);
        Assert.Contains("another run", result.Errors);
    }

    [Fact]
    public async Task A_changed_input_runs_again_what_depends_on_it_and_the_plan_says_why()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r");
        var users = Path.Combine(world.Folder, "raw", "users.jsonl");
        File.AppendAllText(users, "{\"user_id\":\"new\",\"tier\":\"paid\"}\n");

        var plan = await Sparkreco.RunAsync("plan", "--config", world.Configuration, "--run-id", "r");
        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration, "--run-id", "r");

        Assert.Contains("its input files changed", plan.Output);
        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains(
            $"users: {world.Summary.Files.Single(file => file.Path.EndsWith("users.jsonl", StringComparison.Ordinal)).Rows + 1:N0} rows read",
            result.Output
        );
    }

    [Fact]
    public async Task Without_lists_of_Amazon_Personalize_the_run_ends_with_the_evaluation_and_says_what_is_missing()
    {
        using var world = new TestWorld();
        File.WriteAllText(
            world.Configuration,
            File.ReadAllText(world.Configuration).Replace("\"personalize\": { \"paths\": [\"personalize\"] }", "", StringComparison.Ordinal)
        );

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("inputs.personalize.paths", result.Output);
        Assert.DoesNotContain("comparison_summary", TestWorld.Tables(world.Lake).Keys);
        Assert.Contains("evaluation_summary", TestWorld.Tables(world.Lake).Keys);
    }

    [Fact]
    public async Task An_input_that_is_mostly_rejected_is_refused_and_nothing_is_published()
    {
        using var world = TestWorld.WithoutLists();
        File.WriteAllText(Path.Combine(world.Folder, "raw", "users.jsonl"), string.Concat(Enumerable.Repeat("not json\n", 200)));

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("quality.max_rejected_percent", result.Errors);
        Assert.Empty(TestWorld.Tables(world.Lake));
    }

    [Fact]
    public async Task More_rejected_rows_than_the_warning_allows_end_with_a_code_of_their_own()
    {
        using var world = TestWorld.WithoutLists();

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration, "--set", "quality.warn_rejected_percent=0");

        Assert.Equal(ExitCodes.DoneWithRejectedRows, result.Code);
        Assert.Contains("rejected_rows", result.Errors);
    }

    [Fact]
    public async Task Validate_looks_at_the_columns_of_the_files()
    {
        using var world = new TestWorld();
        Assert.Equal(ExitCodes.Done, (await Sparkreco.RunAsync("validate", "--config", world.Configuration)).Code);

        File.WriteAllText(world.PathOf("raw/events/odd.csv"), "user_id,item_id\nu1,i1\n");
        var odd = await Sparkreco.RunAsync("validate", "--config", world.Configuration);

        Assert.Equal(ExitCodes.WrongUsage, odd.Code);
        Assert.Contains("odd.csv", odd.Errors);
        Assert.Contains("occurred_at", odd.Errors);
    }

    [Fact]
    public async Task Ids_that_are_used_twice_and_files_that_are_lost_are_told()
    {
        using var world = TestWorld.WithoutLists();
        world.AddEvents("twice.jsonl", 3, number => $"\"event_id\":\"twice\",\"event_count\":{number}");
        File.WriteAllBytes(world.PathOf("raw/events/lost.jsonl.gz"), [0x1F, 0x8B, 8, 0]);

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.DoneWithRejectedRows, result.Code);
        var planted = world.Summary.CountOf(FlawKind.SameIdOtherPayload);
        Assert.Contains($"{planted + 2} rows of the events have the id of a row that was kept, but other values", Words(result.Errors));
        Assert.Contains($"({planted + 2} with other values than the row kept for the same id), and 1 of ", Words(result.Output));
        Assert.Contains("files rejected whole", Words(result.Output));

        static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_file_that_is_rejected_whole_is_named_and_ends_with_the_code_for_rejected_rows()
    {
        using var world = TestWorld.WithoutLists();
        var file = Directory.GetFiles(Path.Combine(world.Folder, "raw", "events")).Order(StringComparer.Ordinal).First();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^9]);

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.DoneWithRejectedRows, result.Code);
        Assert.Contains($"{Path.GetFileName(file)} was rejected whole", result.Errors);
    }

    [Fact]
    public async Task Files_rejected_whole_are_refused_by_their_share_of_the_bytes()
    {
        using var world = new TestWorld();
        foreach (var file in Directory.GetFiles(Path.Combine(world.Folder, "raw", "events")).Order(StringComparer.Ordinal).Skip(1))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^9]);

        var result = await Sparkreco.RunAsync("run", "--config", world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("% of the bytes of the events", result.Errors);
        Assert.Empty(TestWorld.Tables(world.Lake));
    }

    [Fact]
    public async Task A_field_whose_mapping_names_what_no_row_of_JSON_has_is_told()
    {
        using var world = TestWorld.WithoutLists();
        var configuration = File.ReadAllText(world.Configuration);
        File.WriteAllText(
            world.Configuration,
            configuration.Replace(
                "[\"raw/users.jsonl\"]",
                "[\"raw/users.jsonl\"], \"fields\": { \"country\": \"land\", \"plan\": \"plan\" }",
                StringComparison.Ordinal
            )
        );

        var result = await Sparkreco.DoneAsync("run", "--config", world.Configuration);

        Assert.Contains("no row of the users has a country: is 'land' (inputs.users.fields.country) the name in the files?", result.Errors);
        Assert.DoesNotContain("has a plan", result.Errors);
    }

    [Fact]
    public async Task An_item_that_is_not_published_yet_is_in_no_list()
    {
        using var world = new TestWorld();
        var items = Path.Combine(world.Folder, "raw", "items.csv");
        var header = File.ReadLines(items).First().Split(',');
        string Row(string id, DateOnly published) =>
            string.Join(
                ',',
                header.Select(name =>
                    name switch
                    {
                        "item_id" => id,
                        "content_type" => "video",
                        "title" => "T",
                        "published_on" => $"{published:yyyy-MM-dd}",
                        "is_available" => "true",
                        _ => "",
                    }
                )
            );
        File.AppendAllLines(items, [Row("tomorrow", world.Summary.RunDate.AddDays(1)), Row("yesterday", world.Summary.RunDate.AddDays(-1))]);

        await Sparkreco.DoneAsync("run", "--config", world.Configuration);

        Assert.Equal(0, TestWorld.Count(world.Lake, "recommendations", "item_id = 'tomorrow'"));
        Assert.NotEqual(0, TestWorld.Count(world.Lake, "recommendations", "item_id = 'yesterday'"));
    }

    [Theory]
    [InlineData("SIGINT", ExitCodes.Interrupted)]
    [InlineData("SIGTERM", ExitCodes.Terminated)]
    public async Task A_signal_stops_the_run_with_its_own_exit_code_and_publishes_nothing(string signal, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        using var world = new TestWorld();
        using var process = Sparkreco.Start("run", "--config", world.Configuration);
        // The stage before is left out.
        Assert.StartsWith("        fetch ", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
        var started = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        System.Diagnostics.Process.Start("kill", ["-s", signal[3..], $"{process.Id}"]).WaitForExit();
        await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("1 of 11  collect ", started);
        Assert.Equal(code, process.ExitCode);
        Assert.Empty(TestWorld.Tables(world.Lake));
    }

    [Theory]
    [InlineData("run", "--stages", "colect", "did you mean 'collect'")]
    [InlineData("run", "--set", "blend.list_siez=3", "did you mean 'blend.list_size'")]
    [InlineData("run", "--run-date", "2026-02-30", "yyyy-MM-dd")]
    [InlineData("run", "--run-id", "../x", "letters")]
    [InlineData("show", "--user", "nobody-at-all", "run 'sparkreco run")]
    public async Task Wrong_usage_ends_with_code_2_and_a_remedy(string command, string option, string value, string message)
    {
        using var world = new TestWorld();

        var result = await Sparkreco.RunAsync(command, option, value, "--config", world.Configuration);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains(message, result.Errors);
    }

    [Fact]
    public async Task A_user_is_shown_with_history_and_both_lists()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        var lines = File.ReadAllLines(Path.Combine(world.Folder, "personalize", "part-0.json.out"));
        var user = JsonDocument
            .Parse(lines.First(line => line.Contains("\"scores\":[0", StringComparison.Ordinal)))
            .RootElement.GetProperty("input")
            .GetProperty("userId")
            .GetString()!;

        var result = await Sparkreco.RunAsync("show", "--config", world.Configuration, "--user", user);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("Amazon Personalize", result.Output);
        Assert.Contains($"User {user}", result.Output);
    }

    private static string Snapshot(string lake) =>
        string.Join(
            '\n',
            Directory
                .GetFiles(lake, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".lease", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")
        );
}
