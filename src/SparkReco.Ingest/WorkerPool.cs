namespace SparkReco.Ingest;

/// <summary>Does the work items that one thread takes.</summary>
internal interface IWorker<in T> : IDisposable
{
    public void Run(T item, CancellationToken cancellation);

    /// <summary>Called once, after the worker's last item, when no item failed on its thread.</summary>
    public void Finish();
}

/// <summary>Runs work items on a fixed number of threads. The first failure stops the others and is the one that is thrown.</summary>
internal static class WorkerPool
{
    public static async Task RunAsync<T>(
        int threads, IReadOnlyList<T> items, Func<IWorker<T>> createWorker, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int next = -1;
        void Work()
        {
            try
            {
                using IWorker<T> worker = createWorker();
                for (int i = Interlocked.Increment(ref next); i < items.Count; i = Interlocked.Increment(ref next))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    worker.Run(items[i], stop.Token);
                }

                worker.Finish();
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }

        int count = Math.Max(1, Math.Min(threads, items.Count));
        Task[] tasks = [.. Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException) when (tasks.FirstOrDefault(task => task.IsFaulted) is { } failed)
        {
            await failed;
        }
    }
}
