using SparkReco.Adapters.S3;
using SparkReco.Storage;
using SparkReco.Tests.Runs;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Adapters.S3;

/// <summary>A publication in S3 that ends at any of its requests.</summary>
public sealed class S3PublisherTests : PublisherTests, IDisposable
{
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

    protected override IFileStore FailingAfter(int steps)
    {
        var store = new S3FileStore(TimeProvider.System)
        {
            BeforeRequest = _ => Interlocked.Decrement(ref steps) >= 0 ? Task.CompletedTask : throw new IOException("killed"),
        };
        _failing.Add(store);
        return store;
    }
}
