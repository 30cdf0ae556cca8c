using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// The values of one column in native memory, laid out as DuckDB's vectors are. A text of up to 12 bytes lies inside its 16-byte cell; a
/// longer one is a length, its first 4 bytes and a pointer into an arena.
/// </summary>
internal sealed unsafe class BufferColumn : IDisposable
{
    private readonly DuckDBType _type;
    private readonly StringArena _arena;
    private readonly int _width;
    private readonly int _words;
    private byte* _data;
    private ulong* _validity;

    public BufferColumn(DuckDBType type, int capacity, StringArena arena)
    {
        _type = type;
        _arena = arena;
        _width = type switch
        {
            DuckDBType.Varchar => TextCell.Size,
            DuckDBType.BigInt => sizeof(long),
            DuckDBType.Boolean => sizeof(byte),
            _ => sizeof(int),
        };
        _words = (capacity / 64) + 2;
        _data = (byte*)NativeMemory.Alloc((nuint)capacity, (nuint)_width);
        _validity = (ulong*)NativeMemory.AllocZeroed((nuint)_words, sizeof(ulong));
    }

    public void Set(int row, ReadOnlySpan<byte> text)
    {
        var cell = _data + ((long)row * TextCell.Size);
        SetValid(row);
        *(uint*)cell = (uint)text.Length;
        if (text.Length <= TextCell.MostInside)
        {
            var target = new Span<byte>(cell + 4, TextCell.MostInside);
            target.Clear();
            text.CopyTo(target);
            return;
        }

        *(uint*)(cell + 4) = Unsafe.ReadUnaligned<uint>(in text[0]);
        *(byte**)(cell + 8) = _arena.Store(text);
    }

    public void Set(int row, long number)
    {
        SetValid(row);
        switch (_type)
        {
            case DuckDBType.BigInt:
                ((long*)_data)[row] = number;
                break;
            case DuckDBType.Boolean:
                _data[row] = (byte)number;
                break;
            default:
                ((int*)_data)[row] = (int)number;
                break;
        }
    }

    public void SetNull(int row) => _validity[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>Makes all rows from one on null.</summary>
    public void Truncate(int row)
    {
        _validity[row >> 6] &= (1UL << (row & 63)) - 1;
        new Span<ulong>(_validity, _words)[((row >> 6) + 1)..].Clear();
    }

    /// <summary>False only where all rows of a range are null; rows near to it may count.</summary>
    public bool MayHaveValues(int from, int to) => new ReadOnlySpan<ulong>(_validity, _words)[(from >> 6)..((to >> 6) + 1)].ContainsAnyExcept(0UL);

    /// <summary>Copies rows into a vector of DuckDB. Long texts stay in the arena.</summary>
    public void CopyTo(nint vector, int from, int count)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        Buffer.MemoryCopy(
            _data + ((long)from * _width),
            NativeMethods.Vectors.DuckDBVectorGetData(vector),
            (long)count * _width,
            (long)count * _width
        );
        var validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        var source = _validity + (from >> 6);
        var shift = from & 63;
        for (var word = 0; word < (count + 63) / 64; word++)
            validity[word] = shift == 0 ? source[word] : (source[word] >> shift) | (source[word + 1] << (64 - shift));
    }

    public void Dispose()
    {
        NativeMemory.Free(_data);
        NativeMemory.Free(_validity);
        _data = null;
        _validity = null;
    }

    private void SetValid(int row) => _validity[row >> 6] |= 1UL << (row & 63);
}
