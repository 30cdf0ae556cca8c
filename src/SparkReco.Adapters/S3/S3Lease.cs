using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>
/// A lease by an object that its holder writes anew every few seconds, each time on condition that it is still the one it wrote. Who finds
/// an object watches it: if it changes, another run is alive; if it does not for the term, its holder is dead or has stopped, and it may be
/// taken, on the same condition. No clocks are compared.
/// </summary>
internal sealed class S3Lease : Lease
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly S3FileStore _store;
    private readonly Location _path;
    private readonly string _holder;
    private readonly TimeSpan _term;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;
    private string _version;
    private long _renewedAt;

    private S3Lease(S3FileStore store, Location path, string holder, string version, long writtenAt, TimeSpan term, TimeProvider clock)
    {
        _store = store;
        _path = path;
        _holder = holder;
        _version = version;
        _renewedAt = writtenAt;
        _term = term;
        _clock = clock;
        _lost = new CancellationTokenSource(Usable - clock.GetElapsedTime(writtenAt), clock);
        _renewing = Task.Run(RenewAsync);
    }

    public override CancellationToken Lost => _lost.Token;

    /// <summary>Well before the term is over, whatever a request hangs at: what is under way needs some time to end, too.</summary>
    private TimeSpan Usable => _term * 2 / 3;

    /// <exception cref="LeaseException">Another run holds it.</exception>
    public static async Task<S3Lease> TakeAsync(
        S3FileStore store,
        Location path,
        TimeSpan term,
        TimeProvider clock,
        Action<string> tell,
        CancellationToken cancellation
    )
    {
        var former = (await store.FindAsync(path, cancellation))?.Version;
        if (former is not null)
        {
            tell($"{path} is there: a run holds the lease, or was killed; waiting up to {term.TotalSeconds:0} s to see which");
            former = await WatchAsync(store, path, former, term, clock, cancellation);
        }

        var holder = $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid():N}";
        var asked = clock.GetTimestamp();
        return await WriteAsync(store, path, holder, former, cancellation) is { } version
            ? new S3Lease(store, path, holder, version, asked, term, clock)
            : throw Held(path);
    }

    /// <summary>A process that was stopped for a while finds itself without the lease before any timer tells it.</summary>
    public override void ThrowIfLost()
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _renewedAt)) > Usable)
            _lost.Cancel();
        _lost.Token.ThrowIfCancellationRequested();
    }

    public override async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(LongestEnd, _clock);
        await _end.CancelAsync();
        try
        {
            await _renewing.WaitAsync(limit.Token);
            // It may have been taken while this process was suspended: only the object that this holder wrote is deleted.
            if (!_lost.IsCancellationRequested && await WriteAsync(_store, _path, _holder, _version, limit.Token) is { } version)
                await _store.DeleteIfAsync(_path, version, limit.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // It runs out by itself.
        }

        _lost.Dispose();
        _end.Dispose();
    }

    /// <summary>The version of a holder that is dead; null when the lease was given back.</summary>
    private static async Task<string?> WatchAsync(
        S3FileStore store,
        Location path,
        string former,
        TimeSpan term,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < term)
        {
            await Task.Delay(term / 30, clock, cancellation);
            var now = (await store.FindAsync(path, cancellation))?.Version;
            if (now is null)
                return null;
            if (now != former)
                throw Held(path);
        }

        return former;
    }

    private static LeaseException Held(Location path) => new($"another run holds the lease {path}: wait for it to end, or stop it, and start again");

    /// <summary>
    /// Writes the object, each time another text, in the place of a version, or of none; gives the new version, or null where another holder's
    /// is there. After a write whose answer was lost the next one is refused, too: then the text tells whose it is.
    /// </summary>
    private static async Task<string?> WriteAsync(S3FileStore store, Location path, string holder, string? former, CancellationToken cancellation)
    {
        if (await store.PutIfAsync(path, $"{holder} {Guid.NewGuid():N}\n", former, cancellation) is { } version)
            return version;
        var there = await store.FindAsync(path, cancellation);
        return (await store.ReadTextAsync(path, cancellation))?.StartsWith(holder, StringComparison.Ordinal) == true ? there?.Version : null;
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_term / 12, _clock, _end.Token);
                var asked = _clock.GetTimestamp();
                try
                {
                    if (await WriteAsync(_store, _path, _holder, _version, _end.Token) is not { } version)
                        break;
                    _version = version;
                    Volatile.Write(ref _renewedAt, asked);
                    _lost.CancelAfter(Later(Usable - _clock.GetElapsedTime(asked)));
                }
                catch (IOException)
                {
                    // The next try may come through.
                }
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The lease is given back.
        }
    }

    private static TimeSpan Later(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
