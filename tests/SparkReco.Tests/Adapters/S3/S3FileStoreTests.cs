using System.Net;
using Amazon.S3.Model;
using SparkReco.Adapters.S3;
using SparkReco.Storage;
using SparkReco.Tests.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.S3;

public sealed class S3FileStoreTests : FileStoreTests
{
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(6);

    private readonly S3FileStore _store;

    public S3FileStoreTests()
    {
        Root = S3Server.NewFolder();
        _store = S3Server.Open(Term);
    }

    protected override IFileStore Store => _store;

    protected override Location Root { get; }

    [Fact]
    public async Task More_objects_than_a_page_of_the_service_has_are_all_seen_and_deleted()
    {
        await FileReading.InParallelAsync(Enumerable.Range(0, 1100), (number, _) => WriteAsync($"many/{number}", ""), Cancellation);

        Assert.Equal(1100, (await Store.ListAsync(PathOf("many"), Cancellation)).Count);
        await Store.DeleteAsync(PathOf("many"), Cancellation);
        Assert.Empty(await Store.ListAsync(PathOf("many"), Cancellation));
    }

    [Fact]
    public async Task An_object_that_is_too_large_for_one_copy_is_copied_in_parts()
    {
        const int Megabytes = 12; // parts of 5 MB, the smallest of the service: 5 + 5 + 2
        await WriteAsync("large", string.Concat(Enumerable.Range(0, Megabytes << 17).Select(number => $"{number:0000000}\n")));
        using var store = new S3FileStore(TimeProvider.System) { LargestCopy = 5 << 20 };

        await store.MoveAsync(PathOf("large"), PathOf("moved"), Cancellation);

        Assert.Equal(
            Enumerable.Range(0, Megabytes << 17),
            (await ReadAsync("moved"))!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)
        );
    }

    [Fact]
    public async Task A_copy_made_in_parts_is_given_as_it_is_there()
    {
        await WriteAsync("new/a", "12345678");
        using var store = new S3FileStore(TimeProvider.System) { LargestCopy = 3 };

        var copies = await store.ReplaceAsync(PathOf("new"), PathOf("place"), Cancellation);

        Assert.Equal(await Store.ListAsync(PathOf("place"), Cancellation), copies);
        Assert.Equal("12345678", await ReadAsync("place/a"));
    }

    [Fact]
    public async Task A_text_that_another_run_wrote_is_not_replaced()
    {
        var seen = await Store.WriteTextAsync(PathOf("a"), "1", former: null, Cancellation);
        await WriteAsync("a", "2");

        await Assert.ThrowsAsync<LeaseException>(() => Store.WriteTextAsync(PathOf("a"), "late", seen, Cancellation));
        await Assert.ThrowsAsync<LeaseException>(() => Store.WriteTextAsync(PathOf("a"), "late", former: null, Cancellation));
        Assert.Equal("2", await ReadAsync("a"));
    }

    [Fact]
    public async Task A_text_whose_answer_was_lost_is_written()
    {
        using var store = new S3FileStore(new LosingAnswers(), TimeProvider.System);

        var written = await store.WriteTextAsync(PathOf("a"), "1", former: null, Cancellation);

        Assert.Equal(await Store.FindAsync(PathOf("a"), Cancellation), written);
    }

    [Fact]
    public async Task Bytes_of_whole_objects_that_are_not_those_that_were_stored_are_refused()
    {
        await WriteAsync("a", "abc");
        var client = new WrongBytes();
        using var store = new S3FileStore(client, TimeProvider.System);
        var found = (await store.FindAsync(PathOf("a"), Cancellation))!;

        await Assert.ThrowsAsync<StoreException>(() => store.ReadTextAsync(PathOf("a"), Cancellation));
        await Assert.ThrowsAsync<StoreException>(() => store.FetchAsync(found, Local.Root, Cancellation));
        await using (await store.OpenAsync(found, 1, 3, Cancellation))
            Assert.Equal([false, false, true], client.HadRange);
    }

    [Fact]
    public async Task After_the_signal_to_stop_a_request_that_hangs_has_eight_seconds()
    {
        var clock = new HandClock();
        using var stop = new CancellationTokenSource();
        using var store = new S3FileStore(clock, stop: stop.Token) { BeforeRequest = cancellation => Task.Delay(Timeout.Infinite, cancellation) };
        var writing = store.WriteTextAsync(PathOf("a"), "1", CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(1));
        await stop.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(writing.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task Objects_that_stand_for_folders_are_no_files()
    {
        await WriteAsync("t/in/a", "1");
        await WriteAsync("t/in_$folder$", "");
        await WriteAsync("t/in/", "");

        Assert.Equal([PathOf("t/in/a")], (await Store.MatchAsync($"{PathOf("t")}", Root, Cancellation)).Select(file => file.Path));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told_with_the_path()
    {
        var lake = Location.Of("s3://no-such-bucket/lake", default);

        var error = await Assert.ThrowsAsync<StoreException>(() => Store.ListAsync(lake, Cancellation));

        Assert.StartsWith(
            "s3://no-such-bucket/lake: Amazon S3 answers 404 NoSuchBucket: there is no such bucket",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.False(error.IsTransient);
        await Assert.ThrowsAsync<StoreException>(() => Store.ReadTextAsync(lake / "a", Cancellation));
    }

    [Fact]
    public async Task A_request_that_hangs_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        using var store = new S3FileStore(TimeProvider.System)
        {
            BeforeRequest = async cancellation =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };

        var listing = store.ListAsync(Root, stop.Token);
        await asked.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
    }

    [Fact]
    public async Task A_holder_that_was_stopped_for_longer_than_the_term_changes_nothing_any_more()
    {
        var clock = new StoppedClock();
        using var store = new S3FileStore(clock, Term);
        await using var lease = await store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation);
        var guarded = store.Under(lease);
        await guarded.WriteTextAsync(PathOf("a"), "1", Cancellation);

        clock.Ahead = Term; // as after SIGSTOP and SIGCONT: no timer has run yet

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded.WriteTextAsync(PathOf("a"), "2", Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded.DeleteFileAsync(PathOf("a"), Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded.DeleteAsync(Root, Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded.MoveAsync(PathOf("a"), PathOf("b"), Cancellation));
        Assert.Equal("1", await ReadAsync("a"));
    }

    [Fact]
    public async Task A_lease_is_renewed_as_long_as_it_is_held()
    {
        await using var lease = await Store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation);
        await Task.Delay(Term * 1.5, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<LeaseException>(() => Store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation));
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task The_lease_of_a_holder_that_is_dead_is_taken_after_its_term()
    {
        await WriteAsync("l", "a run that was killed");
        List<string> told = [];

        await using var lease = await Store.TakeLeaseAsync(PathOf("l"), told.Add, Cancellation);

        Assert.Contains("waiting up to 6 s", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holder_whose_lease_another_has_taken_learns_it()
    {
        await using (var lease = await Store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation))
        {
            await WriteAsync("l", "another run");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Term, lease.Lost));
        }

        Assert.Equal("another run", await ReadAsync("l"));
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_does_not_lose_the_lease()
    {
        await using var lease = await Store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation);
        await WriteAsync("l", await ReadAsync("l") + "as the holder wrote it, but did not learn");
        await Task.Delay(Term, TestContext.Current.CancellationToken);

        Assert.False(lease.Lost.IsCancellationRequested);
        Assert.DoesNotContain("did not learn", await ReadAsync("l"));
    }

    [Fact]
    public async Task A_holder_that_cannot_renew_stops_before_the_term_is_over()
    {
        var isDown = false;
        using var store = new S3FileStore(TimeProvider.System, Term)
        {
            BeforeRequest = cancellation => Task.Delay(Volatile.Read(ref isDown) ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation),
        };
        await using var lease = await store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation);
        Volatile.Write(ref isDown, true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Term, lease.Lost));
    }

    [Fact]
    public async Task Of_many_that_want_a_free_lease_at_once_one_gets_it()
    {
        var won = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            return await Store.TakeLeaseAsync(PathOf("l"), _ => { }, Cancellation);
                        }
                        catch (LeaseException)
                        {
                            return null;
                        }
                    })
                )
        );

        await using var lease = Assert.Single(won.OfType<Lease>());
    }

    /// <summary>Each write arrives, and is refused when it is tried again.</summary>
    private sealed class LosingAnswers : S3Client
    {
        public override async Task<PutObjectResponse> PutObjectAsync(PutObjectRequest request, CancellationToken cancellationToken = default)
        {
            await base.PutObjectAsync(request, cancellationToken);
            throw Refusal(HttpStatusCode.PreconditionFailed);
        }
    }

    /// <summary>Answers each read with bytes that nobody stored.</summary>
    private sealed class WrongBytes : S3Client
    {
        public List<bool> HadRange { get; } = [];

        public override Task<GetObjectResponse> GetObjectAsync(GetObjectRequest request, CancellationToken cancellationToken = default)
        {
            HadRange.Add(request.ByteRange is not null);
            return Task.FromResult(new GetObjectResponse { ResponseStream = new MemoryStream("abd"u8.ToArray()) });
        }
    }

    /// <summary>The system's clock, or one that is so much ahead.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);

        public override long TimestampFrequency => System.TimestampFrequency;
    }
}
