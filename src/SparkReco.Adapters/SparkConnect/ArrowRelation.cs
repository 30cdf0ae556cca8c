using System.Text;
using Apache.Arrow.Ipc;
using Google.Protobuf;
using SparkReco.Adapters.SparkConnect.Protocol;
using SparkReco.Models;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>Turns rows into relations of a plan, each small enough for one message and one task.</summary>
internal static class ArrowRelation
{
    // Spark makes at least one task of a relation, which holds the rows, and warns of one over 1,000 KiB.
    private const int MostBytes = 512 << 10;

    /// <summary>Parts of the rows, each for a relation of its own: one at least, which has no rows where there are none.</summary>
    public static IReadOnlyList<Range> Split(IReadOnlyList<object?[]> rows)
    {
        List<Range> parts = [];
        var from = 0;
        do
        {
            var to = from;
            for (long bytes = 0; to < rows.Count && bytes < MostBytes; to++)
                bytes += rows[to].Sum(Size);
            parts.Add(from..to);
            from = to;
        } while (from < rows.Count);
        return parts;
    }

    public static Relation Build(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, Range part)
    {
        var builder = new BatchBuilder(columns);
        foreach (var row in rows.Take(part))
            builder.AddRow(row);
        using var batch = builder.Build();
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        var data = UnsafeByteOperations.UnsafeWrap(stream.GetBuffer().AsMemory(0, (int)stream.Length));
        return new Relation { LocalRelation = new LocalRelation { Data = data } };
    }

    private static long Size(object? value) => value is string text ? Encoding.UTF8.GetByteCount(text) + sizeof(int) : sizeof(long);
}
