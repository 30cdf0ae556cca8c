using System.Collections.Concurrent;

namespace SparkReco.LocalPersonalize;

/// <summary>Does what takes time, beside the requests: of each kind one thing after the other.</summary>
internal sealed class Work : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _lanes = new();
    private readonly ConcurrentDictionary<string, (Task Task, CancellationTokenSource Stop)> _jobs = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins a job as soon as those before it in its lane are done.</summary>
    /// <param name="lane">What is done one after the other.</param>
    /// <param name="id">Names the job.</param>
    /// <param name="job">Does it, and keeps its failures to itself.</param>
    public void Start(string lane, string id, Func<CancellationToken, Task> job)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs[id] = (RunAsync(), stop);
        begin.SetResult();

        async Task RunAsync()
        {
            await begin.Task;
            try
            {
                var turn = _lanes.GetOrAdd(lane, _ => new SemaphoreSlim(1));
                await turn.WaitAsync(stop.Token);
                try
                {
                    await Task.Run(() => job(stop.Token), stop.Token);
                }
                finally
                {
                    turn.Release();
                }
            }
            catch (OperationCanceledException)
            {
                // It was stopped, or the service was: then it begins again when the service does.
            }
            finally
            {
                _jobs.TryRemove(id, out _);
            }
        }
    }

    public void Stop(string id)
    {
        if (_jobs.TryGetValue(id, out var job))
            job.Stop.Cancel();
    }

    /// <summary>Waits until nothing is under way.</summary>
    public async Task IdleAsync()
    {
        while (_jobs.Values.Select(job => job.Task).ToList() is { Count: > 0 } tasks)
            await Task.WhenAll(tasks);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await IdleAsync();
        _stop.Dispose();
    }
}
