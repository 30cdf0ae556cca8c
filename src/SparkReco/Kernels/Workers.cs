namespace SparkReco.Kernels;

/// <summary>Loops on several threads, each with a worker that no other has meanwhile: the arrays that it needs for one number after another.</summary>
internal static class Workers
{
    /// <param name="count">The numbers from 0 up to this one are worked on, in any order.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="makeWorker">Makes what one thread needs.</param>
    /// <param name="work">Works on a number.</param>
    /// <param name="cancellation">Ends it between two numbers.</param>
    public static void ForEach<T>(int count, int threads, Func<T> makeWorker, Action<T, int> work, CancellationToken cancellation) =>
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            makeWorker,
            (number, _, worker) =>
            {
                work(worker, number);
                return worker;
            },
            _ => { }
        );
}
