using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;
using SparkReco.Models;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Copies values of DuckDB's vectors into Arrow arrays.</summary>
internal static unsafe class VectorArray
{
    /// <summary>The first values of a flat vector.</summary>
    public static IArrowArray Of(nint vector, ColumnType type, int count)
    {
        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var (validity, nullCount) = ValidityOf(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), count);
        return type switch
        {
            ColumnType.Int => new Int32Array(Copy(data, count * sizeof(int)), validity, count, nullCount, 0),
            ColumnType.BigInt => new Int64Array(Copy(data, count * sizeof(long)), validity, count, nullCount, 0),
            ColumnType.Double => new DoubleArray(Copy(data, count * sizeof(double)), validity, count, nullCount, 0),
            ColumnType.Date => new Date32Array(Copy(data, count * sizeof(int)), validity, count, nullCount, 0),
            ColumnType.Boolean => new BooleanArray(Bits(data, count), validity, count, nullCount, 0),
            ColumnType.String => Texts(data, validity, count, nullCount),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }

    private static ArrowBuffer Copy(byte* data, int bytes) => new(new ReadOnlySpan<byte>(data, bytes).ToArray());

    private static ArrowBuffer Bits(byte* flags, int count)
    {
        var bits = new byte[BitUtility.ByteCount(count)];
        for (var row = 0; row < count; row++)
            BitUtility.SetBit(bits, row, flags[row] != 0);
        return new ArrowBuffer(bits);
    }

    private static (ArrowBuffer Bits, int NullCount) ValidityOf(ulong* validity, int count)
    {
        if (validity == null)
            return (ArrowBuffer.Empty, 0);
        var bits = new ReadOnlySpan<byte>(validity, BitUtility.ByteCount(count)).ToArray();
        return (new ArrowBuffer(bits), count - BitUtility.CountBits(bits, 0, count));
    }

    /// <summary>The cell of a null may hold anything.</summary>
    private static StringArray Texts(byte* cells, ArrowBuffer validity, int count, int nullCount)
    {
        var ends = new int[count + 1];
        for (var row = 0; row < count; row++)
        {
            var isNull = nullCount > 0 && !BitUtility.GetBit(validity.Span, row);
            ends[row + 1] = checked(ends[row] + (isNull ? 0 : TextCell.LengthAt(cells, row)));
        }

        var bytes = new byte[ends[count]];
        for (var row = 0; row < count; row++)
        {
            if (ends[row + 1] > ends[row])
                TextCell.At(cells, row).CopyTo(bytes.AsSpan(ends[row]));
        }

        var offsets = new ArrowBuffer(System.Runtime.InteropServices.MemoryMarshal.AsBytes(ends.AsSpan()).ToArray());
        return new StringArray(count, offsets, new ArrowBuffer(bytes), validity, nullCount, 0);
    }
}
