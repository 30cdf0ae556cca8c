using System.Buffers.Binary;
using Apache.Arrow;
using SparkReco.Adapters.Sinks;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.PostgreSql;

/// <summary>
/// Rows in the binary format of COPY: a head, then for each row the number of its fields and for each field its length and its bytes, and an end.
/// Values go from Arrow's buffers to the bytes that are sent, and are nothing else in between.
/// </summary>
internal sealed class CopyRows(SinkTable table, long publication)
{
    private const int PartSize = 256 * 1024;
    private const int Null = -1;

    // PostgreSQL counts days from here.
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;

    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private byte[] _buffer = new byte[2 * PartSize];
    private int _used;
    private bool _hasHead;

    /// <summary>What stands after the last row. A copy without any rows has a head, too: <see cref="Encode"/> is called at least once.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[] { 0xFF, 0xFF };

    /// <summary>The rows of a batch in parts, each to be sent before the next is taken.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Encode(RecordBatch batch)
    {
        if (!_hasHead)
            Head.CopyTo(Take(Head.Length));
        _hasHead = true;
        var arrays = batch.Arrays.ToArray();
        for (var row = 0; row < batch.Length; row++)
        {
            AddRow(arrays, row);
            if (_used >= PartSize)
                yield return Part();
        }

        yield return Part();
    }

    private ReadOnlyMemory<byte> Part()
    {
        var part = _buffer.AsMemory(0, _used);
        _used = 0;
        return part;
    }

    private void AddRow(IArrowArray[] arrays, int row)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), (short)(arrays.Length + 1));
        Add(publication);
        for (var column = 0; column < arrays.Length; column++)
        {
            if (arrays[column].IsNull(row))
                BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), Null);
            else
                AddValue(arrays[column], row, column);
        }
    }

    private void AddValue(IArrowArray array, int row, int column)
    {
        switch (array)
        {
            case StringArray texts:
                Add(texts.GetBytes(row), column);
                break;
            case Int32Array numbers:
                Add(numbers.Values[row]);
                break;
            case Int64Array numbers:
                Add(numbers.Values[row]);
                break;
            case DoubleArray numbers:
                Add(BitConverter.DoubleToInt64Bits(numbers.Values[row]));
                break;
            case BooleanArray flags:
                var flag = Field(sizeof(byte));
                flag[0] = flags.GetValue(row)!.Value ? (byte)1 : (byte)0;
                break;
            case Date32Array days:
                Add(HeldValue.Day(table, column, days.Values[row]).DayNumber - Epoch);
                break;
            default:
                throw new NotSupportedException($"no column has the type {array.Data.DataType.Name}");
        }
    }

    private void Add(ReadOnlySpan<byte> text, int column)
    {
        if (text.Contains((byte)0))
            throw HeldValue.Refusal(table, column, "a text with the character U+0000");
        text.CopyTo(Field(text.Length));
    }

    private void Add(int number) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), number);

    private void Add(long number) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), number);

    /// <summary>The place of a field's bytes, behind their length.</summary>
    private Span<byte> Field(int length)
    {
        var place = Take(sizeof(int) + length);
        BinaryPrimitives.WriteInt32BigEndian(place, length);
        return place[sizeof(int)..];
    }

    private Span<byte> Take(int length)
    {
        if (_used + length > _buffer.Length)
            System.Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _used + length));
        _used += length;
        return _buffer.AsSpan(_used - length, length);
    }
}
