using System.Runtime.CompilerServices;
using Apache.Arrow;
using SparkReco.Models;

namespace SparkReco.Tests.Docs;

/// <summary>How often users came: events with no pause of half an hour between them are one visit.</summary>
public static class Visits
{
    private const long PauseMs = 30 * 60 * 1000;
    private const int RowsPerBatch = 8192;

    public static Model Model { get; } =
        new()
        {
            Name = "visits",
            Room = "Engagement",
            Grain = "a user with events",
            Columns = [Columns.UserId, new("visit_count", ColumnType.BigInt, "visits")],
            Key = ["user_id"],
            Lifetime = Lifetime.Run,
            RowsRead = ["interactions"],
            Kernel = CountAsync,
        };

    private static async IAsyncEnumerable<RecordBatch> CountAsync(ModelContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const string sql = "select user_id, occurred_at_ms from interactions order by user_id, occurred_at_ms";
        var rows = new BatchBuilder(Model.Columns);
        string? user = null;
        long visits = 0,
            last = 0;
        await foreach (var batch in context.Tables.StreamAsync(sql, cancellation))
        {
            using var events = batch;
            var (users, times) = ((StringArray)events.Column(0), (Int64Array)events.Column(1));
            for (var row = 0; row < events.Length; row++)
            {
                if (users.GetString(row) is var next && next != user)
                {
                    if (user is not null)
                        rows.Add(user).Add(visits);
                    (user, visits, last) = (next, 0, long.MinValue);
                }

                visits += last + PauseMs <= times.Values[row] ? 1 : 0;
                last = times.Values[row];
            }

            if (rows.RowCount >= RowsPerBatch)
                yield return rows.Build();
        }

        if (user is not null)
            rows.Add(user).Add(visits);
        yield return rows.Build();
    }
}
