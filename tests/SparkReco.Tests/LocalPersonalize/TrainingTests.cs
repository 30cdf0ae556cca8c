using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize;
using SparkReco.LocalPersonalize.Training;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>What solution versions learn from, and how their training goes and ends.</summary>
public sealed class TrainingTests
{
    [Fact]
    public async Task It_learns_from_all_interactions_with_what_is_known_of_users_and_items()
    {
        TrainingData? data = null;
        await using var rig = await ServiceRig.StartAsync(options => options with { Train = Remember });
        var group = await rig.GroupWithDataAsync();
        await rig.ImportAsync(
            await rig.DatasetAsync(group, "Items", Flow.ItemsSchema),
            "items",
            "ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\ni0,a|b,7,\nalone,,8,1\n"
        );
        await rig.ImportAsync(await rig.DatasetAsync(group, "Users", Flow.UsersSchema), "users", "USER_ID,TIER,AGE\nu1,paid,20\nalone,free,\n");
        await rig.Service.IdleAsync();
        await rig.VersionAsync(await rig.SolutionAsync(group));
        await rig.Service.IdleAsync();

        Assert.Equal(1500, data!.Interactions.Count);
        Assert.Equal(data.Interactions.OrderBy(interaction => interaction.AtSeconds), data.Interactions);
        Assert.Equal("alone", data.ItemIds[^1]);
        Assert.Equal("alone", data.UserIds[^1]);
        Assert.Equal((8, 0), ((int)data.Items[^1].CreatedAtSeconds!, data.Items[^1].Features.Count));
        var first = data.ItemIds.ToList().IndexOf("i0");
        Assert.Equal(["CATEGORY=a", "CATEGORY=b"], data.Items[first].Features);
        Assert.Equal(["TIER=paid"], data.Users[data.UserIds.ToList().IndexOf("u1")].Features);
        Assert.Null(data.Items[data.ItemIds.ToList().IndexOf("i1")].CreatedAtSeconds);

        TrainedModel Remember(
            string recipe,
            TrainingData given,
            IReadOnlyDictionary<string, string> parameters,
            IProgress<double>? progress,
            CancellationToken cancellation
        )
        {
            data = given;
            return PopularityModel.Train(recipe, given, parameters, progress, cancellation);
        }
    }

    [Fact]
    public async Task Weights_of_events_are_those_of_the_solution()
    {
        TrainingData? data = null;
        await using var rig = await ServiceRig.StartAsync(options =>
            options with
            {
                Train = (recipe, given, parameters, progress, cancellation) =>
                    PopularityModel.Train(recipe, data = given, parameters, progress, cancellation),
            }
        );
        var group = await rig.GroupWithDataAsync(users: 60, each: 60);
        var weights = new JsonObject
        {
            ["eventsConfig"] = new JsonObject
            {
                ["eventParametersList"] = new JsonArray(new JsonObject { ["eventType"] = "click", ["weight"] = 0.25 }),
            },
        };
        await rig.VersionAsync(await rig.SolutionAsync(group, "weights", configuration: weights));
        await rig.Service.IdleAsync();
        Assert.Equal((1200, 0.25f), (data!.Interactions.Count, data.Interactions.Max(interaction => interaction.Weight)));

        await rig.VersionAsync(await rig.SolutionAsync(group, "type", eventType: "watch"));
        await rig.Service.IdleAsync();
        Assert.Equal((2400, 1f), (data.Interactions.Count, data.Interactions.Max(interaction => interaction.Weight)));
    }

    [Theory]
    [InlineData(50, 30, "click", "Create failed. Dataset has fewer than 1000 interactions after filtering by event type: click")]
    [InlineData(10, 200, "watch", "Create failed. Dataset has fewer than 25 users with at least 2 interactions each.")]
    public async Task Too_little_data_fails_the_training(int users, int each, string eventType, string reason)
    {
        await using var rig = await ServiceRig.StartAsync();
        var group = await rig.GroupWithDataAsync(users: users, each: each);
        var version = await rig.VersionAsync(await rig.SolutionAsync(group, eventType: eventType));
        await rig.Service.IdleAsync();

        var described = (await rig.CallAsync("DescribeSolutionVersion", new JsonObject { ["solutionVersionArn"] = version }))["solutionVersion"]!;
        Assert.Equal(("CREATE FAILED", reason), ((string?)described["status"], (string?)described["failureReason"]));
        Assert.Equal(
            "InvalidInputException",
            (await rig.FailAsync("CreateCampaign", new JsonObject { ["name"] = "c", ["solutionVersionArn"] = version })).Type
        );
    }

