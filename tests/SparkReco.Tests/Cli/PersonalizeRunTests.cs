using System.Text.Json.Nodes;
using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>Runs that drive a service in Amazon Personalize's place, over its real protocols.</summary>
public sealed class PersonalizeRunTests
{
    private static readonly Dictionary<string, int> One = new()
    {
        ["DatasetGroup"] = 1,
        ["Schema"] = 3,
        ["Dataset"] = 3,
        ["DatasetImportJob"] = 3,
        ["Solution"] = 1,
        ["SolutionVersion"] = 1,
        ["Filter"] = 1,
        ["BatchInferenceJob"] = 1,
    };

    [Fact]
    public async Task A_run_imports_trains_infers_and_compares_and_the_next_makes_nothing_twice()
    {
        await using var world = await PersonalizeWorld.StartAsync();

        var result = await world.DoneAsync();
        var again = await world.RunAsync("run", "--run-id", "another");

        Assert.Equal(0, again.Code);
        Assert.Equal(One, await world.CountAsync());
        Assert.True(TestWorld.Count(world.Lake, "recommendations", "system = 'personalize'") > 0);
        Assert.Equal(1, TestWorld.Count(world.Lake, "service_metrics", "metric = 'normalized_discounted_cumulative_gain_at_10'"));
        // Nobody gets what they had, and what is not on offer: the lists come filtered.
        Assert.Equal(0, TestWorld.Count(world.Lake, "list_issues", "issue <> 'the user had the item before'"));
        Assert.Contains("Stand-in", result.Output, StringComparison.Ordinal);
        var report = await File.ReadAllTextAsync(Path.Combine(world.Lake, "runs", "r", "report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("Local Personalize or the baseline", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lost-reply")]
    [InlineData("throttle")]
    [InlineData("error")]
    public async Task Whatever_request_goes_wrong_once_everything_is_made_once(string kind)
    {
        string[] operations =
        [
            "CreateDatasetGroup",
            "CreateSchema",
            "CreateDataset",
            "CreateDatasetImportJob",
            "CreateSolution",
            "CreateSolutionVersion",
            "CreateFilter",
            "CreateBatchInferenceJob",
            "DescribeSolutionVersion",
            "ListSolutionVersions",
        ];
        await using var world = await PersonalizeWorld.StartAsync([
            .. operations.Select(operation => $$"""{"operation": "{{operation}}", "kind": "{{kind}}", "nth": [1]}"""),
        ]);

        await world.DoneAsync();

        Assert.Equal(One, await world.CountAsync());
    }

    [Theory]
    [InlineData("CreateDatasetImportJob", "DatasetImportJob", 4)]
    [InlineData("CreateSolutionVersion", "SolutionVersion", 2)]
    [InlineData("CreateBatchInferenceJob", "BatchInferenceJob", 2)]
    public async Task A_job_that_fails_is_told_with_its_reason_and_the_next_start_makes_another(string operation, string kind, int count)
    {
        await using var world = await PersonalizeWorld.StartAsync(
            $$"""{"operation": "{{operation}}", "kind": "fail", "reason": "No luck.", "nth": [1]}"""
        );

        var failed = await world.RunAsync("run", "--run-id", "r");
        await world.DoneAsync();

        Assert.Equal(ExitCodes.Failed, failed.Code);
        Assert.Contains("CREATE FAILED: No luck.", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(count, (await world.CountAsync())[kind]);
    }

    [Fact]
    public async Task Data_that_the_service_would_refuse_are_refused_before_it_is_asked()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        var early = world.World.Summary.FirstEventDate.AddDays(1);

        var result = await world.RunAsync("run", "--run-date", $"{early:yyyy-MM-dd}");

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("Amazon Personalize takes 1,000 at least", result.Errors, StringComparison.Ordinal);
        Assert.Empty(await world.CountAsync());
    }

    [Fact]
    public async Task Other_data_are_imported_anew_and_trained_anew()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync();

        await world.RunAsync("run", "--run-date", $"{world.World.Summary.RunDate.AddDays(-3):yyyy-MM-dd}");

        var counts = await world.CountAsync();
        Assert.Equal((1, 6, 2, 2), (counts["DatasetGroup"], counts["DatasetImportJob"], counts["SolutionVersion"], counts["BatchInferenceJob"]));
    }

    [Fact]
    public async Task Training_on_what_another_has_imported_since_is_refused_and_the_next_start_imports_anew()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.RunAsync("personalize import", "--run-id", "r");
        await world.RunAsync("personalize import", "--run-date", $"{world.World.Summary.RunDate.AddDays(-3):yyyy-MM-dd}");

        var refused = await world.RunAsync("personalize train", "--run-id", "r");
        await world.DoneAsync();

