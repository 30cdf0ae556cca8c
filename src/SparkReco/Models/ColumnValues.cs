using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using Array = System.Array;

namespace SparkReco.Models;

/// <summary>The values of a column of the batch that is being built, as Arrow's format has them.</summary>
internal sealed class ColumnValues(ColumnType type, ArrowType arrowType)
{
    private byte[] _data = new byte[1024];
    private byte[] _ends = new byte[type == ColumnType.String ? 256 : 0];
    private byte[] _validity = new byte[32];
    private int _used;
    private int _count;
    private int _nullCount;

    public void AddNull()
    {
        _nullCount++;
        if (type == ColumnType.String)
            EndText();
        else if (type != ColumnType.Boolean)
            Take(Width).Clear();
        else
            AddBit(ref _data, false);
        AddBit(ref _validity, false);
        _count++;
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        Expect(type == ColumnType.String);
        text.CopyTo(Take(text.Length));
        EndText();
        End();
    }

    /// <exception cref="OverflowException">The column is an int, and the number is none.</exception>
    public void Add(long number)
    {
        Expect(type is ColumnType.BigInt or ColumnType.Int);
        if (type == ColumnType.BigInt)
            BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), number);
        else
            BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), checked((int)number));
        End();
    }

    public void Add(double number)
    {
        Expect(type == ColumnType.Double);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), number);
        End();
    }

    public void Add(bool flag)
    {
        Expect(type == ColumnType.Boolean);
        AddBit(ref _data, flag);
        End();
    }

    /// <param name="day">The days since 1970-01-01.</param>
    public void AddDay(int day)
    {
        Expect(type == ColumnType.Date);
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), day);
        End();
    }

    /// <summary>The values so far. The next ones begin a new array.</summary>
    public IArrowArray Build()
    {
        var validity = _nullCount == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_validity.AsMemory(0, (_count + 7) / 8));
        var data = new ArrowBuffer(_data.AsMemory(0, type == ColumnType.Boolean ? (_count + 7) / 8 : _used));
        ArrowBuffer[] buffers =
            type == ColumnType.String ? [validity, new ArrowBuffer(_ends.AsMemory(0, (_count + 1) * sizeof(int))), data] : [validity, data];
        var built = ArrowArrayFactory.BuildArray(new ArrayData(arrowType, _count, _nullCount, offset: 0, buffers));
        (_data, _ends, _validity) = (new byte[_data.Length], new byte[_ends.Length], new byte[_validity.Length]);
        (_used, _count, _nullCount) = (0, 0, 0);
        return built;
    }

    private int Width => type is ColumnType.BigInt or ColumnType.Double ? sizeof(long) : sizeof(int);

    private void Expect(bool isOfType)
    {
        if (!isOfType)
            throw new InvalidCastException($"the value does not belong into a column of the type {type}");
    }

    private void End()
    {
        AddBit(ref _validity, true);
        _count++;
    }

    private Span<byte> Take(int bytes)
    {
        if (_data.Length - _used < bytes)
            Array.Resize(ref _data, Math.Max(2 * _data.Length, checked(_used + bytes)));
        _used += bytes;
        return _data.AsSpan(_used - bytes, bytes);
    }

    private void EndText()
    {
        var at = (_count + 1) * sizeof(int);
        if (_ends.Length < at + sizeof(int))
            Array.Resize(ref _ends, 2 * _ends.Length);
        BinaryPrimitives.WriteInt32LittleEndian(_ends.AsSpan(at), _used);
    }

    /// <summary>Sets the bit of the current row; all bits after it are 0.</summary>
    private void AddBit(ref byte[] bits, bool bit)
    {
        if (bits.Length == _count / 8)
            Array.Resize(ref bits, 2 * bits.Length);
        if (bit)
            bits[_count / 8] |= (byte)(1 << (_count % 8));
    }
}
