using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace SparkReco.Kernels;

/// <summary>Makes rows of users on several threads, and gives them in the order of the users.</summary>
internal static class UserBlocks
{
    private const int UsersPerBlock = 512;

    /// <param name="userCount">How many users there are.</param>
    /// <param name="threads">How many blocks are made at once.</param>
    /// <param name="makeWorker">Makes what one thread needs.</param>
    /// <param name="addUser">Adds the rows of a user to a worker.</param>
    /// <param name="build">Takes the rows that were added.</param>
    /// <param name="cancellation">Ends it between two blocks.</param>
    public static async IAsyncEnumerable<RecordBatch> MakeAsync<T>(
        int userCount,
        int threads,
        Func<T> makeWorker,
        Action<T, int> addUser,
        Func<T, RecordBatch> build,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var workers = new ConcurrentBag<T>();
        var blocks = new Queue<Task<RecordBatch>>();
        var next = 0;
        while (next < userCount || blocks.Count > 0)
        {
            while (next < userCount && blocks.Count < 2 * threads)
            {
                var (first, end) = (next, Math.Min(next + UsersPerBlock, userCount));
                blocks.Enqueue(Task.Run(() => Make(first, end), cancellation));
                next = end;
            }

            yield return await blocks.Dequeue();
        }

        RecordBatch Make(int first, int end)
        {
            if (!workers.TryTake(out var worker))
                worker = makeWorker();
            for (var user = first; user < end; user++)
                addUser(worker, user);
            var batch = build(worker);
            workers.Add(worker);
            return batch;
        }
    }
}
