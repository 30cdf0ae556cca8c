using SparkReco.Cli;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>Whole runs whose configuration, inputs and lake are in S3: they publish what runs on this machine do.</summary>
[Collection("Clusters")]
public sealed class S3RunTests : IAsyncLifetime
{
    private readonly TestWorld _world = new();

    // A name that has to be escaped everywhere.
    private readonly Location _root = S3Server.NewFolder() / "a b+c%20ü";

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            _world.PathOf("driven.json"),
            $$"""
            {
              "run_date": "{{_world.Summary.RunDate:yyyy-MM-dd}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] }
              },
              "baseline": "fixed",
              "personalize": { "endpoint": "local" },
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 }
            }
            """,
            Cancellation
        );
        await S3Server.UploadAsync(_world.Folder, _root);
    }

    private Location Lake => _root / "lake";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string[] Run => ["run", "--config", $"{_root}/sparkreco.json", "--run-id", "r"];

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_embedded_engine_publishes_the_same_rows_and_a_second_start_changes_nothing()
    {
        await Sparkreco.DoneAsync(Run);
        var again = await Sparkreco.DoneAsync(Run);

        Assert.Contains("nothing had changed", again.Output);
        await AssertSameTablesAsync();
    }

    [Fact]
    public async Task Spark_publishes_the_same_rows()
    {
        var server = await SparkServer.Shared;

        await Sparkreco.DoneAsync(OnSpark(server));

        await AssertSameTablesAsync();
    }

    /// <summary>The data sets that an engine writes are the same rows in another order: a training on them gives the same lists.</summary>
    [Fact]
    public async Task Data_sets_and_lists_are_exchanged_with_a_service_in_S3_by_both_engines()
    {
        var server = await SparkServer.Shared;
        string[] embedded = ["run", "--config", $"{_root}/driven.json", "--run-id", "r", "--lake", $"{_root}/embedded"];

        await Sparkreco.DoneAsync(embedded);
        await Sparkreco.DoneAsync([.. embedded[..^1], $"{_root}/spark", .. OnSpark(server)[Run.Length..]]);

        using var store = S3Server.Open();
        Assert.NotEmpty(await store.ListAsync(_root / "spark/_personalize", Cancellation));
        var (one, other) = (_world.PathOf("embedded"), _world.PathOf("spark"));
        await S3Server.DownloadAsync(_root / "embedded", one);
        await S3Server.DownloadAsync(_root / "spark", other);
        Assert.True(TestWorld.Count(one, "recommendations", "system = 'personalize'") > 0);
        Assert.Equal(0, TestWorld.RowsThatDiffer(one, other, "recommendations"));
    }

    [Fact]
    public async Task Published_tables_are_read_by_the_other_commands()
    {
        await Sparkreco.DoneAsync(Run);

        string[] common = ["--config", $"{_root}/sparkreco.json", "--run-id", "r"];
        Assert.Contains("published", (await Sparkreco.DoneAsync(["runs", "list", .. common])).Output);
        Assert.Contains("NDCG", (await Sparkreco.DoneAsync(["compare", .. common])).Output);
        Assert.Contains("Everything is done", (await Sparkreco.DoneAsync(["plan", .. common])).Output);
        Assert.Contains("inputs.events: ", (await Sparkreco.DoneAsync(["validate", .. common])).Output);
        Assert.Contains($"{Lake}/runs/r/report.html", (await Sparkreco.DoneAsync(["report", .. common])).Output);
        await Sparkreco.DoneAsync(["runs", "delete", .. common]);
        Assert.Contains("there is no run r", (await Sparkreco.RunAsync(["runs", "show", .. common])).Errors);
    }

    [Theory]
    [InlineData("runs/r/stages/collect.json")]
    [InlineData("runs/r/stages/baseline.json")]
    [InlineData("runs/run_date=2026-09-01.json")]
    public async Task A_run_that_was_killed_goes_on_and_publishes_the_same_rows(string whenThereIs)
    {
        using var store = S3Server.Open();
        using (var process = Sparkreco.Start(Run))
        {
            await UntilThereAsync(store, Lake / whenThereIs);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // The lease of a run that was killed would be waited for.
        await store.DeleteFileAsync(Lake / "runs/.lease", Cancellation);
        await Sparkreco.DoneAsync(Run);

        await AssertSameTablesAsync();
        Assert.Empty(await store.ListAsync(Lake / "runs/r/staging/raw_events", Cancellation));
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_publishes_nothing()
    {
        using var store = S3Server.Open();
        var run = Task.Run(async () => await Sparkreco.RunAsync(OnSpark(await SparkServer.Shared)));
        await UntilThereAsync(store, Lake / "runs/r/stages/collect.json");
        await store.WriteTextAsync(Lake / "runs/.lease", "another run", Cancellation);
        var result = await run;

        Assert.Equal(ExitCodes.LeaseHeld, result.Code);
        Assert.Equal(["runs"], await store.FoldersAsync(Lake, Cancellation));
        Assert.Equal("another run", await store.ReadTextAsync(Lake / "runs/.lease", Cancellation));
    }

    [Theory]
    [InlineData("s3://Bucket/lake")]
    [InlineData("s3://bucket")]
    [InlineData("s3:///lake")]
    [InlineData("gs://bucket/lake")]
    public async Task A_lake_that_is_no_place_is_refused(string lake)
    {
        var result = await Sparkreco.RunAsync([.. Run, "--lake", lake]);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("write a folder of this machine, or s3://BUCKET/FOLDER", result.Errors);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        var result = await Sparkreco.RunAsync([.. Run, "--lake", "s3://no-such-bucket/lake"]);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("NoSuchBucket", result.Errors);
    }

    private static async Task UntilThereAsync(IFileStore store, Location path)
    {
        while (await store.FindAsync(path, Cancellation) is null)
            await Task.Delay(50, Cancellation);
    }

    private string[] OnSpark(SparkServer server) =>
        [.. Run, "--engine", "spark", "--set", $"engine.spark.remote={server.Remote}", "--set", $"engine.spark.reader={Sparkreco.Command}"];

    private async Task AssertSameTablesAsync()
    {
        await Sparkreco.DoneAsync("run", "--config", _world.Configuration);
        await S3Server.DownloadAsync(Lake, _world.PathOf("downloaded"));
        Assert.Equal(TestWorld.Tables(_world.Lake).Keys.Order(), TestWorld.Tables(_world.PathOf("downloaded")).Keys.Order());
        Assert.All(
            TestWorld.Tables(_world.Lake).Keys,
            table => Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(_world.Lake, _world.PathOf("downloaded"), table)))
        );
    }
}
