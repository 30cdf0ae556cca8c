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
        _store = new S3FileStore(Term);
    }

    protected override IFileStore Store => _store;

    protected override string Root { get; }

    [Fact]
    public void More_objects_than_a_page_of_the_service_has_are_all_seen_and_deleted()
    {
        Parallel.For(0, 1100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number => Write($"many/{number}", ""));

        Assert.Equal(1100, Store.Files(PathOf("many")).Count);
        Store.Delete(PathOf("many"));
        Assert.False(Store.HasFolder(PathOf("many")));
    }

    [Fact]
    public void An_object_that_is_too_large_for_one_copy_is_copied_in_parts()
    {
        const int Megabytes = 12; // parts of 5 MB, the smallest of the service: 5 + 5 + 2
        Write("large", string.Concat(Enumerable.Range(0, Megabytes << 17).Select(number => $"{number:0000000}\n")));
        using var store = new S3FileStore { LargestCopy = 5 << 20 };

        store.Move(PathOf("large"), PathOf("moved"));

        Assert.Equal(Enumerable.Range(0, Megabytes << 17), Read("moved")!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
    }

    [Fact]
    public void Objects_that_stand_for_folders_are_no_files()
    {
        Write("t/in/a", "1");
        Write("t/in_$folder$", "");
        Write("t/in/", "");

        Assert.Equal([PathOf("t/in/a")], Store.Match(PathOf("t"), "/").Select(file => file.Path));
    }

    [Fact]
    public void An_object_that_changed_since_it_was_listed_is_not_opened()
    {
        Write("a", "1");
        var listed = Store.Find(PathOf("a"))!;
        Write("a", "2");

        Assert.Throws<SourceChangedException>(() => Store.Open(listed, 0, 1));
    }

    [Fact]
    public void A_bucket_that_is_not_there_is_told_with_the_path()
    {
        var error = Assert.Throws<IOException>(() => Store.Files("s3://no-such-bucket/lake"));

        Assert.StartsWith("s3://no-such-bucket/lake: Amazon S3 answers 404 NoSuchBucket", error.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Store.ReadText("s3://no-such-bucket/lake/a"));
    }

    [Fact]
    public async Task A_lease_is_renewed_as_long_as_it_is_held()
    {
        using var lease = Store.TakeLease(PathOf("l"), _ => { }, TestContext.Current.CancellationToken);
        await Task.Delay(Term * 1.5, TestContext.Current.CancellationToken);

        Assert.Throws<LeaseException>(() => Store.TakeLease(PathOf("l"), _ => { }, TestContext.Current.CancellationToken));
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public void The_lease_of_a_holder_that_is_dead_is_taken_after_its_term()
    {
        Write("l", "a run that was killed");
        List<string> told = [];

        using var lease = Store.TakeLease(PathOf("l"), told.Add, TestContext.Current.CancellationToken);

        Assert.Contains("waiting up to 6 s", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holder_whose_lease_another_has_taken_learns_it()
    {
        using (var lease = Store.TakeLease(PathOf("l"), _ => { }, TestContext.Current.CancellationToken))
        {
            Write("l", "another run");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Term, lease.Lost));
        }

        Assert.Equal("another run", Read("l"));
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_does_not_lose_the_lease()
    {
        using var lease = Store.TakeLease(PathOf("l"), _ => { }, TestContext.Current.CancellationToken);
        Write("l", Read("l") + "as the holder wrote it, but did not learn");
        await Task.Delay(Term, TestContext.Current.CancellationToken);

        Assert.False(lease.Lost.IsCancellationRequested);
        Assert.DoesNotContain("did not learn", Read("l"));
    }

    [Fact]
    public async Task A_holder_that_cannot_renew_stops_before_the_term_is_over()
    {
        var isDown = false;
        using var store = new S3FileStore(Term) { BeforeRequest = () => Thread.Sleep(Volatile.Read(ref isDown) ? Term * 2 : TimeSpan.Zero) };
        var lease = store.TakeLease(PathOf("l"), _ => { }, TestContext.Current.CancellationToken);
        Volatile.Write(ref isDown, true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Term, lease.Lost));
        Volatile.Write(ref isDown, false);
        lease.Dispose();
    }

    [Fact]
    public async Task Of_many_that_want_a_free_lease_at_once_one_gets_it()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            try
            {
                return Store.TakeLease(PathOf("l"), _ => { }, TestContext.Current.CancellationToken);
            }
            catch (LeaseException)
            {
                return null;
            }
        })));

        using var lease = Assert.Single(won.OfType<Lease>());
    }
}
