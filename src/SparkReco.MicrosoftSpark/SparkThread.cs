using System.Collections.Concurrent;

namespace SparkReco.MicrosoftSpark;

/// <summary>
/// The one thread on which Spark is called. The driver gives each calling thread a thread of its own, with its own active session and job
/// group, so calls that belong together must come from one.
/// </summary>
internal sealed class SparkThread : IDisposable
{
    private readonly BlockingCollection<Action> _calls = [];

    public SparkThread() => new Thread(Run) { Name = "Spark", IsBackground = true }.Start();

    /// <summary>Makes a call after those that came before it.</summary>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Ends the thread when it has made the calls that wait.</summary>
    public void Dispose() => _calls.CompleteAdding();

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
            call();
        _calls.Dispose();
    }
}
