using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize;
using SparkReco.LocalPersonalize.Training;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>What goes wrong on purpose, and what survives what goes wrong.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("throttle", 400, "ThrottlingException")]
    [InlineData("expired", 400, "ExpiredTokenException")]
    [InlineData("error", 500, "InternalFailure")]
    public async Task The_second_request_is_refused_and_nothing_is_done(string kind, int status, string type)
    {
        await using var rig = await ServiceRig.StartAsync(Faults($$"""{"operation": "CreateDatasetGroup", "kind": "{{kind}}", "nth": [2]}"""));
        await rig.GroupAsync("first");

        var answer = await rig.SendAsync("CreateDatasetGroup", new JsonObject { ["name"] = "second" });
        Assert.Equal((status, type), (answer.Status, answer.Type));
        await rig.GroupAsync("second");
    }

    [Fact]
    public async Task A_reply_is_lost_but_what_was_asked_for_is_done()
    {
        await using var rig = await ServiceRig.StartAsync(Faults("""{"operation": "CreateDatasetGroup", "kind": "lost-reply", "nth": [1]}"""));

        await Assert.ThrowsAsync<HttpRequestException>(() => rig.GroupAsync());
        Assert.Equal("ResourceAlreadyExistsException", (await rig.FailAsync("CreateDatasetGroup", new JsonObject { ["name"] = "g" })).Type);
    }

    [Fact]
    public async Task Jobs_fail_with_the_reason_that_is_given_and_trainings_stop()
    {
        await using var rig = await ServiceRig.StartAsync(
            Faults(
                """{"operation": "CreateSolutionVersion", "kind": "fail", "reason": "No luck.", "nth": [1]}""",
                """{"operation": "CreateSolutionVersion", "kind": "stop", "nth": [2]}"""
            )
        );
        var solution = await rig.SolutionAsync(await rig.GroupWithDataAsync());
        var (failed, stopped, good) = (await rig.VersionAsync(solution), await rig.VersionAsync(solution), await rig.VersionAsync(solution));
        await rig.Service.IdleAsync();

        Assert.Equal("CREATE FAILED", await rig.StatusAsync("SolutionVersion", failed));
        Assert.Equal("CREATE STOPPED", await rig.StatusAsync("SolutionVersion", stopped));
        Assert.Equal("ACTIVE", await rig.StatusAsync("SolutionVersion", good));
        var described = await rig.CallAsync("DescribeSolutionVersion", new JsonObject { ["solutionVersionArn"] = failed });
        Assert.Equal("No luck.", (string?)described["solutionVersion"]!["failureReason"]);
    }

    [Fact]
    public async Task A_slow_answer_comes_when_its_time_is_over()
    {
        var clock = new HandClock();
        await using var rig = await ServiceRig.StartAsync(options =>
            Faults("""{"operation": "ListSchemas", "kind": "slow", "milliseconds": 60000}""")(options) with
            {
                Clock = clock,
            }
        );
        var answer = rig.CallAsync("ListSchemas", []);
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.NotNull((await answer)["schemas"]);
    }

    [Fact]
    public void A_plan_of_faults_is_checked()
    {
        Assert.Throws<JsonException>(() => FaultPlan.Parse("""{"rules": [{"kind": "explode"}]}"""));
        Assert.Throws<JsonException>(() => FaultPlan.Parse("""{"rules": [{"kind": "slow", "seconds": 1}]}"""));
        Assert.Throws<JsonException>(() => FaultPlan.Parse("{}"));
    }

    [Fact]
    public void The_page_has_all_kinds_of_faults_and_a_plan_that_is_read()
    {
        var page = File.ReadAllText(Path.Combine(Golden.Root, "docs", "local-personalize.md"));
        var plan = page[page.IndexOf("```json", StringComparison.Ordinal)..]["```json".Length..];

        Assert.Equal(3, FaultPlan.Parse(plan[..plan.IndexOf("```", StringComparison.Ordinal)]).Rules.Count);
        foreach (var kind in Enum.GetValues<FaultKind>())
            Assert.Contains($"| `{JsonSerializer.SerializeToElement(kind).GetString()}` |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_there_after_a_restart_and_a_training_begins_anew()
    {
        var trainings = 0;
        var begun = new TaskCompletionSource();
        await using var rig = await ServiceRig.StartAsync(options => options with { Train = Wait });
        var group = await rig.GroupWithDataAsync();
        var version = await rig.VersionAsync(await rig.SolutionAsync(group));
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await rig.RestartAsync();
        await rig.Service.IdleAsync();

        Assert.Equal("ACTIVE", await rig.StatusAsync("SolutionVersion", version));
        Assert.Equal(2, trainings);
        var campaign = (string)
            (await rig.CallAsync("CreateCampaign", new JsonObject { ["name"] = "c", ["solutionVersionArn"] = version }))["campaignArn"]!;
        var input = new JsonObject { ["campaignArn"] = campaign, ["userId"] = "u0" };
        var list = await rig.ListAsync(input);
        await rig.RestartAsync();
        Assert.Equal(list, await rig.ListAsync(input));

        TrainedModel Wait(
            string recipe,
            TrainingData data,
            IReadOnlyDictionary<string, string> parameters,
            IProgress<double>? progress,
            CancellationToken cancellation
        )
        {
            if (++trainings == 1)
            {
                begun.SetResult();
                cancellation.WaitHandle.WaitOne();
                cancellation.ThrowIfCancellationRequested();
            }

            return PopularityModel.Train(recipe, data, parameters, progress, cancellation);
        }
    }

    [Fact]
    public async Task A_line_of_the_journal_that_was_not_written_whole_counts_for_nothing()
    {
        await using var rig = await ServiceRig.StartAsync();
        await rig.GroupAsync();
        var journal = Path.Combine(rig.Options.State, "resources.jsonl");
        await rig.Service.DisposeAsync();
        await File.AppendAllTextAsync(journal, """{"KindName":"DatasetGroup","Arn":"arn:aws""", TestContext.Current.CancellationToken);
        await rig.RestartAsync();

        Assert.Single((await rig.CallAsync("ListDatasetGroups", []))["datasetGroups"]!.AsArray());
    }

    [Fact]
    public async Task What_a_kill_leaves_at_any_moment_is_enough_to_go_on()
    {
        await using var rig = await ServiceRig.StartAsync();
        await using var other = await ServiceRig.StartAsync();
        for (var flow = FlowAsync(); !flow.IsCompleted; )
            await GoOnAsync();

        Assert.Equal(5, await GoOnAsync());

        // Starts on a copy of what is there, and gives how many versions are ready then.
        async Task<int> GoOnAsync()
        {
            await other.Service.DisposeAsync();
            Directory.Delete(other.Options.State, recursive: true);
            await CopyAsync(rig.Options.State, other.Options.State);
            await other.RestartAsync(options => options with { Buckets = rig.Options.Buckets });
            await other.Service.IdleAsync();
            var versions = (await other.CallAsync("ListSolutionVersions", []))["solutionVersions"]!.AsArray();
            Assert.All(versions, version => Assert.Equal("ACTIVE", (string?)version!["status"]));
            return versions.Count;
        }

        async Task FlowAsync()
        {
            var group = await rig.GroupWithDataAsync();
            var solution = await rig.SolutionAsync(group);
            for (var number = 0; number < 5; number++)
                await rig.VersionAsync(solution);
            await rig.Service.IdleAsync();
        }

        // The journal first: the files that it speaks of were there before it spoke of them. Files that get another name meanwhile are passed over.
        static async Task CopyAsync(string from, string to)
        {
            Directory.CreateDirectory(to);
            string[] arguments = ["-c", "cp \"$0/resources.jsonl\" \"$1\"; cp -r \"$0/datasets\" \"$0/models\" \"$1\" 2> \"$1/missed\"", from, to];
            using var copy = Process.Start("sh", arguments);
            await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Two_services_do_not_share_a_state_folder()
    {
        await using var rig = await ServiceRig.StartAsync();

        await Assert.ThrowsAsync<LeaseException>(() => LocalService.StartAsync(rig.Options, TestContext.Current.CancellationToken));
    }

    private static Func<LocalServiceOptions, LocalServiceOptions> Faults(params string[] rules) =>
        options => options with { Faults = FaultPlan.Parse($$"""{"seed": 1, "rules": [{{string.Join(',', rules)}}]}""") };
}
