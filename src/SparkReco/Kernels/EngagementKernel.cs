using System.Runtime.CompilerServices;
using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Models.Engagement;

namespace SparkReco.Kernels;

/// <summary>The rows of <c>engagement</c>, made in C# in the place of the SQL.</summary>
internal static class EngagementKernel
{
    /// <summary>The tables that it reads.</summary>
    public static IReadOnlyList<string> Reads { get; } = ["users", "items", "item_categories", "interactions"];

    /// <summary>Makes the rows, and keeps in memory what of them the kernels of the baseline need.</summary>
    public static async IAsyncEnumerable<RecordBatch> MakeAsync(ModelContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (users, items) = await World.PeopleAndItemsAsync(context, cancellation);
        var log = await World.EventsAsync(context, cancellation);
        var usage = new Usage(users.Count);
        await foreach (
            var batch in UserBlocks.MakeAsync(
                users.Count,
                context.Settings.Engine.ThreadCount,
                () => (Maker: new EngagementMaker(items, context.Settings), Rows: new BatchBuilder(EngagementScores.Model.Columns)),
                (worker, user) =>
                {
                    var rows = worker.Maker.Make(log.Of(user));
                    foreach (var row in rows)
                        Add(worker.Rows, users.Ids[user], items.Ids[row.Use.Item], row);
                    usage.Set(user, [.. rows.Select(row => row.Use)]);
                },
                worker => worker.Rows.Build(),
                cancellation
            )
        )
            yield return batch;
        context.Memory.Forget<EventLog>();
        context.Memory.Keep(usage);
    }

    private static void Add(BatchBuilder rows, ReadOnlySpan<byte> user, ReadOnlySpan<byte> item, Engaged row) =>
        rows.Add(user)
            .Add(item)
            .Add(row.Use.Score)
            .Add(row.Clicks)
            .Add(row.Likes)
            .Add(row.Completions)
            .Add(row.WatchSeconds)
            .AddDay(UnixDay.Of(row.Use.FirstMs))
            .AddDay(UnixDay.Of(row.Use.LastMs))
            .Add(row.Use.FirstMs)
            .Add(row.Use.LastMs);
}
