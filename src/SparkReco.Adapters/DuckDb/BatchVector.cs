using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Apache.Arrow;
using DuckDB.NET.Native;
using SparkReco.Ports;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Copies values of Arrow arrays into vectors of DuckDB.</summary>
internal static unsafe class BatchVector
{
    /// <exception cref="EngineException">A text is no UTF-8.</exception>
    public static void Fill(nint vector, IArrowArray array, int from, int count, string column)
    {
        var target = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        switch (array)
        {
            case Int32Array numbers:
                Copy(numbers.Values, target, from, count);
                break;
            case Int64Array numbers:
                Copy(numbers.Values, target, from, count);
                break;
            case DoubleArray numbers:
                Copy(numbers.Values, target, from, count);
                break;
            case Date32Array days:
                Copy(days.Values, target, from, count);
                break;
            case BooleanArray flags:
                for (var row = 0; row < count; row++)
                    target[row] = BitUtility.GetBit(flags.Values, flags.Offset + from + row) ? (byte)1 : (byte)0;

                break;
            case StringArray texts:
                FillTexts(vector, target, texts, from, count, column);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(array));
        }

        FillNulls(vector, array, from, count);
    }

    private static void Copy<T>(ReadOnlySpan<T> values, byte* target, int from, int count)
        where T : unmanaged => values.Slice(from, count).CopyTo(new Span<T>(target, count));

    /// <summary>A text of up to 12 bytes lies inside its cell; a longer one is copied by DuckDB into memory of the vector.</summary>
    private static void FillTexts(nint vector, byte* target, StringArray texts, int from, int count, string column)
    {
        var offsets = texts.ValueOffsets;
        var values = texts.Values;
        for (var row = 0; row < count; row++, target += TextCell.Size)
        {
            var text = values[offsets[from + row]..offsets[from + row + 1]];
            if (!Utf8.IsValid(text))
                throw new EngineException($"the column {column} has a text that is no UTF-8");

            if (text.Length <= TextCell.MostInside)
            {
                *(int*)target = text.Length;
                var cell = new Span<byte>(target + 4, TextCell.MostInside);
                cell.Clear();
                text.CopyTo(cell);
                continue;
            }

            fixed (byte* bytes = text)
                NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)row, bytes, text.Length);
        }
    }

    private static void FillNulls(nint vector, IArrowArray array, int from, int count)
    {
        if (array.NullCount == 0)
            return;

        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        var validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (var row = 0; row < count; row++)
        {
            if (array.IsNull(from + row))
                validity[row >> 6] &= ~(1UL << (row & 63));
        }
    }
}
