using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sinks;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Adapters.Sinks;

/// <summary>Small published runs for sinks.</summary>
internal static class SinkRows
{
    /// <summary>A run with a list of two items for each user: every row says which run it is of.</summary>
    public static SinkRun Run(string id, DateOnly day, int users = 3, string content = "a", Action<int>? reading = null) =>
        Run(
            id,
            day,
            content,
            Table(
                "items",
                [
                    ["i1", "course", $"One of {id}", null, "Café", null, 60L, new DateOnly(2020, 2, 29), true],
                ]
            ),
            Table(
                "recommendations",
                [
                    .. Enumerable
                        .Range(1, users)
                        .SelectMany(user =>
                            new[] { 1, 2 }.Select(rank =>
                                new object?[] { "baseline", $"u{user}", rank, $"i{rank}", 1.0 / rank, $"of {id}", "item_item" }
                            )
                        ),
                ],
                reading
            )
        );

    public static SinkRun Run(string id, DateOnly day, string content, params SinkTable[] tables) =>
        new(id, day, DateTimeOffset.UnixEpoch.AddMilliseconds(1234), content, "an engine", "a hash", tables);

    public static SinkRun Run(string id, params SinkTable[] tables) => Run(id, Some.RunDate, "a", tables);

    /// <summary>A table of values; they are read in batches of a thousand rows, of which each is told before it is given.</summary>
    public static SinkTable Table(string name, IReadOnlyList<object?[]> rows, Action<int>? reading = null) =>
        new(name, SinkTables.ColumnsOf(name), SinkTables.KeyOf(name), rows.Count, _ => Batches(name, rows, reading));

    private static async IAsyncEnumerable<RecordBatch> Batches(string name, IReadOnlyList<object?[]> rows, Action<int>? reading)
    {
        await Task.Yield();
        var builder = new BatchBuilder(SinkTables.ColumnsOf(name));
        foreach (var (number, part) in rows.Chunk(1000).DefaultIfEmpty([]).Index())
        {
            reading?.Invoke(number);
            foreach (var row in part)
                builder.AddRow(row);
            yield return builder.Build();
        }
    }
}