        Assert.Equal(ExitCodes.Failed, refused.Code);
        Assert.Contains("has a later import than this run's", refused.Errors, StringComparison.Ordinal);
        Assert.Equal((9, 1), ((await world.CountAsync())["DatasetImportJob"], (await world.CountAsync())["SolutionVersion"]));
    }

    [Theory]
    [InlineData("user-personalization")]
    [InlineData("popularity-count")]
    [InlineData("personalized-ranking-v2")]
    [InlineData("similar-items")]
    [InlineData("sims")]
    [InlineData("hrnn")]
    public async Task Every_recipe_ends_in_lists_for_users(string recipe)
    {
        await using var world = await PersonalizeWorld.StartAsync();

        await world.DoneAsync("--set", $"personalize.recipe={recipe}");

        var users = TestWorld.Count(world.Lake, "users", "is_eligible");
        var listed = TestWorld.Count(world.Lake, "recommendations", "system = 'personalize' and rank = 1");
        // Who has no history has no items to which others are similar.
        Assert.InRange(listed, users * 6 / 10, users);
        Assert.Equal(0, TestWorld.Count(world.Lake, "list_issues", "issue <> 'the user had the item before'"));
        // Fewer where items have fewer that are like them.
        Assert.InRange(TestWorld.Count(world.Lake, "recommendations", "system = 'personalize' and rank = 5"), listed / 2, users);
    }

    /// <summary>Half of the users by a hash: the others are not judged as users without a hit.</summary>
    [Fact]
    public async Task A_campaigns_lists_are_those_of_a_part_of_the_users_who_alone_are_judged_and_it_is_gone_afterwards()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync(
            "--set",
            "personalize.lists=campaign",
            "--set",
            "personalize.campaign.percent=50",
            "--set",
            "personalize.campaign.requests_per_second=500"
        );

        var eligible = TestWorld.Count(world.Lake, "users", "is_eligible");
        var listed = TestWorld.Count(world.Lake, "recommendations", "system = 'personalize' and rank = 1");
        Assert.InRange(listed, eligible / 4, eligible * 3 / 4);
        Assert.True(TestWorld.Count(world.Lake, "recommendation_quality", "system = 'baseline' and k = 10") <= listed);
        Assert.DoesNotContain("Campaign", (await world.CountAsync()).Keys);
    }

    /// <summary>A start that was killed when it had all lists left its campaign, which costs money until somebody deletes it.</summary>
    [Fact]
    public async Task A_campaign_that_is_left_is_deleted_by_the_next_start_though_all_lists_are_there()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        string[] campaign = ["--set", "personalize.lists=campaign", "--set", "personalize.campaign.requests_per_second=500"];
        await world.DoneAsync([.. campaign, "--set", "personalize.campaign.afterwards=keep"]);
        var left = await world.CountAsync();

        await world.RunAsync("run", ["--run-id", "another", .. campaign]);

        Assert.Equal(1, left["Campaign"]);
        Assert.DoesNotContain("Campaign", (await world.CountAsync()).Keys);
    }

    [Fact]
    public async Task A_campaign_that_refuses_is_told_to_stay_and_to_cost()
    {
        await using var world = await PersonalizeWorld.StartAsync("""{"operation": "GetRecommendations", "kind": "expired"}""");

        var result = await world.RunAsync("run", "--run-id", "r", "--set", "personalize.lists=campaign");

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("ExpiredTokenException", result.Errors, StringComparison.Ordinal);
        Assert.Contains("costs 1 TPS-hours an hour, asked or not", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_takes_what_runs_made_and_leaves_what_others_made()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync();
        await world.CallAsync("CreateDatasetGroup", new JsonObject { ["name"] = "others" });

        var deleted = await world.RunAsync("personalize delete");

        Assert.True(deleted.Code == 0, deleted.Errors);
        Assert.Empty(await world.CountAsync());
        Assert.Equal(
            ["others"],
            (await world.CallAsync("ListDatasetGroups", []))["datasetGroups"]!.AsArray().Select(group => group!["name"]!.ToString())
        );
    }

    [Fact]
    public async Task Delete_leaves_a_group_of_the_name_that_runs_did_not_make()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.CallAsync("CreateDatasetGroup", new JsonObject { ["name"] = "sparkreco" });

        var deleted = await world.RunAsync("personalize delete");

        Assert.Contains("left: the dataset group", deleted.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await world.CountAsync())["DatasetGroup"]);
    }

    [Fact]
    public async Task A_solution_that_is_to_train_by_itself_is_changed_and_what_that_costs_is_told()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync();
        var result = await world.RunAsync("run", "--run-id", "r", "--set", "personalize.training=automatic");

        var solution = (await world.CallAsync("ListSolutions", []))["solutions"]!.AsArray().Single()!["solutionArn"]!.ToString();
        var described = await world.CallAsync("DescribeSolution", new JsonObject { ["solutionArn"] = solution });

        Assert.True(described["solution"]!["performAutoTraining"]!.GetValue<bool>());
        Assert.Contains("trains by itself every seven days", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>A version that was trained with other weights is none of this run's.</summary>
    [Fact]
    public async Task Other_weights_of_events_are_trained_anew()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync();

        var result = await world.RunAsync("run", "--run-id", "another", "--set", "engagement.points.like=40");

        Assert.True(result.Code == 0, result.Errors);
        var counts = await world.CountAsync();
        Assert.Equal((1, 3, 2, 2), (counts["Solution"], counts["DatasetImportJob"], counts["SolutionVersion"], counts["BatchInferenceJob"]));
    }

    [Fact]
    public async Task After_a_deletion_a_run_makes_everything_anew()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync();
        await world.RunAsync("personalize delete");

        // What was done before rests on what is gone, which the first start finds out.
        await world.RunAsync("run", "--run-id", "another");
        var result = await world.RunAsync("run", "--run-id", "another");

        Assert.True(result.Code == 0, result.Errors);
        var counts = await world.CountAsync();
        Assert.Equal((1, 3, 1), (counts["DatasetGroup"], counts["Dataset"], counts["Solution"]));
    }

    [Fact]
    public async Task A_run_that_is_done_is_done_before()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.DoneAsync();

        var again = await world.DoneAsync();
        var plan = await world.RunAsync("plan", "--run-id", "r");

        Assert.Contains("nothing had changed", again.Output, StringComparison.Ordinal);
        Assert.Contains("Everything is done", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_deleted_and_made_anew()
    {
        await using var world = await PersonalizeWorld.StartAsync(
            """{"operation": "CreateFilter", "kind": "fail", "reason": "No luck.", "nth": [1]}"""
        );

        var failed = await world.RunAsync("run", "--run-id", "r");
        await world.DoneAsync();

        Assert.Contains("CREATE FAILED: No luck.", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(One, await world.CountAsync());
    }

    /// <summary>An item that comes on offer only later fills no place: the baseline may not recommend it either.</summary>
    [Fact]
    public async Task Items_that_are_not_on_offer_yet_are_in_no_list()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        var early = world.World.Summary.RunDate.AddDays(-20);

        var result = await world.RunAsync(
            "run",
            "--run-date",
            $"{early:yyyy-MM-dd}",
            "--run-id",
            "r",
            "--set",
            "personalize.recipe=user-personalization"
        );

        Assert.True(result.Code == 0, result.Errors);
        Assert.True(TestWorld.Count(world.Lake, "items", $"published_on >= date '{early:yyyy-MM-dd}'") > 0);
        Assert.Equal(0, TestWorld.Count(world.Lake, "list_issues", "issue <> 'the user had the item before'"));
    }

    [Fact]
    public async Task Plan_says_the_calls_and_their_cost_and_asks_the_service_nothing()
    {
        await using var world = await PersonalizeWorld.StartAsync("""{"operation": "*", "kind": "error"}""");

        var plan = await world.RunAsync(
            "personalize plan",
            "--set",
            "personalize.prices.gigabyte=0.05",
            "--set",
            "personalize.prices.million_interactions=2",
            "--set",
            "personalize.prices.thousand_lists=0.1"
        );

        Assert.True(plan.Code == 0, plan.Errors);
        Assert.Contains("CreateSolutionVersion", plan.Output, StringComparison.Ordinal);
        Assert.Contains("Together", plan.Output, StringComparison.Ordinal);
    }

    /// <summary>A job can be ACTIVE with a part of its lines: what is missing is no list without a hit.</summary>
    [Fact]
    public async Task Output_that_has_fewer_lines_than_were_asked_for_is_refused()
    {
        await using var world = await PersonalizeWorld.StartAsync();
        await world.RunAsync("personalize infer", "--run-id", "r");
        var output = Directory.GetFiles(Path.Combine(world.Lake, "_personalize"), "*.out", SearchOption.AllDirectories).Single();
        await File.WriteAllLinesAsync(
            output,
            (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken))[3..],
            TestContext.Current.CancellationToken
        );

        var result = await world.RunAsync("run", "--run-id", "r");

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("it is not whole", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_while_the_service_trains_says_what_goes_on_there_and_the_next_start_waits_for_it()
    {
        // Every look at the training takes its time, so that the signal comes between two of them.
        await using var world = await PersonalizeWorld.StartAsync(
            """{"operation": "DescribeSolutionVersion", "kind": "slow", "milliseconds": 600000, "nth": [1]}"""
        );
        using var process = Sparkreco.Start("run", "--config", world.World.Configuration, "--run-id", "r", "--verbose");
        while (!process.HasExited && (await world.CountAsync()).GetValueOrDefault("SolutionVersion") == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        System.Diagnostics.Process.Start("kill", ["-s", "INT", $"{process.Id}"]).WaitForExit();
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
        Assert.Contains("the training arn:aws:personalize:", errors, StringComparison.Ordinal);
        Assert.Contains("'sparkreco personalize delete' ends it", errors, StringComparison.Ordinal);
        await world.DoneAsync();
        Assert.Equal(One, await world.CountAsync());
    }
}