    [Fact]
    public async Task A_training_that_is_stopped_stops()
    {
        var clock = new HandClock();
        var begun = new TaskCompletionSource();
        await using var rig = await ServiceRig.StartAsync(options => options with { Clock = clock, Train = Wait });
        var group = await rig.GroupWithDataAsync();
        var solution = await rig.SolutionAsync(group);
        var version = await rig.VersionAsync(solution);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("CREATE IN_PROGRESS", await rig.StatusAsync("SolutionVersion", version));
        Assert.Equal("ResourceInUseException", (await rig.FailAsync("GetSolutionMetrics", new JsonObject { ["solutionVersionArn"] = version })).Type);
        Assert.Equal("ResourceInUseException", (await rig.FailAsync("DeleteSolution", new JsonObject { ["solutionArn"] = solution })).Type);
        await rig.CallAsync("StopSolutionVersionCreation", new JsonObject { ["solutionVersionArn"] = version });
        await rig.Service.IdleAsync();
        Assert.Equal("CREATE STOPPED", await rig.StatusAsync("SolutionVersion", version));
        Assert.Equal(
            "InvalidInputException",
            (await rig.FailAsync("StopSolutionVersionCreation", new JsonObject { ["solutionVersionArn"] = version })).Type
        );

        TrainedModel Wait(
            string recipe,
            TrainingData data,
            IReadOnlyDictionary<string, string> parameters,
            IProgress<double>? progress,
            CancellationToken cancellation
        )
        {
            begun.SetResult();
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException("it was not stopped");
        }
    }

    [Fact]
    public async Task A_solution_is_trained_by_itself_unless_told_otherwise()
    {
        var clock = new HandClock();
        await using var rig = await ServiceRig.StartAsync(options => options with { Clock = clock });
        var group = await rig.GroupWithDataAsync();
        var solution = (string)
            (
                await rig.CallAsync(
                    "CreateSolution",
                    new JsonObject
                    {
                        ["name"] = "s",
                        ["datasetGroupArn"] = group,
                        ["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims",
                    }
                )
            )["solutionArn"]!;
        Assert.Empty(await VersionsAsync());

        clock.Advance(TimeSpan.FromHours(1));
        await rig.Service.IdleAsync();
        Assert.Equal(["AUTOMATIC"], await VersionsAsync());

        // Without new data it is not trained again.
        clock.Advance(TimeSpan.FromDays(8));
        await rig.Service.IdleAsync();
        Assert.Equal(["AUTOMATIC"], await VersionsAsync());
        var dataset = (string)(await rig.CallAsync("ListDatasets", []))["datasets"]![0]!["datasetArn"]!;
        await rig.ImportAsync(dataset, "again", Flow.Csv(50, 30));
        await rig.Service.IdleAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        await rig.Service.IdleAsync();
        Assert.Equal(["AUTOMATIC", "AUTOMATIC"], await VersionsAsync());

        await rig.CallAsync("UpdateSolution", new JsonObject { ["solutionArn"] = solution, ["performAutoTraining"] = false });
        await rig.ImportAsync(dataset, "third", Flow.Csv(50, 30));
        await rig.Service.IdleAsync();
        clock.Advance(TimeSpan.FromDays(8));
        await rig.Service.IdleAsync();
        Assert.Equal(2, (await VersionsAsync()).Length);

        async Task<string[]> VersionsAsync() =>
            [
                .. (await rig.CallAsync("ListSolutionVersions", new JsonObject { ["solutionArn"] = solution }))["solutionVersions"]!
                    .AsArray()
                    .Select(version => (string)version!["trainingType"]!),
            ];
    }
}
