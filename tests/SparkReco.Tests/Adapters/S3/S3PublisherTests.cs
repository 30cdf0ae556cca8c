using System.Net;
using Amazon.S3.Model;
using SparkReco.Adapters.DuckDb;
using SparkReco.Adapters.S3;
using SparkReco.Cli;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Runs;
using SparkReco.Tests.Support;
using Xunit;
using Column = SparkReco.Models.Column;

namespace SparkReco.Tests.Adapters.S3;

/// <summary>A publication in S3 that ends at any of its requests.</summary>
public sealed class S3PublisherTests : PublisherTests, IDisposable
{
    private static readonly Column[] Number = [new("n", ColumnType.BigInt, "a number")];

    private readonly S3FileStore _store;
    private readonly List<S3FileStore> _failing = [];

    public S3PublisherTests()
    {
        Lake = S3Server.NewFolder();
        _store = S3Server.Open();
    }

    protected override IFileStore Store => _store;

    protected override Location Lake { get; }

    public void Dispose()
    {
        _store.Dispose();
        _failing.ForEach(store => store.Dispose());
    }

    [Fact]
    public async Task Tables_whose_copies_have_other_entity_tags_are_published_and_found_again()
    {
        using var store = new S3FileStore(TimeProvider.System) { LargestCopy = 100 }; // a copy in parts has a tag of its own
        var run = Folder("r", store);
        var model = new Model
        {
            Name = "numbers",
            Room = "Test",
            Grain = "a number",
            Columns = Number,
            Kernel = (_, _) => new[] { new BatchBuilder(Number).Add(1L).Build() }.ToAsyncEnumerable(),
        };
        await RunAsync(run, model, isDone: false);

        var record = Assert.Single((await run.ReadRecordAsync("stage", Cancellation))!.Tables);
        var table = Assert.Single((await Generation.ReadAsync(run, Cancellation))!.Tables);
        Assert.Contains('-', Assert.Single(table.Files).Hash);
        Assert.Empty(await store.ListAsync(run.Staged(model), Cancellation));
        Assert.NotNull(await table.FindInAsync(store, run.Published(model), Cancellation)); // so readers look
        Assert.NotNull(await run.FindAsync(model, record, Cancellation)); // so a run sees what it has to do
        await store.DeleteFileAsync(run.Manifest, Cancellation);
        Assert.True((await RunAsync(run, model, isDone: true)).IsPublished);
        Assert.Equal(table.Files, Assert.Single((await Generation.ReadAsync(run, Cancellation))!.Tables).Files);
    }

    [Fact]
    public async Task A_deletion_that_fails_is_told_and_the_tables_are_published()
    {
        await PublishAsync(Store, "former", Former);
        using var store = new S3FileStore(new NoDeletions(), TimeProvider.System);
        var told = new Told();

        await PublishAsync(store, "new", New, told: told);

        Assert.Equal(Expected("new", New), await SeenAsync());
        Assert.Contains(told, text => text.Contains("could not be deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_another_run_publishes_meanwhile_its_generation_stays_and_this_run_stops()
    {
        var step = 0;
        for (var isReached = true; isReached; step++)
        {
            await Store.DeleteAsync(Lake, Cancellation);
            await PublishAsync(Store, "former", Former);
            isReached = false;
            var requests = 0;
            using var store = new S3FileStore(TimeProvider.System)
            {
                BeforeRequest = async cancellation =>
                {
                    // The first request finds the generation.
                    if (Interlocked.Increment(ref requests) != step + 2)
                        return;
                    isReached = true;
                    await Store.WriteTextAsync(Folder("any").Generation, "another run's", cancellation);
                },
            };

            var error = await Record.ExceptionAsync(() => PublishAsync(store, "new", New));

            Assert.Equal(isReached, error is LeaseException);
            Assert.Equal(isReached, await Store.ReadTextAsync(Folder("any").Generation, Cancellation) == "another run's");
        }

        Assert.InRange(step, 4, 100);
    }

    [Fact]
    public async Task A_publication_that_hangs_its_log_and_its_lease_end_within_ten_seconds_of_the_signal()
    {
        var clock = new HandClock();
        var (left, hangs) = (int.MaxValue, new TaskCompletionSource());
        using var stop = new CancellationTokenSource();
        using var store = new S3FileStore(clock, stop: stop.Token)
        {
            BeforeRequest = async cancellation =>
            {
                if (Interlocked.Decrement(ref left) >= 0)
                    return;
                hangs.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        var lease = await store.TakeLeaseAsync(Lake / "runs/.lease", _ => { }, Cancellation);
        Volatile.Write(ref left, 2); // the generation is found, and written with 'publishing'
        var run = RunAsync();
        await hangs.Task;

        await stop.CancelAsync();
        Assert.False(run.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(9));

        await run;
        Assert.Equal(GenerationState.Publishing, (await Generation.ReadAsync(Folder("any"), Cancellation))!.State);

        async Task RunAsync()
        {
            await using (lease)
            {
                var log = new RunLog(clock);
                log.Write("a line");
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                    PublishAsync(store.Under(lease), "new", New, clock: clock, stop: stop.Token)
                );
                await log.SaveAsync(store.Under(lease), Folder("new").Log);
            }
        }
    }

    protected override IFileStore FailingAfter(int steps)
    {
        var store = new S3FileStore(TimeProvider.System)
        {
            BeforeRequest = _ => Interlocked.Decrement(ref steps) >= 0 ? Task.CompletedTask : throw new IOException("killed"),
        };
        _failing.Add(store);
        return store;
    }

    /// <summary>Runs a pipeline of one stage with one table.</summary>
    private static async Task<RunResult> RunAsync(RunFolder run, Model model, bool isDone)
    {
        var settings = Some.Settings("quality.min_users=0");
        var stages = new[] { new Stage("stage", "makes a table") { Models = [model] } };
        var plan = new RunPlan(run.RunId, run.RunDate, [], [new("stage", "", WillRun: !isDone, "", new("", "", "", ""))], [])
        {
            IsPublished = isDone,
        };
        var stores = new Stores(Some.Stores.Local, new Dictionary<string, Func<IFileStore>> { ["s3"] = () => run.Store });
        using var scratch = new TempFolder();
        await using var engine = DuckDbEngine.Open(settings.Engine, Path.Combine(scratch.Root, "engine"), run.Lake, stores);
        var ports = new RunPorts(engine, stores, TimeProvider.System, new Told(), _ => { });
        return await new PipelineRunner(stages, settings, run, ports).RunAsync(plan, isWhole: true, Cancellation);
    }

    private sealed class Told : List<string>, IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Told told)
                Add(told.Text);
        }
    }

    /// <summary>As of somebody who may write and not delete.</summary>
    private sealed class NoDeletions : S3Client
    {
        public override Task<DeleteObjectResponse> DeleteObjectAsync(DeleteObjectRequest request, CancellationToken cancellationToken = default) =>
            throw Refusal(HttpStatusCode.Forbidden);

        public override Task<DeleteObjectResponse> DeleteObjectAsync(string bucketName, string key, CancellationToken cancellationToken = default) =>
            throw Refusal(HttpStatusCode.Forbidden);

        public override Task<DeleteObjectsResponse> DeleteObjectsAsync(DeleteObjectsRequest request, CancellationToken cancellationToken = default) =>
            throw Refusal(HttpStatusCode.Forbidden);
    }
}
