using SparkReco.Storage;

namespace SparkReco.Tests.Support;

/// <summary>A store whose changes fail from one on, as those of a process that was killed.</summary>
internal sealed class FailingStore(IFileStore inner, int changes) : IFileStore
{
    private int _left = changes;

    public Task<IReadOnlyList<StoredFile>> MatchAsync(string path, Location baseFolder, CancellationToken cancellation) =>
        inner.MatchAsync(path, baseFolder, cancellation);

    public Task<IReadOnlyList<StoredFile>> ListAsync(Location folder, CancellationToken cancellation) => inner.ListAsync(folder, cancellation);

    public Task<IReadOnlyList<string>> FoldersAsync(Location folder, CancellationToken cancellation) => inner.FoldersAsync(folder, cancellation);

    public Task<StoredFile?> FindAsync(Location path, CancellationToken cancellation) => inner.FindAsync(path, cancellation);

    public Task<Stream> OpenAsync(StoredFile file, long start, long end, CancellationToken cancellation) =>
        inner.OpenAsync(file, start, end, cancellation);

    public Task<string> HashAsync(StoredFile file, CancellationToken cancellation) => inner.HashAsync(file, cancellation);

    public Task<string> FetchAsync(StoredFile file, string localFolder, CancellationToken cancellation) =>
        inner.FetchAsync(file, localFolder, cancellation);

    public Task WriteTextAsync(Location path, string text, CancellationToken cancellation) =>
        ChangeAsync(() => inner.WriteTextAsync(path, text, cancellation));

    public Task<StoredFile> WriteTextAsync(Location path, string text, StoredFile? former, CancellationToken cancellation) =>
        ChangeAsync(() => inner.WriteTextAsync(path, text, former, cancellation));

    public Task MoveAsync(Location from, Location to, CancellationToken cancellation) => ChangeAsync(() => inner.MoveAsync(from, to, cancellation));

    public Task<IReadOnlyList<StoredFile>> ReplaceAsync(Location source, Location target, CancellationToken cancellation) =>
        ChangeAsync(() => inner.ReplaceAsync(source, target, cancellation));

    public Task DeleteAsync(Location folder, CancellationToken cancellation, Location? below = null) =>
        ChangeAsync(() => inner.DeleteAsync(folder, cancellation, below));

    public Task DeleteFileAsync(Location path, CancellationToken cancellation) => ChangeAsync(() => inner.DeleteFileAsync(path, cancellation));

    public Task FlushAsync(Location folder, CancellationToken cancellation) => inner.FlushAsync(folder, cancellation);

    public WorkFolder Work(Location folder, string scratch) => inner.Work(folder, scratch);

    public Task<Lease> TakeLeaseAsync(Location path, Action<string> tell, CancellationToken cancellation) =>
        inner.TakeLeaseAsync(path, tell, cancellation);

    public IFileStore Under(Lease lease) => this;

    private T ChangeAsync<T>(Func<T> change) => Interlocked.Decrement(ref _left) >= 0 ? change() : throw new IOException("killed");
}
