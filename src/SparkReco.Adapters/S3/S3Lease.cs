using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>
/// A lease by an object that its holder writes anew every few seconds, each time on condition that it is still the one it wrote. Who finds
/// an object watches it: if it changes, another run is alive; if it does not for the term, its holder is dead or has stopped, and it may be
/// taken, on the same condition. No clocks are compared.
/// </summary>
internal sealed class S3Lease : Lease
{
    private readonly S3FileStore _store;
    private readonly string _path;
    private readonly string _holder;
    private readonly TimeSpan _term;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;
    private string _version;

    private S3Lease(S3FileStore store, string path, string holder, string version, TimeSpan term)
    {
        _store = store;
        _path = path;
        _holder = holder;
        _version = version;
        _term = term;
        StopIfNotRenewed(TimeSpan.Zero);
        _renewing = Task.Factory.StartNew(Renew, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override CancellationToken Lost => _lost.Token;

    /// <exception cref="LeaseException">Another run holds it.</exception>
    public static S3Lease Take(S3FileStore store, string path, TimeSpan term, Action<string> tell, CancellationToken cancellation)
    {
        var former = store.Find(path)?.Version;
        if (former is not null)
        {
            tell($"{path} is there: a run holds the lease, or was killed; waiting up to {term.TotalSeconds:0} s to see which");
            former = Watch(store, path, former, term, cancellation);
        }

        var holder = $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid():N}";
        return Write(store, path, holder, former) is { } version ? new S3Lease(store, path, holder, version, term) : throw Held(path);
    }

    public override void Dispose()
    {
        _end.Cancel();
        Task.WaitAny(_renewing);
        try
        {
            // It may have been taken while this process was suspended.
            if (!_lost.IsCancellationRequested && Write(_store, _path, _holder, _version) is not null)
                _store.DeleteFile(_path);
        }
        catch (IOException)
        {
            // It runs out by itself.
        }

        _lost.Dispose();
        _end.Dispose();
    }

    /// <summary>The version of a holder that is dead; null when the lease was given back.</summary>
    private static string? Watch(S3FileStore store, string path, string former, TimeSpan term, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < term)
        {
            cancellation.WaitHandle.WaitOne(term / 30);
            cancellation.ThrowIfCancellationRequested();
            var now = store.Find(path)?.Version;
            if (now is null)
                return null;
            if (now != former)
                throw Held(path);
        }

        return former;
    }

    private static LeaseException Held(string path) => new($"another run holds the lease {path}: wait for it to end, or stop it, and start again");

    /// <summary>
    /// Writes the object, each time another text, in the place of a version, or of none; gives the new version, or null where another holder's
    /// is there. After a write whose answer was lost the next one is refused, too: then the text tells whose it is.
    /// </summary>
    private static string? Write(S3FileStore store, string path, string holder, string? former) =>
        store.PutIf(path, $"{holder} {Guid.NewGuid():N}\n", former)
        ?? (store.ReadText(path)?.StartsWith(holder, StringComparison.Ordinal) == true ? store.Find(path)?.Version : null);

    private void Renew()
    {
        try
        {
            while (!_end.Token.WaitHandle.WaitOne(_term / 12))
            {
                var asked = TimeProvider.System.GetTimestamp();
                try
                {
                    if (Write(_store, _path, _holder, _version) is not { } version)
                        break;
                    _version = version;
                    StopIfNotRenewed(TimeProvider.System.GetElapsedTime(asked));
                }
                catch (IOException)
                {
                    // The next try may come through.
                }
            }
        }
        finally
        {
            if (!_end.IsCancellationRequested)
                _lost.Cancel();
        }
    }

    /// <summary>Well before the term is over, whatever a request hangs at: what is under way needs some time to end, too.</summary>
    private void StopIfNotRenewed(TimeSpan sinceAsked) => _lost.CancelAfter(TimeSpan.FromSeconds(Math.Max(0, ((_term * 2 / 3) - sinceAsked).TotalSeconds)));
}
