using System.Runtime.CompilerServices;
using DuckDB.NET.Native;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Writes one vector of a data chunk in place. A text of up to 12 bytes lies inside its 16-byte cell; a longer one is a length, its first
/// 4 bytes and a pointer. The appender copies both when the chunk is appended.
/// </summary>
internal sealed unsafe class ColumnVector(nint vector, DuckDBType type, StringArena arena)
{
    private const int TextBytes = 16;
    private const int InlineBytes = 12;

    private byte* _data;
    private ulong* _validity;

    /// <summary>Takes the vector's memory anew, with every row null.</summary>
    public void Begin(int rows)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        _data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        new Span<ulong>(_validity, (rows + 63) / 64).Clear();
    }

    public void Set(int row, ReadOnlySpan<byte> text)
    {
        byte* cell = _data + ((long)row * TextBytes);
        SetValid(row);
        *(uint*)cell = (uint)text.Length;
        if (text.Length <= InlineBytes)
        {
            Span<byte> target = new(cell + 4, InlineBytes);
            target.Clear();
            text.CopyTo(target);
            return;
        }

        *(uint*)(cell + 4) = Unsafe.ReadUnaligned<uint>(in text[0]);
        *(byte**)(cell + 8) = arena.Store(text);
    }

    public void Set(int row, long number)
    {
        SetValid(row);
        switch (type)
        {
            case DuckDBType.BigInt:
                ((long*)_data)[row] = number;
                break;
            case DuckDBType.Integer or DuckDBType.Date:
                ((int*)_data)[row] = (int)number;
                break;
            default:
                _data[row] = (byte)number;
                break;
        }
    }

    public void SetNull(int row) => _validity[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>The first values of a BIGINT vector.</summary>
    public ReadOnlySpan<long> Numbers(int rows) => new(_data, rows);

    private void SetValid(int row) => _validity[row >> 6] |= 1UL << (row & 63);
}
