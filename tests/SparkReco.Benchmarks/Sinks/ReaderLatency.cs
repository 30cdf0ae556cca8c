using System.Diagnostics;

namespace SparkReco.Benchmarks.Sinks;

/// <summary>How long a reader waits for a user's list while something else happens, in milliseconds.</summary>
internal sealed record ReaderLatency(double Median, double High, double Most)
{
    /// <summary>Asks all the time until the work is done.</summary>
    public static async Task<ReaderLatency> MeasureAsync(SinkServerProcess server, Func<Task> work)
    {
        await using var connection = await server.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select item_id from {server.Prefix}user_lists where user_id = 'user-0123456'";
        List<double> waits = [];
        var done = Task.Run(work);
        while (!done.IsCompleted)
        {
            var started = Stopwatch.GetTimestamp();
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) { }
            }

            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.WhenAny(done, Task.Delay(5));
        }

        await done;
        waits.Sort();
        return new ReaderLatency(waits[waits.Count / 2], waits[waits.Count * 99 / 100], waits[^1]);
    }
}
