using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Google.Protobuf;
using SparkReco.Adapters.SparkConnect.Protocol;
using SparkReco.Models;
using Column = SparkReco.Models.Column;

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
        }
        while (from < rows.Count);
        return parts;
    }

    public static Relation Build(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, Range part)
    {
        var (from, count) = part.GetOffsetAndLength(rows.Count);
        var schema = new Schema(columns.Select(column => new Field(column.Name, TypeOf(column.Type), nullable: true)), metadata: null);
        var arrays = columns.Select((column, index) => Fill(column.Type, Enumerable.Range(from, count).Select(row => rows[row][index])));
        using var batch = new RecordBatch(schema, arrays, count);
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        var data = UnsafeByteOperations.UnsafeWrap(stream.GetBuffer().AsMemory(0, (int)stream.Length));
        return new Relation { LocalRelation = new LocalRelation { Data = data } };
    }

    private static long Size(object? value) => value is string text ? Encoding.UTF8.GetByteCount(text) + sizeof(int) : sizeof(long);

    private static ArrowType TypeOf(ColumnType type) => type switch
    {
        ColumnType.String => StringType.Default,
        ColumnType.Int => Int32Type.Default,
        ColumnType.BigInt => Int64Type.Default,
        ColumnType.Double => DoubleType.Default,
        ColumnType.Boolean => BooleanType.Default,
        ColumnType.Date => Date32Type.Default,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static IArrowArray Fill(ColumnType type, IEnumerable<object?> values) => type switch
    {
        ColumnType.String => Fill(new StringArray.Builder(), values, (target, value) => target.Append((string)value), target => target.AppendNull()).Build(),
        ColumnType.Int => Fill(new Int32Array.Builder(), values, (target, value) => target.Append(Convert.ToInt32(value, CultureInfo.InvariantCulture)), target => target.AppendNull()).Build(),
        ColumnType.BigInt => Fill(new Int64Array.Builder(), values, (target, value) => target.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture)), target => target.AppendNull()).Build(),
        ColumnType.Double => Fill(new DoubleArray.Builder(), values, (target, value) => target.Append(Convert.ToDouble(value, CultureInfo.InvariantCulture)), target => target.AppendNull()).Build(),
        ColumnType.Boolean => Fill(new BooleanArray.Builder(), values, (target, value) => target.Append((bool)value), target => target.AppendNull()).Build(),
        ColumnType.Date => Fill(new Date32Array.Builder(), values, (target, value) => target.Append((DateOnly)value), target => target.AppendNull()).Build(),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static TBuilder Fill<TBuilder>(TBuilder target, IEnumerable<object?> values, Action<TBuilder, object> append, Action<TBuilder> appendNull)
    {
        foreach (var value in values)
        {
            if (value is null)
                appendNull(target);
            else
                append(target, value);
        }

        return target;
    }
}
