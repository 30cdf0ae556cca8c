using System.Runtime.CompilerServices;
using DuckDB.NET.Native;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Writes one VARCHAR vector of a data chunk in place. A string of up to 12 bytes lies inside its 16-byte cell; a longer one is a length,
/// its first 4 bytes and a pointer. The appender copies both when the chunk is appended.
/// </summary>
internal sealed unsafe class TextVector(nint vector, StringArena arena)
{
    private const int CellBytes = 16;
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
        byte* cell = Cell(row);
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

    /// <summary>Sets a text that many rows share, without a copy. Its memory must not move until the chunk is appended.</summary>
    public void SetShared(int row, byte* text, int length)
    {
        if (length <= InlineBytes)
        {
            Set(row, new ReadOnlySpan<byte>(text, length));
            return;
        }

        byte* cell = Cell(row);
        *(uint*)cell = (uint)length;
        *(uint*)(cell + 4) = *(uint*)text;
        *(byte**)(cell + 8) = text;
    }

    private byte* Cell(int row)
    {
        _validity[row >> 6] |= 1UL << (row & 63);
        return _data + ((long)row * CellBytes);
    }
}
